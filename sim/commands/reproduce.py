"""``fanpin reproduce``: make published results again, or check that they come out the same."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim import results
from sim.commands import rerun, shared
from sim.language import Text
from sim.provenance import DIRTY, commit
from sim.published import PUBLISHED, Published, Size, Workplace
from sim.scenario import shipped_root
from sim.spec import Invalid, Problem, meant_or_all
from sim.spreadsheets import read_rows
from sim.store import Parts


def root(options: argparse.Namespace) -> Path:
    """Folder of published results: --out, else ``results`` here, else that of the source tree if there is one."""
    if options.out:
        return Path(options.out)
    here, source = Path("results"), shipped_root() / "results"
    return source if not here.is_dir() and (source.is_dir() or (source.parent / "pyproject.toml").exists()) else here


def chosen(names: Sequence[str]) -> list[Published]:
    """The published results that are named."""
    problems = []
    for name in names:
        if name not in PUBLISHED:
            en, zh = f"there is no published result and no folder {name}", f"没有名为 {name} 的已发布结果或文件夹"
            hint = meant_or_all(name, PUBLISHED, "可用的结果")
            problems.append(Problem("", "", 0, name, "", "", en + hint[0], zh + hint[1]))
    if problems:
        raise Invalid(problems)
    return [PUBLISHED[name] for name in dict.fromkeys(names)]


def command(options: argparse.Namespace) -> int:
    """Make or check; 1 where a check fails."""
    if options.figures:
        return redraw(options)
    folders = [name for name in dict.fromkeys(options.names) if name not in PUBLISHED and Path(name).is_dir()]
    names = [name for name in options.names or PUBLISHED if name not in folders]
    work = [
        (published, size, place(options, published, size))
        for published in chosen(names)
        for size in sizes(published, options)
    ]
    if folders and not options.check:
        raise shared.refused(
            f"{folders[0]} is a folder; add --check to compute its result again and compare",
            f"“{folders[0]}”是文件夹；请加 --check 重算并核对其中的结果",
        )
    stored = [rerun.stored(Path(name), options) for name in folders]
    for published, _, target in work:
        if not options.check:
            results.check_folder(target, force=True)
        elif not (target / results.MANIFEST).exists():
            raise shared.refused(
                f"{target} holds no published result; make it with fanpin reproduce {published.name}",
                f"{target} 中没有已发布的结果；可用 fanpin reproduce {published.name} 生成",
            )
    if options.check:
        done = [checked(published, target, size, options) for published, size, target in work]
        done += [rerun.checked(found, options) for found in stored]
    else:
        version = clean_commit(options)  # before anything is written
        done = [made(published, target, size, options, version) for published, size, target in work]
    if options.json:
        shared.print_json({"results": done})
    return 0 if all(all(entry.get("same", {}).values()) for entry in done) else 1


def sizes(published: Published, options: argparse.Namespace) -> tuple[Size, ...]:
    """The variants to make or to check."""
    if options.small:
        return (published.small,)
    return (published.full,) if options.check else (published.full, published.small)


def clean_commit(options: argparse.Namespace) -> str:
    """The commit that is published from; a warning where the files are not as they were committed."""
    version = commit()
    if version.endswith(DIRTY):
        shared.warn(
            options,
            Text(
                "files were changed since the last commit: the published result cannot be made again from a commit; "
                "commit first, then publish",
                "源文件在上次提交之后有改动：发布的结果无法由某次提交重现；请先提交再发布",
            ),
        )
    return version


def place(options: argparse.Namespace, published: Published, size: Size) -> Path:
    """Folder of one variant."""
    return root(options) / published.name / size.folder


def tables_of(
    published: Published, size: Size, options: argparse.Namespace, parts: Parts | None
) -> tuple[dict[str, bytes], dict[str, bytes], dict[str, Any]]:
    """Tables, figures and manifest of one variant."""
    title = Text(f"{published.name}, {size.replicates} replicates", f"{published.name}，重复模拟{size.replicates}次")
    with shared.progress(options, title) as tell:
        shown = None if options.quiet else tell
        scenarios = published.scenarios()
        found = published.live(scenarios, size, Workplace(shared.workers(options), options.threads, shown, parts))
    tables = published.tables(found, scenarios)
    rows = {name: read_rows(data) for name, data in tables.items()}
    figures = published.figures(rows, scenarios, size) if size is published.full and not options.check else {}
    settings = {"replicates": size.replicates, "households": size.households}
    manifest = {
        **results.manifest(f"reproduce {published.name}", list(scenarios.values()), settings),
        **published.fingerprints(found),
    }
    return tables, figures, manifest


def made(published: Published, target: Path, size: Size, options: argparse.Namespace, version: str) -> dict[str, Any]:
    """Write one variant; figures with the full one only. ``version`` is the commit published from."""
    parts = shared.partial(root(options) / published.name)
    tables, figures, manifest = tables_of(published, size, options, parts)
    manifest |= {"commit": version, "dirty": version.endswith(DIRTY)}
    results.save(target, {**tables, **figures}, manifest)
    parts.remove()
    if not options.json:
        print(Text(f"written: {target}", f"已写入：{target}").of(options.lang))
    return {"name": published.name, "variant": size.folder or "full", "folder": str(target)}


def redraw(options: argparse.Namespace) -> int:
    """Draw the figures of published results again from the tables that stand."""
    if options.check or options.small:
        raise shared.refused(
            "--figures goes with neither --check nor --small: small variants have no figures",
            "--figures 不能与 --check、--small 同用：小规模版本没有图",
            "--figures",
        )
    work = [
        (published, place(options, published, published.full)) for published in chosen(options.names or list(PUBLISHED))
    ]
    stored = [tables_in(target, published.name) for published, target in work]
    version, done = clean_commit(options), []
    for (published, target), (tables, manifest) in zip(work, stored, strict=True):
        rows = {name: read_rows(data) for name, data in tables.items()}
        figures = published.figures(rows, published.scenarios(), published.full)
        results.save(target, {**tables, **figures}, {**manifest, "figures": {"commit": version}})
        if not options.json:
            print(Text(f"written: {target}", f"已写入：{target}").of(options.lang))
        done.append({"name": published.name, "folder": str(target), "figures": sorted(figures)})
    if options.json:
        shared.print_json({"results": done})
    return 0


def tables_in(target: Path, name: str) -> tuple[dict[str, bytes], dict[str, Any]]:
    """Tables of a published result and its manifest without what ``save`` adds; refused where a table is not what was published."""
    try:
        manifest = json.loads((target / results.MANIFEST).read_text("utf-8"))
        outputs = manifest.pop("outputs")
        tables = {file: (target / file).read_bytes() for file in outputs if file.endswith(".csv")}
        changed = [file for file, data in tables.items() if hashlib.sha256(data).hexdigest() != outputs[file]]
    except (OSError, ValueError, KeyError) as wrong:
        raise shared.refused(
            f"{target} holds no whole published result ({wrong}); make it with fanpin reproduce {name}",
            f"{target} 中没有完整的已发布结果（{wrong}）；可用 fanpin reproduce {name} 生成",
        ) from None
    if changed:
        raise shared.refused(
            f"{target / changed[0]} is not what was published; fanpin reproduce {name} makes it again",
            f"{target / changed[0]} 与发布时不一致；可用 fanpin reproduce {name} 重新生成",
        )
    return tables, manifest


def checked(published: Published, target: Path, size: Size, options: argparse.Namespace) -> dict[str, Any]:
    """Compute again and compare every table, byte for byte."""
    tables, _, _ = tables_of(published, size, options, None)
    verdicts = {}
    for name, data in tables.items():
        stored = (target / name).read_bytes() if (target / name).exists() else None
        verdicts[name] = stored == data
        if not options.json:
            verdict = Text("same", "一致") if verdicts[name] else Text("DIFFERENT", "不一致")
            print(f"{target / name}{Text(': ', '：').of(options.lang)}{verdict.of(options.lang)}")
            if stored != data:
                show_difference(target / name, stored, data, options.lang)
    return {"name": published.name, "variant": size.folder or "full", "folder": str(target), "same": verdicts}


def show_difference(path: Path, stored: bytes | None, data: bytes, lang: str) -> None:
    """The first line that differs, on standard error."""
    if stored is None:
        sys.stderr.write(Text(f"{path} is missing\n", f"缺少 {path}\n").of(lang))
        return
    old, new = (content.decode("utf-8-sig", "replace").splitlines() for content in (stored, data))
    for number, (before, now) in enumerate(zip(old, new, strict=False), start=1):
        if before != now:
            sys.stderr.write(
                Text(f"{path}:{number}:\n  published {before}\n  computed  {now}\n",
                     f"{path} 第{number}行：\n  已发布 {before}\n  重算   {now}\n").of(lang)
            )  # fmt: skip
            return
    if len(old) != len(new):
        text = Text(
            f"{path}: {len(old)} lines published, {len(new)} computed\n",
            f"{path}：已发布{len(old)}行，重算{len(new)}行\n",
        )
    else:
        text = Text(
            f"{path}: same text, other bytes (saved by Excel or with other line ends?)\n",
            f"{path}：文字相同，字节不同（是否用 Excel 另存过，或换行符被改动？）\n",
        )
    sys.stderr.write(text.of(lang))

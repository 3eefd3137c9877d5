"""``fanpin reproduce``: make published results again, or check that they come out the same."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sim import results
from sim.commands import shared
from sim.language import Text
from sim.published import FULL, PUBLISHED, SMALL, Published, Size, read_rows, runs_of
from sim.scenario import shipped_root
from sim.spec import Invalid, Problem, nearest
from sim.store import Parts


def root(options: argparse.Namespace) -> Path:
    """Folder of published results: --out, else ``results`` here, else that of the source tree."""
    if options.out:
        return Path(options.out)
    here = Path("results")
    return here if here.is_dir() else shipped_root() / "results"


def chosen(names: list[str]) -> list[Published]:
    """The published results that are named; all without a name."""
    problems = []
    for name in names:
        if name not in PUBLISHED:
            meant = nearest(name, PUBLISHED)
            hint = f" ({meant}?)" if meant else f" ({', '.join(PUBLISHED)})"
            problems.append(
                Problem(
                    "",
                    "",
                    0,
                    name,
                    "",
                    "",
                    f"there is no published result {name}{hint}",
                    f"没有名为 {name} 的已发布结果{hint}",
                )
            )
    if problems:
        raise Invalid(problems)
    return [PUBLISHED[name] for name in names] or list(PUBLISHED.values())


def command(options: argparse.Namespace) -> int:
    """Make or check; 1 where a check fails."""
    same = True
    for published in chosen(options.names):
        folder = root(options) / published.name
        if options.check:
            same &= checked(published, folder, SMALL if options.small else FULL, options)
        elif options.small:
            made(published, folder, SMALL, options)
        else:
            made(published, folder, FULL, options)
            made(published, folder, SMALL, options)
    return 0 if same else 1


def tables_of(
    published: Published, size: Size, options: argparse.Namespace, parts: Parts | None
) -> tuple[dict[str, bytes], dict[str, bytes], dict]:
    """Tables, figures and manifest of one variant."""
    title = Text(f"{published.name}, {size.replicates} replicates", f"{published.name}，重复模拟{size.replicates}次")
    with shared.progress(options, title) as tell:
        scenarios, runs = runs_of(published, size, shared.workers(options), options.threads, tell, parts)
    tables = published.tables(runs, scenarios)
    rows = {name: read_rows(data) for name, data in tables.items()}
    figures = published.figures(rows, scenarios, size)
    hashes = {name: results.state_sha256(own) for name, own in ((f"{k[0]}@{k[1]}", v) for k, v in runs.items())}
    settings = {"replicates": size.replicates, "households": size.households}
    manifest = {
        **results.manifest(f"reproduce {published.name}", list(scenarios.values()), settings),
        "state_sha256": hashes,
    }
    return tables, figures, manifest


def made(published: Published, folder: Path, size: Size, options: argparse.Namespace) -> None:
    """Write one variant."""
    target = folder / size.folder if size.folder else folder
    parts = Parts(folder.with_name(f"{folder.name}.partial"))
    tables, figures, manifest = tables_of(published, size, options, parts)
    results.save(target, {**tables, **(figures if size is FULL else {})}, manifest)
    parts.remove()
    sys.stderr.write(Text(f"written: {target}\n", f"已写入：{target}\n").of(options.lang))


def checked(published: Published, folder: Path, size: Size, options: argparse.Namespace) -> bool:
    """Compute again and compare every table, byte for byte."""
    target = folder / size.folder if size.folder else folder
    if not (target / results.MANIFEST).exists():
        raise Invalid(
            [
                Problem(
                    "", "", 0, str(target), "", "", f"{target} holds no published result", f"{target} 中没有已发布结果"
                )
            ]
        )
    tables, _, _ = tables_of(published, size, options, None)
    verdicts = {}
    for name, data in tables.items():
        stored = (target / name).read_bytes() if (target / name).exists() else b""
        verdicts[name] = stored == data
        if stored != data and not options.json:
            show_difference(name, stored, data, options.lang)
    if options.json:
        shared.print_json({"name": published.name, "variant": size.folder or "full", "same": verdicts})
    else:
        for name, same in verdicts.items():
            print(f"{name}: " + (Text("same", "一致") if same else Text("DIFFERENT", "不一致")).of(options.lang))
    return all(verdicts.values())


def show_difference(name: str, stored: bytes, data: bytes, lang: str) -> None:
    """The first line that differs."""
    old, new = stored.decode("utf-8-sig").splitlines(), data.decode("utf-8-sig").splitlines()
    for number, (before, now) in enumerate(zip(old, new, strict=False), start=1):
        if before != now:
            sys.stderr.write(
                Text(f"{name}:{number}: published {before}\n{name}:{number}: computed  {now}\n",
                     f"{name} 第{number}行：已发布 {before}\n{name} 第{number}行：重算   {now}\n").of(lang)
            )  # fmt: skip
            return
    sys.stderr.write(
        Text(
            f"{name}: {len(old)} lines published, {len(new)} computed\n",
            f"{name}：已发布{len(old)}行，重算{len(new)}行\n",
        ).of(lang)
    )

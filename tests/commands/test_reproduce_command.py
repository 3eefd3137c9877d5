"""``fanpin reproduce``: what was published is made again and checked to the byte."""

import json
from pathlib import Path

import pytest

from sim.commands import reproduce
from sim.published import PUBLISHED, Size, transition

CHECK = ("reproduce", "pengshui-transition", "--check", "--small", "--out", "果", "--workers", "1")


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two shapes, one growth, two replicates of the smallest county."""
    monkeypatch.setattr(transition, "SHAPES", ("kept", "cliff"))
    monkeypatch.setattr(transition, "GROWTH", (0.02,))
    monkeypatch.setitem(PUBLISHED, "pengshui-transition", transition.TRANSITION._replace(small=Size(2, 1, "small")))


@pytest.fixture
def made(fanpin, tiny, here) -> Path:
    ended = fanpin("reproduce", "pengshui-transition", "--small", "--out", "果", "--workers", "1", "--lang", "zh")
    assert ended.code == 0 and ended.out.startswith("已写入：")
    return here / "果" / "pengshui-transition" / "small"


def test_what_was_made_checks(fanpin, made):
    assert {path.name for path in made.iterdir()} == {
        "return_rate.csv",
        "exceedance.csv",
        "headlines.csv",
        "manifest.json",
    }
    before = {path: path.read_bytes() for path in made.iterdir()}
    ended = fanpin(*CHECK, "--lang", "zh")
    assert ended.code == 0 and ended.out.count("一致") == 3 and "不一致" not in ended.out
    assert {path: path.read_bytes() for path in made.iterdir()} == before
    found = json.loads(fanpin(*CHECK, "--json").out)["results"]
    assert all(found[0]["same"].values())


@pytest.mark.parametrize("dirty", [True, False])
def test_publishing_changed_files_warns_and_the_manifest_says_so(fanpin, tiny, here, monkeypatch, dirty):
    monkeypatch.setattr(reproduce, "commit", lambda: "0" * 40 + "-dirty" * dirty)
    ended = fanpin("reproduce", "pengshui-transition", "--small", "--out", "果", "--workers", "1", "--lang", "zh")
    assert ended.code == 0 and ("请先提交再发布" in ended.err) == dirty
    manifest = json.loads((here / "果" / "pengshui-transition" / "small" / "manifest.json").read_text("utf-8"))
    assert manifest["dirty"] is dirty and manifest["quarters_sha256"]


def test_a_tampered_table_is_found_with_its_line(fanpin, made):
    table = made / "return_rate.csv"
    lines = table.read_text("utf-8-sig").splitlines()
    lines[4] = lines[4].rstrip("0123456789") + "7"
    table.write_text("\n".join(lines) + "\n", "utf-8-sig")
    ended = fanpin(*CHECK, "--lang", "zh")
    assert ended.code == 1 and "return_rate.csv：不一致" in ended.out and "exceedance.csv：一致" in ended.out
    assert "return_rate.csv 第5行" in ended.err and f"已发布 {lines[4]}" in ended.err and "重算" in ended.err
    assert json.loads(fanpin(*CHECK, "--json").out)["results"][0]["same"]["return_rate.csv"] is False


def test_a_missing_table_and_a_shorter_one_are_found(fanpin, made):
    (made / "headlines.csv").unlink()
    table = made / "exceedance.csv"
    table.write_bytes(b"\n".join(table.read_bytes().split(b"\n")[:3]))
    ended = fanpin(*CHECK, "--lang", "en")
    assert ended.code == 1 and "headlines.csv is missing" in ended.err and "3 lines published" in ended.err


def test_other_line_ends_are_told(fanpin, made):
    table = made / "headlines.csv"
    table.write_bytes(table.read_bytes().replace(b"\n", b"\r\n"))
    ended = fanpin(*CHECK, "--lang", "zh")
    assert ended.code == 1 and "文字相同，字节不同" in ended.err


@pytest.fixture
def drawn(fanpin, tiny, here, monkeypatch) -> Path:
    """The same with a full variant as small as that, which has figures."""
    small = PUBLISHED["pengshui-transition"]
    monkeypatch.setitem(PUBLISHED, "pengshui-transition", small._replace(full=Size(2, 1, "")))
    ended = fanpin("reproduce", "pengshui-transition", "--out", "果", "--workers", "1", "--quiet")
    assert ended.code == 0
    return here / "果" / "pengshui-transition"


REDRAW = ("reproduce", "pengshui-transition", "--figures", "--out", "果")


def test_figures_are_drawn_again_from_the_tables_alone(fanpin, drawn, monkeypatch):
    before = {path.name: path.read_bytes() for path in drawn.iterdir() if path.is_file()}
    for name in ("return_rate.zh.png", "exceedance.en.png"):
        (drawn / name).write_bytes(b"old")
    monkeypatch.setattr(transition, "runs_of", None)  # nothing is lived
    monkeypatch.setattr(reproduce, "commit", lambda: "1" * 40)
    ended = fanpin(*REDRAW, "--lang", "zh")
    assert ended.code == 0 and ended.out.startswith("已写入：") and ended.err == ""
    after = {path.name: path.read_bytes() for path in drawn.iterdir() if path.is_file()}
    assert set(after) == set(before) and (drawn / "small").is_dir()
    old, new = (json.loads(found.pop("manifest.json")) for found in (before, after))
    assert after == before
    assert new.pop("figures") == {"commit": "1" * 40} and new == old


def test_figures_of_other_tables_are_refused(fanpin, drawn):
    table = drawn / "headlines.csv"
    table.write_bytes(table.read_bytes() + b"\n")
    before = {path: path.read_bytes() for path in drawn.iterdir() if path.is_file()}
    ended = fanpin(*REDRAW, "--lang", "zh")
    assert ended.code == 2 and "headlines.csv" in ended.err and "不一致" in ended.err
    table.unlink()
    assert fanpin(*REDRAW).code == 2
    before.pop(table)
    assert {path: path.read_bytes() for path in drawn.iterdir() if path.is_file()} == before


def test_figures_go_with_neither_check_nor_small(fanpin, here):
    for other in ("--check", "--small"):
        ended = fanpin("reproduce", "--figures", other)
        assert ended.code == 2 and "--figures" in ended.err and " / " in ended.err

"""``fanpin run --explain N``: what it prints and saves, and what it refuses."""

import hashlib
import json
import re

import pytest

from sim.language import width

SMALL = ("--households", "300", "--quarters", "8", "--replicates", "1", "--workers", "1", "--no-levers", "--quiet")
RUN = ("run", "pengshui/baseline", *SMALL, "--set", "lines.poverty=5500")  # so that a few return


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_terminal_shows_causes_and_lives(fanpin, lang):
    ended = fanpin(*RUN, "--explain", "2", "--lang", lang)
    assert ended.code == 0 and ended.err == "" and max(width(line) for line in ended.out.splitlines()) <= 130
    told = {
        "zh": ("返贫原因：第一次模拟中脱贫户的首次返贫", "主要原因", "合成农户", "家庭情况", "农户应对", "帮扶情况"),
        "en": ("Why households returned", "main cause", "synthetic", "Who they are", "What they did", "What help came"),
    }[lang]
    assert all(text in ended.out for text in told)
    assert len(re.findall("号合成农户，" if lang == "zh" else r"\(synthetic\), returned", ended.out)) == 2


def test_the_folder_holds_lives_and_causes_and_can_be_checked(fanpin, here):
    assert fanpin(*RUN, "--explain", "3", "--lang", "zh", "--out", "果").code == 0
    folder = here / "果"
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert {"lives.md", "causes.csv"} < set(manifest["outputs"]) and manifest["settings"]["explain"] == 3
    for name in ("lives.md", "causes.csv"):
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == manifest["outputs"][name]
    assert (folder / "lives.md").read_text("utf-8").count("\n## 第") == 3
    rows = (folder / "causes.csv").read_bytes()
    assert rows.startswith(b"\xef\xbb\xbf") and rows.decode("utf-8-sig").startswith(
        "cause,原因,national,全国致贫原因代码,households 户数"
    )
    summary = json.loads((folder / "summary.json").read_text("utf-8"))
    assert len(summary["lives"]) == 3 and sum(row["share"] for row in summary["causes"]) == pytest.approx(1.0)
    check = ("reproduce", "--check", "果", "--workers", "1", "--quiet", "--lang", "zh")
    ended = fanpin(*check)
    assert ended.code == 0 and "返贫农户经过（summary.json）：一致" in ended.out and "不一致" not in ended.out
    summary["lives"][0]["events"][0]["zh"] = "别的"
    (folder / "summary.json").write_text(json.dumps(summary), "utf-8")
    (folder / "lives.md").write_text("别的", "utf-8")
    ended = fanpin(*check)
    assert ended.code == 1 and ended.out.count("不一致") == 2


def test_json_holds_lives_and_the_agents_lane_tells_the_same(fanpin):
    tiny = ("--households", "1", "--quarters", "4", "--replicates", "1", "--workers", "1", "--no-levers", "--quiet")
    one, two = (
        json.loads(fanpin("run", "pengshui/baseline", *tiny, "--explain", "5", "--json", "--lane", lane).out)
        for lane in ("compiled", "agents")
    )
    assert one["causes"] == two["causes"] and one["lives"] == two["lives"]
    assert "lives" not in json.loads(fanpin("run", "pengshui/baseline", *tiny, "--json").out)


def test_an_explanation_does_not_change_the_result(fanpin, here):
    plain, told = (json.loads(fanpin(*RUN, *more, "--json").out) for more in ((), ("--explain", "1")))
    assert plain["state_sha256"] == told["state_sha256"] and plain["measures"] == told["measures"]
    assert fanpin(*RUN, "--out", "果").code == 0
    assert fanpin(*RUN, "--explain", "1", "--out", "果").code == 0, "it is the same result, with more said of it"


def test_fewer_returns_than_asked_for_are_admitted(fanpin):
    assert "返贫的只有" in fanpin(*RUN, "--explain", "1000", "--lang", "zh").out
    short = ("--households", "1", "--quarters", "2", "--replicates", "1", "--workers", "1", "--no-levers", "--quiet")
    assert "没有脱贫户返贫" in fanpin("run", "pengshui/baseline", *short, "--explain", "1", "--lang", "zh").out


@pytest.mark.parametrize("value", ["0", "-1", "1001", "2.5", "三", "", "1e2", "nan"])
def test_a_number_that_is_none_is_refused(fanpin, here, value):
    ended = fanpin("run", "pengshui/baseline", "--explain", value, "--out", "果", "--lang", "zh")
    assert ended.code == 2 and ended.out == "" and "Traceback" not in ended.err and not (here / "果").exists()
    assert len(ended.problems) == 1 and " / " in ended.problems[0] and "--explain" in ended.problems[0]

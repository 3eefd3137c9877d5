"""The documentation agrees with the code, and both languages with each other."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from urllib.parse import unquote

import pytest

from sim.cli import understood
from sim.documentation import pages
from sim.documentation.equations import ROOT, equations
from sim.documentation.levers import POOLS, STRENGTHS, lever_table
from sim.documentation.pages import FILES, MARKED, generated
from sim.documentation.state import KINDS
from sim.levers.channels import Pools
from sim.levers.transition import Strengths
from sim.outcomes import MEASURES
from sim.parameters import GROUPS, load_scenario
from sim.spec import declarations, unit_zh
from sim.state import channels, flows
from sim.state.store import Column

REPOSITORY = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "zh")
PAGES = sorted([*REPOSITORY.glob("*.md"), *FILES.values()])
READMES = [REPOSITORY / "README.md", REPOSITORY / "README.zh.md"]


def page(lang: str) -> str:
    return FILES[lang].read_text("utf-8")


def by_hand(lang: str) -> str:
    return MARKED.sub("", page(lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_tables_are_up_to_date(lang):
    assert page(lang) == generated(page(lang), lang), "run: python -m sim.documentation"


def test_a_table_that_was_edited_by_hand_is_noticed():
    edited = page("en").replace("| 27772 |", "| 27773 |")
    assert edited != generated(edited, "en") == page("en")


@pytest.mark.parametrize("text", ["<!-- generated: nothing -->\n<!-- end -->", "<!-- generated: measures -->\n"])
def test_a_marker_that_means_nothing_is_refused(text):
    with pytest.raises(ValueError, match="generated|must be one of"):
        generated(text, "en")


def test_rewriting_repairs_the_files_and_then_changes_nothing(tmp_path, monkeypatch, capsys):
    copies = {lang: tmp_path / path.name for lang, path in FILES.items()}
    for lang, copy in copies.items():
        copy.write_text(page(lang).replace("| 27772 |", "| 1 |"), "utf-8")
    monkeypatch.setattr(pages, "FILES", copies)
    assert pages.main() == 0
    assert [copies[lang].read_text("utf-8") == page(lang) for lang in LANGUAGES] == [True, True]
    assert capsys.readouterr().out.split() == ["MODEL.md", "MODEL.zh.md"]
    pages.main()
    assert capsys.readouterr().out == ""


def test_equations_are_numbered_without_gaps_and_each_once():
    assert [e.number for e in equations()] == list(range(1, len(equations()) + 1))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_equation_of_the_code_is_described_once_and_in_order(lang):
    described = re.findall(r"\*\*E(\d+)\*\* `(\w+)`", by_hand(lang))
    assert described == [(str(e.number), e.function) for e in equations()]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_name_in_the_text_is_in_the_code(lang):
    spelled = [name.replace("\\_", "_") for name in re.findall(r"\\texttt\{(.*?)\}", by_hand(lang))]
    quoted = re.findall(r"`([a-z][a-z0-9_.]*)`", by_hand(lang))
    known = known_names()
    assert {name for name in [*spelled, *quoted] if name not in known} == set()


def known_names() -> set[str]:
    """What a name in code type may be: a word alone is no excuse for a parameter that does not exist."""
    declared = declarations(GROUPS)
    return {
        *declared,
        *(d.field for d in declared.values()),
        *GROUPS,
        *(e.function for e in equations()),
        *MEASURES,
        *(c.name for c in columns()),
        *(f"sim/{p.relative_to(ROOT).as_posix()}" for p in ROOT.rglob("*.py")),
        "sim/seed_figures.csv",
        "bounds",
        "plausible",
        "monte_carlo",
        "state_sha256",
    }


def columns() -> list[Column]:
    return [*flows.FLOW.columns, *(c for kind in KINDS for block in kind.blocks for c in block.columns)]


def test_every_unit_has_a_chinese_name():
    units = {c.unit for c in columns()} | {m.unit for m in MEASURES.values()} | {name for name, _, _ in POOLS.values()}
    assert {u: unit_zh(u) for u in units if re.search("[A-Za-z]", unit_zh(u))} == {}


def test_every_pool_and_strength_has_its_text():
    assert (set(POOLS), tuple(STRENGTHS)) == (set(vars(Pools())), Strengths._fields)


def test_every_channel_and_pool_is_used_by_a_lever():
    table = lever_table("en")
    assert [name for name in [*(c.name for c in channels.CHANNELS), *POOLS] if f"`{name}`" not in table] == []


def test_both_languages_have_the_same_sections_tables_and_equations():
    for pattern in (r"^#+(?= )", r"<!-- generated: (\w+) -->", r"\*\*E\d+\*\*", r"^\|(?= )"):
        english, chinese = (re.findall(pattern, page(lang), re.MULTILINE) for lang in LANGUAGES)
        assert english == chinese, pattern


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(path):
    broken = [
        link for link in re.findall(r"\]\(([^)\s]+)\)", path.read_text("utf-8")) if not leads_somewhere(path, link)
    ]
    assert broken == []


def leads_somewhere(path: Path, link: str) -> bool:
    if link.startswith("https://"):
        return True
    file, _, anchor = unquote(link).partition("#")
    target = path.parent / file if file else path
    if file.startswith("results/") and not (REPOSITORY / "results").exists():
        return True  # a wheel or a fresh tree before the first `fanpin reproduce`
    return target.exists() and (not anchor or anchor in anchors(target))


def anchors(path: Path) -> set[str]:
    """GitHub's names of a page's headings."""
    headings = re.findall(r"^#+ (.*)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", READMES, ids=lambda p: p.name)
def test_the_commands_of_the_readme_are_understood_and_name_real_scenarios(path):
    lines = re.findall(r"^(?:fanpin|python3 start\.py) (.*)$", path.read_text("utf-8"), re.MULTILINE)
    assert len(lines) > 8
    for words in map(shlex.split, lines):
        if words[0] != "test":
            options = understood(words, "en")
            named = [
                getattr(options, "scenario", None),
                getattr(options, "base", None),
                *getattr(options, "others", []),
            ]
            for scenario in filter(None, named):
                assert load_scenario(scenario).name == scenario


@pytest.mark.parametrize("path", [*READMES, REPOSITORY / "CONTRIBUTING.md"], ids=lambda p: p.name)
def test_the_scenario_in_the_text_is_accepted(path, tmp_path):
    (example,) = re.findall(r"```toml\n(.*?)```", path.read_text("utf-8"), re.DOTALL)
    (tmp_path / "example.toml").write_text(example, "utf-8")
    assert load_scenario(tmp_path / "example.toml").warnings == ()

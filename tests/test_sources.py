"""Citations: each is complete, in both languages, and a seed figure carries its quote."""

import re
from pathlib import Path

import pytest

from sim import sources
from sim.documentation.pages import FILES, MARKED

CHINESE = re.compile("[\u4e00-\u9fff]")
CONSTANTS = {name: value for name, value in vars(sources).items() if isinstance(value, sources.Source)}


@pytest.mark.parametrize("figure", sources.figures().values(), ids=lambda figure: figure.id)
def test_a_seed_figure_carries_its_quote_and_a_title_in_each_language(figure):
    source = sources.figure(figure.id)
    assert source == figure.source
    assert source.grade == "official"
    assert re.fullmatch(r"S[0-4]-\d{3}", source.id)
    # The figure's number is that of the document.
    assert int(source.file[:3]) == int(source.id[1])
    assert CHINESE.search(source.quote)
    assert (source.zh.startswith("《") or "（残篇）" in source.zh) and source.zh.endswith(source.section)
    assert not CHINESE.search(source.en)
    assert source.section and not CHINESE.search(figure.section_en)


def test_the_figures_of_pengshui_are_numbers():
    figures = sources.figures()
    assert figures["S3-011"].number == 27_772
    assert figures["S3-012"].number == 112_680
    assert figures["S3-094"].number == 3_321
    assert figures["S3-010"].number == 115
    with pytest.raises(ValueError):
        _ = figures["S3-081"].number


def cited() -> set[str]:
    """Ids of seed figures in code, scenarios and pages; generated tables repeat the code."""
    package = Path(sources.__file__).parent.parent
    repository = package.parent
    files = [*package.rglob("*.py"), *(repository / "scenarios").rglob("*.toml"), *repository.glob("*.md")]
    texts = [file.read_text("utf-8") for file in files if file.name != "citation.py"]
    pages = [MARKED.sub("", page.read_text("utf-8")) for page in FILES.values()]
    return set(re.findall(r"S[0-4]-\d{3}", "\n".join(texts + pages)))


def test_every_figure_that_a_text_names_is_stored_and_no_other():
    assert cited() == set(sources.figures())


def test_a_figure_that_is_not_stored_is_refused():
    with pytest.raises(KeyError, match="S9-999"):
        sources.figure("S9-999")


@pytest.mark.parametrize("name", CONSTANTS)
def test_a_constant_is_named_as_its_id_and_says_what_and_where(name):
    source = CONSTANTS[name]
    assert source.id == name
    assert source.grade in sources.GRADES
    assert source.en and not CHINESE.search(source.en)
    assert CHINESE.search(source.zh)
    assert not source.quote


def test_what_is_recalled_is_never_passed_off_as_official():
    for name in ("DIBAO_LINE", "EX_POOR_INCOME", "MICROCREDIT_NATIONAL", "RURAL_CPI"):
        assert CONSTANTS[name].grade == "memory"
    assert sources.from_memory("a figure", "某数").grade == "memory"
    assert sources.assumed("a guess", "假定").grade == "assumed"


def test_a_derived_number_names_its_parents():
    parents = sources.figure("S2-064"), sources.figure("S2-065")
    source = sources.derived("lending over households", "贷款除以户数", *parents)
    assert (source.grade, source.id) == ("derived", "derived(S2-064, S2-065)")

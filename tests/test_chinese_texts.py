"""Chinese texts that a person reads: signs are full-width next to Chinese characters, words are those of the documents."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.documentation.pages import FILES, MARKED
from sim.parameters import GROUPS
from sim.spec import declarations

REPOSITORY = Path(__file__).resolve().parent.parent
SIM = Path(next(iter(FILES.values()))).parent
CHINESE = "[\u4e00-\u9fff（）“”、，。；：]"
HALF_WIDTH = re.compile(f"{CHINESE}[,;:()!?]|[,;:()!?]{CHINESE}")
MISLEADING = re.compile("福利|几率|虚假脱贫")  # benefits; odds; for what burn-in yields see MODEL.zh.md
NOT_PROSE = {"headed"}  # its argument is a list with commas
SCENARIOS = sorted([*(REPOSITORY / "scenarios").rglob("*.toml"), *(REPOSITORY / "experiments").glob("*.toml")])


def texts(tree: ast.AST) -> Iterator[str]:
    """String constants, without docstrings and without lists that a function cuts at commas."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue
        if isinstance(child, ast.Call) and isinstance(child.func, ast.Name) and child.func.id in NOT_PROSE:
            continue
        if isinstance(child, ast.Constant) and isinstance(child.value, str):
            yield child.value
        yield from texts(child)


def prose(page: str) -> str:
    """A page without code blocks, link targets, emphasis and mathematics."""
    page = re.sub(r"^```.*?^```", "", MARKED.sub("", page), flags=re.DOTALL | re.MULTILINE)
    page = re.sub(r"\$\$.*?\$\$", "", page, flags=re.DOTALL)
    return re.sub(r"\]\([^)]*\)|\*", "", page)


@pytest.mark.parametrize("path", sorted(SIM.rglob("*.py")), ids=lambda p: p.relative_to(SIM).as_posix())
def test_signs_next_to_chinese_characters_are_full_width(path):
    assert [text for text in texts(ast.parse(path.read_text("utf-8"))) if HALF_WIDTH.search(text)] == []


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda p: p.stem)
def test_titles_of_scenarios_and_experiments_have_full_width_signs(path):
    header = next(iter(tomllib.loads(path.read_text("utf-8")).values()))
    titles = [text["zh"] for text in header.values() if isinstance(text, dict) and "zh" in text]
    assert titles and not [title for title in titles if HALF_WIDTH.search(title)]


@pytest.mark.parametrize("path", [REPOSITORY / "README.zh.md", FILES["zh"]], ids=lambda p: p.name)
def test_chinese_pages_have_full_width_signs(path):
    assert [line for line in prose(path.read_text("utf-8")).splitlines() if HALF_WIDTH.search(line)] == []


def test_no_text_uses_a_word_that_officials_read_otherwise():
    said = [text for path in SIM.rglob("*.py") for text in texts(ast.parse(path.read_text("utf-8")))]
    assert [text for text in said if MISLEADING.search(text)] == []


def test_parameters_of_both_languages_name_the_same_figures():
    for path, declared in declarations(GROUPS).items():
        source = declared.param.source
        english, chinese = (set(re.findall(r"S[0-4]-\d{3}", text)) for text in (source.en, source.zh))
        assert english == chinese, path

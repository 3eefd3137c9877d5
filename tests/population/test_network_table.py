"""Tables of firms and ties: what is read, and what is refused row by row in both languages."""

import math

import pytest
from networks import FIRMS, HOUSEHOLDS, TIES, changed, csv_text, read, written

from sim.population.inputs import checked_inputs
from sim.population.network_columns import JOB, SALE, SHARES
from sim.spec import Invalid
from sim.state.forms import ORDERS, WORK


def problems(folder, **tables):
    """The problems of tables that are refused."""
    with pytest.raises(Invalid) as wrong:
        read(folder, **tables)
    return wrong.value.problems


def test_a_sound_network_is_read(tmp_path):
    table, network = read(tmp_path)
    firms, ties = network.firms, network.ties
    assert firms.code == ["Q1", "Q2", "CJ", "H1", "H2"] and firms.cooperative.tolist() == [False] * 3 + [True] * 2
    assert firms.numbers["kind"].tolist() == [1, 1, 2, 3, 3] and firms.contracts[3] == ORDERS | WORK
    assert math.isnan(firms.contracts[4]) and math.isnan(firms.numbers["cash"][1]) and firms.numbers["debt"][1] == 0
    assert ties.line.tolist() == [JOB, JOB, 2, SHARES, SHARES, SHARES, 4, SALE]
    assert ties.origin.tolist() == [0, 2, 0, 0, 1, 3, 0, 3] and ties.firm.tolist() == [0, 2, 3, 3, 0, 4, 0, 0]


def test_excel_writes_tables_in_gbk_with_chinese_headings(tmp_path):
    _, _, ties = written(tmp_path)
    text = csv_text(TIES).replace("from,to,line,amount,share", "农户或合作社,经营主体,联结类型,金额（元）,占股比例")
    (tmp_path / "联结.csv").write_bytes(text.replace("4000", '"4,000"').encode("gb18030"))
    inputs = checked_inputs(*(str(tmp_path / name) for name in ("农户.csv", "主体.csv", "联结.csv")))
    assert inputs.ties.file == ties and inputs.ties.as_json()["sha256"] == inputs.ties.sha256


TIE_SLIPS = {  # what is changed, then row (as Excel numbers them), column, value, words in English and in Chinese
    "a member of no co-operative": (changed(TIES, 2, to="H9"), 4, "to", "H9", "no firm of", "不在经营主体表"),
    "a member of an enterprise": (changed(TIES, 2, to="Q2"), 4, "to", "Q2", "membership is with a co-op", "社员的对象须为合作社"),
    "a job at a co-operative": (changed(TIES, 0, to="H1"), 2, "to", "H1", "is a co-operative", "是合作社"),
    "a loan to a co-operative": (changed(TIES, 6, to="H1"), 8, "to", "H1", "is a co-operative", "是合作社"),
    "a workshop that buys": (changed(TIES, 7, to="CJ"), 9, "to", "CJ", "is a workshop", "是就业帮扶车间"),
    "an enterprise that sells": (changed(TIES, 7, **{"from": "Q2"}), 9, "from", "Q2", "from a co-op", "须由合作社发起"),
    "a buyer of another product": (changed(TIES, 7, to="Q2"), 9, "to", "Q2", "deals in 烤烟", "主营烤烟"),
    "a household that sells": (changed(TIES, 7, **{"from": "11"}), 9, "from", "11", "no firm of", "不在经营主体表"),
    "a household that there is not": (changed(TIES, 4, **{"from": "99"}), 6, "from", "99", "no household of", "不在农户表"),
    "a firm in place of a household": (changed(TIES, 4, **{"from": "H1"}), 6, "from", "H1", "is a firm", "是经营主体"),
    "a firm owing itself": (changed(TIES, 6, **{"from": "Q1"}), 8, "to", "Q1", "the firm itself", "主体自身"),
    "a firm selling to itself": (changed(TIES, 7, **{"from": "Q1"}), 9, "to", "Q1", "the firm itself", "主体自身"),
    "a tie that is there twice": ([*TIES, TIES[2]], 10, "from", "11", "in row 4 already", "与第4行重复"),
    "two co-operatives": ([*TIES, {**TIES[2], "to": "H2"}], 10, "to", "H2", "two co-op", "有两个合作社"),
    "shares in a second co-operative": (changed(TIES, 3, to="H2"), 5, "to", "H2", "two co-operatives", "有两个合作社"),
    "two employers": ([*TIES, {**TIES[0], "to": "Q2"}], 10, "to", "Q2", "two employers", "有两个用工主体"),
    "shares here and a loan there": (changed(TIES, 6, to="Q2", **{"from": "11"}) + [{**TIES[4], "from": "11", "share": "1"}],
                                     10, "to", "Q1", "two enterprises", "有两个企业"),
    "two buyers": ([*TIES, {**TIES[7], "to": "Q3"}], 10, "to", "Q3", "two buyers", "有两个收购企业"),
    "a share above 100 %": (changed(TIES, 4, share="101"), 6, "share", "101", "0..100", "0..100"),
    "shares that add up to above 100 %": ([*TIES, {**TIES[4], "from": "13", "share": "90.5"}], 10, "share", "90.5",
                                          "add up to 100.5 %", "合计为100.5%"),
    "a negative share": (changed(TIES, 4, share="-1"), 6, "share", "-1", "outside", "超出"),
    "a negative amount": (changed(TIES, 3, amount="-4000"), 5, "amount", "-4000", "outside", "超出"),
    "an amount that is no number": (changed(TIES, 3, amount="四千"), 5, "amount", "四千", "not a number", "不是数字"),
    "a share of nobody knows what": (changed(TIES, 4, to="Q2"), 6, "share", "10", "says nothing of an amount", "无法折算"),
    "a share that cost nothing": (changed(TIES, 4, amount="0"), 6, "amount", "0", "but a share is held", "但填有占股比例"),
    "an amount of a job": (changed(TIES, 0, amount="5"), 2, "amount", "5", "a job has none", "不适用于就业"),
    "a share of a membership": (changed(TIES, 2, share="5"), 4, "share", "5", "membership has none", "不适用于社员"),
    "a loan above the microcredit": (changed(TIES, 6, amount="40000"), 8, "amount", "40000", "30000.00", "30000.00"),
    "a part of the microcredit": (changed(TIES, 6, amount="10000"), 8, "amount", "10000", "as a whole", "全部余额"),
    "a loan of nobody's": (changed(TIES, 6, **{"from": "14"}), 8, "from", "14", "no microcredit", "没有小额信贷余额"),
    "a job of nobody": (changed(TIES, 0, **{"from": "12"}), 2, "from", "12", "no member is employed", "企业就业人数为0"),
    "a line that there is not": (changed(TIES, 2, line="社圆"), 4, "line", "社圆", "neither a known word nor", "不是可识别的名称"),
    "no line": (changed(TIES, 2, line=""), 4, "line", "", "must not be empty", "不能为空"),
    "no firm": (changed(TIES, 2, to=""), 4, "to", "", "must not be empty", "不能为空"),
}  # fmt: skip


@pytest.mark.parametrize("slip", TIE_SLIPS)
def test_a_tie_that_does_not_fit_is_refused(tmp_path, slip):
    rows, line, column, value, en, zh = TIE_SLIPS[slip]
    firms = [*FIRMS, {**FIRMS[0], "code": "Q3"}] if slip == "two buyers" else FIRMS
    found = problems(tmp_path, ties=rows, firms=firms)
    (problem,) = [one for one in found if one.line == line and one.key == column]
    assert problem.file.endswith("联结.csv") and problem.value == value
    assert en in problem.en and zh in problem.zh and column in problem.en
    # what else is told follows from the same slip: the household has lost its job tie
    assert all(one.file.endswith("农户.csv") and one.key.startswith("employed") for one in found if one is not problem)


FIRM_SLIPS = {
    "a co-operative without product": (changed(FIRMS, 3, product=""), 5, "product", "has a product", "合作社须有产品"),
    "a product that there is not": (changed(FIRMS, 3, product="红暑"), 5, "product", "neither a known word nor", "不是可识别的名称"),
    "a code twice": (changed(FIRMS, 1, code="Q1"), 3, "code", "also in row 2", "与第2行重复"),
    "no code": (changed(FIRMS, 1, code=""), 3, "code", "must not be empty", "不能为空"),
    "a village in which nobody lives": (changed(FIRMS, 2, village="西山寸"), 4, "village", "did you mean 西山村", "是否想写 西山村"),
    "a kind that there is not": (changed(FIRMS, 1, kind="4"), 3, "kind", "1..3", "1..3"),
    "half a job": (changed(FIRMS, 0, jobs="5.5"), 2, "jobs", "whole number", "整数"),
    "negative cash": (changed(FIRMS, 0, cash="-1"), 2, "cash", "outside", "超出"),
    "a negative loan": (changed(FIRMS, 0, debt="-1"), 2, "debt", "outside", "超出"),
    "quality above one": (changed(FIRMS, 0, quality="70"), 2, "quality", "0..1", "0..1"),
    "jobs of a co-operative": (changed(FIRMS, 3, jobs="5"), 5, "jobs", "of enterprises and workshops", "合作社请留空"),
    "contracts of an enterprise": (changed(FIRMS, 0, contracts="订单"), 2, "contracts", "of co-operatives", "只适用于合作社"),
    "a shell enterprise": (changed(FIRMS, 0, shell="是"), 2, "shell", "of co-operatives", "只适用于合作社"),
    "a contract that there is not": (changed(FIRMS, 3, contracts="订单;土地流专"), 5, "contracts", "土地流转", "土地流转"),
    "fewer jobs than workers": (changed(FIRMS, 2, jobs="1"), 4, "jobs", "2 people work there", "有2人在此就业"),
}  # fmt: skip


@pytest.mark.parametrize("slip", FIRM_SLIPS)
def test_a_firm_that_does_not_fit_is_refused(tmp_path, slip):
    rows, line, column, en, zh = FIRM_SLIPS[slip]
    found = problems(tmp_path, firms=rows)
    (problem,) = [one for one in found if one.line == line and one.key == column and one.file.endswith("主体.csv")]
    assert en in problem.en and zh in problem.zh


def test_every_member_at_work_needs_an_employer(tmp_path):
    (problem,) = problems(tmp_path, ties=TIES[1:])
    assert problem.file.endswith("农户.csv") and (problem.line, problem.value) == (2, "1")
    assert "names no employer of household 11" in problem.en and "没有11户的就业关系" in problem.zh


def test_jobs_without_enterprises_cannot_be_drawn(tmp_path):
    (problem,) = problems(tmp_path, firms=FIRMS[3:], ties=None)
    assert problem.line == 2 and "2 households" in problem.en and "有2户" in problem.zh


def test_headings_that_are_missing_or_unknown_are_told_with_the_nearest_one(tmp_path):
    rows = [{"主体编号": row["code"], "主体类别": row["kind"], "爱好": "x"} for row in FIRMS]
    missing = problems(tmp_path, firms=rows, ties=None)
    texts = [problem.zh for problem in missing]
    assert any("是否想写“kind 主体类型”？" in text for text in texts) and any(
        "没有“爱好”这一列" in text for text in texts
    )
    assert any("缺少“kind 主体类型”列" in text for text in texts) and all(problem.line == 1 for problem in missing)


@pytest.mark.parametrize("name, zh", [("firms", "没有经营主体"), ("ties", "没有联结关系")])
def test_a_table_without_rows_is_refused(tmp_path, name, zh):
    paths = written(tmp_path)
    place = ("firms", "ties").index(name) + 1
    heading = csv_text((FIRMS, TIES)[place - 1]).splitlines()[0]
    (tmp_path / ("", "主体.csv", "联结.csv")[place]).write_text(heading, "utf-8")
    with pytest.raises(Invalid) as wrong:
        checked_inputs(*paths)
    assert any(zh in problem.zh for problem in wrong.value.problems)


def test_all_problems_of_all_three_tables_are_told_at_once_in_their_order(tmp_path):
    households = changed(HOUSEHOLDS, 3, land="-3")
    firms = changed(changed(FIRMS, 0, cash="-1"), 3, product="")
    ties = [*changed(changed(TIES, 7, to="H1"), 2, to="H9"), TIES[5]]  # the last is there twice
    found = problems(tmp_path, households=households, firms=firms, ties=ties)
    places = [(problem.file[-6:-4], problem.line) for problem in found]
    assert places == [("农户", 5), ("主体", 2), ("主体", 5), ("联结", 4), ("联结", 9), ("联结", 10)]


@pytest.mark.parametrize(
    "given, option", [((None, "f.csv", None), "--population"), (("h.csv", None, "t.csv"), "--firms")]
)
def test_a_table_without_the_one_that_it_names_is_refused(given, option):
    with pytest.raises(Invalid) as wrong:
        checked_inputs(*given)
    (problem,) = wrong.value.problems
    assert option in problem.en and option in problem.zh


def test_a_number_may_be_a_household_and_a_firm(tmp_path):
    firms = [*FIRMS, {"code": "11", "kind": "1", "product": "红薯"}]
    ties = [*TIES[1:6], {"from": "11", "to": "11", "line": "job"}]
    _, network = read(tmp_path, firms=firms, ties=ties)
    assert (network.ties.origin[-1], network.ties.firm[-1]) == (0, 5)

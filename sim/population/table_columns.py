"""What a table consists of, and the columns of a household table: what a county writes about each household, declared once."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from sim.collectives.products import ALSO, CATALOGUE, CODES
from sim.language import half_width

DRAWN = "drawn"  # an empty cell is drawn as for a synthetic household
DERIVED = "derived"  # an empty cell follows from other cells
REQUIRED = "required"
BLANKS = {DRAWN: "抽取", DERIVED: "推算", REQUIRED: "必填"}

TEXT, AGES, NUMBER, WHOLE, QUARTER, IGNORED = "text", "ages", "number", "whole", "quarter", "ignored"
OLDEST = 120
MOST_MEMBERS = 30
MICROCREDIT_LIMIT = 50_000  # yuan a household: what the loan is limited to (S2-064, S2-065)
MOST = 10_000_000  # yuan: more is a slip of the keyboard, or another unit


class TableColumn(NamedTuple):
    """One column. ``blank`` is what an empty cell stands for: a number, ``drawn``, ``derived``, or not allowed."""

    name: str
    zh: str
    en: str
    kind: str
    unit: str
    low: float
    high: float
    blank: float | str
    meaning: str
    meaning_zh: str
    words: Mapping[str, int] = MappingProxyType({})  # what may be written in place of a number

    @property
    def heading(self) -> str:
        """Heading of a table that the project writes: the name up to the first space is what programs read."""
        return f"{self.name} {self.zh}"

    @property
    def required(self) -> bool:
        """Whether each row must fill it."""
        return self.blank == REQUIRED

    def allowed(self) -> str:
        """The allowed range for a person, with the words that may be written."""
        if self.kind in (TEXT, IGNORED):
            return ""
        if self.kind == QUARTER:
            return "2000Q1..2060Q4"
        span = f"0..{OLDEST}" if self.kind == AGES else f"{self.low:.0f}..{self.high:.0f}"
        return " | ".join([span, *self.words]) if self.words else span


class Layout(NamedTuple):
    """What a table consists of: its columns, what a row is, and the command that explains it."""

    columns: tuple[TableColumn, ...]
    en: str  # of a row: household
    zh: str
    template: str

    @property
    def by_name(self) -> dict[str, TableColumn]:
        """The columns by name."""
        return {column.name: column for column in self.columns}

    def aliases(self) -> dict[str, TableColumn]:
        """Every heading that is understood, in its plain form."""

        def names(column: TableColumn) -> Iterator[str]:
            yield from (column.name, column.zh, column.en, column.heading, f"{column.zh} {column.name}")

        return {plain(name): column for column in self.columns for name in names(column)}


def plain(heading: str) -> str:
    """A heading without what does not matter: width, case, brackets at its end, underscores."""
    text = re.sub(r"\(.*?\)\s*$", "", half_width(heading).strip().lower())
    return " ".join(text.replace("_", " ").split())


YES_NO = MappingProxyType({"否": 0, "是": 1, "no": 0, "yes": 1})
PRODUCT_WORDS = MappingProxyType(
    {word: k + 1 for k, kind in enumerate(CATALOGUE) for word in kind.text}
    | {word: CODES.index(code) + 1 for word, code in ALSO.items()}
)


def words_of(*texts: str) -> Mapping[str, int]:
    """Codes 0, 1, ... by the words of each, which are parted by a bar."""
    return MappingProxyType({word: code for code, text in enumerate(texts) for word in text.split("|")})


def persons(name: str, zh: str, en: str, meaning: str, meaning_zh: str, blank: float | str = 0.0) -> TableColumn:
    return TableColumn(name, zh, en, WHOLE, "persons", 0, MOST_MEMBERS, blank, meaning, meaning_zh)


def money(
    name: str, zh: str, en: str, meaning: str, meaning_zh: str, blank: float | str, low: float = 0.0, high: float = MOST
) -> TableColumn:
    return TableColumn(name, zh, en, NUMBER, "CNY2020", low, high, blank, meaning, meaning_zh)


def yearly(name: str, zh: str, en: str, meaning: str, meaning_zh: str, blank: float | str, low: float) -> TableColumn:
    return money(name, zh, en, meaning, meaning_zh, blank, low)._replace(unit="CNY2020/(household·year)")


def code(
    name: str, zh: str, en: str, meaning: str, meaning_zh: str, blank: float | str, words: Mapping[str, int]
) -> TableColumn:
    unit, high = ("flag", 1) if words is YES_NO else ("code", max(words.values()))
    return TableColumn(name, zh, en, WHOLE, unit, 0, high, blank, meaning, meaning_zh, words)


def text(name: str, zh: str, en: str, blank: str, meaning: str, meaning_zh: str) -> TableColumn:
    return TableColumn(name, zh, en, TEXT, "", 0, 0, blank, meaning, meaning_zh)


# fmt: off
COLUMNS: tuple[TableColumn, ...] = (
    text("household", "户编号", "household", REQUIRED, "number or code of the household, each once", "每户唯一的编号"),
    text("village", "行政村", "village", REQUIRED, "name or number of its village", "所在行政村的名称或编号"),
    text("township", "乡镇", "township", DRAWN, "name or number of the village's township", "所在乡镇（街道）的名称或编号"),
    code("ex_poor_village", "脱贫村", "ex-poor village", "the village was listed as poor before 2021",
          "该村2021年前为贫困村", 0.0, YES_NO),
    TableColumn("ages", "成员年龄", "ages of members", AGES, "years", 0, OLDEST, REQUIRED,
                "age of every member, away or at home, parted by semicolons: 35;33;8;61",
                "全部成员（含外出）的年龄，以分号分隔，如 35;33;8;61"),
    persons("chronic", "慢性病人数", "members with a chronic illness", "members with a chronic illness", "患慢性病的成员"),
    persons("disabled", "丧失劳动力人数", "members without labour power", "members aged 16-59 without labour power",
             "16—59岁丧失劳动能力的成员"),
    persons("half_power", "半劳动力人数", "members with half labour power", "members aged 16-59 with half labour power",
             "16—59岁的半劳动力（弱劳动力）"),
    persons("students", "在校人数", "members at school", "members aged 16-22 at school or college", "16—22岁在校的成员"),
    persons("out_of_school", "辍学人数", "children out of school", "children aged 6-15 who have left school",
             "6—15岁失学辍学的儿童"),
    persons("qualified", "职业教育以上人数", "qualified members",
             "members aged 16-59 with a vocational or higher qualification", "16—59岁具有职业教育及以上学历的成员", DRAWN),
    persons("trained", "受训人数", "trained members", "members who have finished vocational training", "接受过职业培训的成员"),
    persons("migrants", "外出务工人数", "migrants", "members aged 16-59 who work outside the county",
             "16—59岁在县外务工的成员", REQUIRED),
    persons("local_workers", "本地务工人数", "local workers", "members aged 16-59 in local wage work",
             "16—59岁在县内务工的成员", REQUIRED),
    persons("employed", "企业就业人数", "employed by an enterprise",
             "members aged 16-59 employed by a leading enterprise or workshop", "16—59岁在龙头企业、就业帮扶车间就业的成员"),
    code("post", "公益性岗位", "public-welfare post", "a member holds a public-welfare post; the model has one a household",
          "有成员在公益性岗位（模型每户至多一个）", 0.0, YES_NO),
    TableColumn("land", "承包地", "land", NUMBER, "mu", 0, 1000, REQUIRED, "contracted land", "承包地面积"),
    money("savings", "存款", "savings", "cash and deposits", "现金与存款", DRAWN),
    money("capital", "生产性资产", "productive capital", "machines, buildings, vehicles, orchards and stocks for production",
           "生产用机具、设施、车辆、果园、存货等", DRAWN),
    money("livestock", "牲畜", "livestock", "value of the livestock", "牲畜价值", DRAWN),
    money("microcredit", "小额信贷余额", "microcredit", "microcredit outstanding", "脱贫人口小额信贷余额", 0.0,
           high=MICROCREDIT_LIMIT),
    TableColumn("microcredit_due", "小额信贷到期季度", "microcredit due", QUARTER, "quarter", 0, 0, DRAWN,
                "quarter in which the microcredit falls due, such as 2022Q3", "小额信贷到期的季度，如 2022Q3"),
    money("informal_debt", "民间借款", "informal debt", "debt to relatives, neighbours and lenders", "欠亲友和民间的借款", 0.0),
    code("ex_poor", "脱贫户", "ex-poor household", "registered as poor before 2021", "2021年前的建档立卡贫困户", REQUIRED, YES_NO),
    code("relocated", "易地搬迁", "relocated", "relocated: 1 to a concentrated site, 2 scattered",
          "易地搬迁（1集中安置，2分散安置）", 0.0, words_of("否|无|no", "集中安置|集中|concentrated", "分散安置|分散|scattered")),
    code("monitor_class", "监测类别", "class of monitoring",
          "0 not monitored, 1 unstable ex-poor, 2 marginal, 3 sudden hardship; a risk that is removed counts as 0",
          "0非监测对象，1脱贫不稳定户，2边缘易致贫户，3突发严重困难户；风险已消除的填0", 0.0,
          words_of("否|无|no", "脱贫不稳定户|unstable", "边缘易致贫户|marginal", "突发严重困难户|sudden")),
    code("dibao", "低保户", "dibao", "receives dibao", "享受最低生活保障", 0.0, YES_NO),
    code("tekun", "特困供养户", "tekun", "receives tekun support", "特困人员供养户", 0.0, YES_NO),
    code("insured", "参加基本医保", "insured", "all members are enrolled in basic medical insurance", "全户参加基本医保", 1.0,
          YES_NO),
    code("house", "住房", "house", "state of the house: 0 safe, 1 damaged, 2 dangerous", "住房状况（0安全，1受损，2危房）", DRAWN,
          words_of("安全|safe", "受损|damaged", "危房|dangerous")),
    code("water", "饮水", "water", "drinking water: 0 safe, 1 not safe", "饮水状况（0安全，1不安全）", DRAWN,
          words_of("安全|safe", "不安全|unsafe")),
    TableColumn("product", "主要种养产品", "product", WHOLE, "code", 1, len(CATALOGUE), DRAWN,
                "what it mainly grows, by name or by the number of its kind; the scenario must name it (place.products)",
                "主要种养的产品，填名称或产品种类序号；须为情景所列产品（place.products）",
                PRODUCT_WORDS),
    yearly("income", "年收入合计", "income", "disposable income of the last year: the sum of the four sources, before "
            "medical cost", "上年可支配收入：四项来源之和，未扣医疗自付", REQUIRED, -MOST),
    yearly("wage_income", "工资性收入", "wage income", "from work for others, away and near", "务工工资", REQUIRED, 0),
    yearly("business_income", "经营净收入", "business income", "own farm, livestock and trade, costs taken off",
            "种养、经商等，扣除成本", REQUIRED, -MOST),
    yearly("property_income", "财产净收入", "property income", "rents, dividends, share in collective income",
            "租金、分红、村集体收益分配", REQUIRED, -MOST),
    yearly("transfer_income", "转移净收入", "transfer income", "pensions, dibao, allowances, sent by relatives; contributions taken off",
            "养老金、低保金、补贴、亲友赡养汇款，扣除社保缴费", REQUIRED, -MOST),
    yearly("assistance", "其中救助收入", "assistance", "of the transfer income: dibao, tekun, temporary relief",
            "转移净收入中的低保金、特困供养金和临时救助", 0.0, 0),
    yearly("medical_cost", "医疗自付", "own-paid medical cost", "medical cost of the last year that nobody reimbursed",
            "上年未报销、由本户负担的医疗费用", REQUIRED, 0),
    yearly("consumption", "消费支出", "consumption", "consumption of the last year; empty: income less own-paid medical cost, "
            "not below zero", "上年消费支出；空白按收入减医疗自付推算，不低于0", DERIVED, 0),
    TableColumn("remark", "备注", "remark", IGNORED, "", 0, 0, 0.0, "not read", "不读取"),
)
# fmt: on
HOUSEHOLDS = Layout(COLUMNS, "household", "农户", "fanpin population template")
BY_NAME = HOUSEHOLDS.by_name
WORKERS = ("migrants", "local_workers", "employed")
SOURCES = ("wage_income", "business_income", "property_income", "transfer_income")
# Counts of members that follow from their ages: name, first age, age after the last.
AGE_GROUPS = (("infants", 0, 6), ("pupils", 6, 16), ("youths", 16, 23), ("grown", 23, 60), ("elders", 60, 121))
NOTHING = math.nan  # an empty cell of a number

"""The columns of the two tables of a network: firms, and what ties households and co-operatives to them."""

from __future__ import annotations

import re
from types import MappingProxyType

from sim.population.table_columns import (
    DERIVED,
    DRAWN,
    IGNORED,
    NUMBER,
    PRODUCT_WORDS,
    REQUIRED,
    WHOLE,
    YES_NO,
    Layout,
    TableColumn,
    code,
    money,
    text,
)
from sim.state.forms import ORDERS, PROFIT, RENT, SERVICE, TRUSTEE, WORK

LARGEST_FIRM = 1e10  # yuan: more is a slip of the keyboard, or another unit
LEADING, WORKSHOP, COOPERATIVE = 1, 2, 3  # kinds of firm
JOB, MEMBER, SHARES, LOAN, SALE = 1, 2, 3, 4, 5  # lines that a tie may be
KINDS = MappingProxyType(
    {
        "龙头企业": LEADING, "企业": LEADING, "leading enterprise": LEADING, "enterprise": LEADING,
        "就业帮扶车间": WORKSHOP, "帮扶车间": WORKSHOP, "扶贫车间": WORKSHOP, "车间": WORKSHOP, "workshop": WORKSHOP,
        "合作社": COOPERATIVE, "农民专业合作社": COOPERATIVE, "co-operative": COOPERATIVE, "cooperative": COOPERATIVE,
    }
)  # fmt: skip
LINES = MappingProxyType(
    {
        "就业": JOB, "务工": JOB, "job": JOB,
        "社员": MEMBER, "入社": MEMBER, "member": MEMBER,
        "入股": SHARES, "shares": SHARES,
        "户贷企用": LOAN, "loan": LOAN,
        "订单收购": SALE, "收购": SALE, "sale": SALE,
    }
)  # fmt: skip
CONTRACTS = MappingProxyType(  # forms of contract of a co-operative, as a cell lists them
    {
        "订单": ORDERS, "orders": ORDERS, "土地流转": RENT, "rent": RENT, "利润返还": PROFIT, "profit": PROFIT,
        "务工": WORK, "work": WORK, "生产托管": SERVICE, "service": SERVICE, "托管代养": TRUSTEE, "trusteeship": TRUSTEE,
        "无": 0, "none": 0,
    }
)  # fmt: skip
BETWEEN_CONTRACTS = re.compile(r"[;,\u3001/\s]+")


def _funds(name: str, zh: str, en: str, meaning: str, meaning_zh: str, blank: float | str) -> TableColumn:
    return money(name, zh, en, meaning, meaning_zh, blank, high=LARGEST_FIRM)


# fmt: off
FIRMS = Layout((
    text("code", "主体编号", "code of the firm", REQUIRED, "code of the firm, each once; ties name it", "每个经营主体唯一的编号，联结表引用"),
    TableColumn("kind", "主体类型", "kind of firm", WHOLE, "code", 1, 3, REQUIRED,
                "1 leading enterprise, 2 workshop, 3 co-operative", "1龙头企业，2就业帮扶车间，3合作社", KINDS),
    text("village", "行政村", "village", DRAWN, "its village, as the household table writes it", "所在行政村，写法与农户表一致"),
    TableColumn("product", "主营产品", "product", WHOLE, "code", 1, max(PRODUCT_WORDS.values()), DRAWN,
                "what it deals in, by name or by the number of its kind; the scenario must name it (place.products); a "
                "co-operative must fill it", "主营的产品，填名称或产品种类序号；须为情景所列产品（place.products）；合作社必填",
                PRODUCT_WORDS),
    TableColumn("jobs", "岗位数", "jobs", WHOLE, "posts", 0, 100_000, DRAWN, "jobs of an enterprise or workshop",
                "龙头企业、车间的用工岗位数"),
    _funds("cash", "现金", "cash", "cash and deposits", "现金与存款", DRAWN),
    _funds("capital", "生产性资产", "productive assets", "machines, buildings and stocks, with those bought with share funds",
           "机具、设施、存货等，含用股金形成的部分", DRAWN),
    _funds("debt", "贷款余额", "loan outstanding", "owed to banks; loans passed on by households not counted",
           "银行贷款余额，不含户贷企用资金", 0.0),
    TableColumn("quality", "经营管理水平", "quality of management", NUMBER, "share", 0, 1, DRAWN,
                "quality of management, 0.5 = usual", "经营管理水平，0.5为一般"),
    code("shell", "空壳社", "empty shell", "the co-operative exists on paper only", "仅在账面上存在的合作社", DRAWN, YES_NO),
    text("contracts", "利益联结方式", "contracts", DRAWN,
         f"contracts of a co-operative with its members, parted by semicolons: {', '.join(w for w in CONTRACTS if w.isascii())}",
         f"合作社与社员的利益联结方式，以分号分隔：{'、'.join(w for w in CONTRACTS if not w.isascii())}"),
    TableColumn("remark", "备注", "remark", IGNORED, "", 0, 0, 0.0, "not read", "不读取"),
), "firm", "经营主体", "fanpin population template --firms firms.csv")
TIES = Layout((
    text("from", "农户或合作社", "household or co-operative", REQUIRED,
         "number of the household as in the household table; of a sale, code of the co-operative that sells",
         "农户表中的户编号；订单收购填卖方合作社的编号"),
    text("to", "经营主体", "firm", REQUIRED, "code of the firm, as in the table of firms", "经营主体表中的主体编号"),
    TableColumn("line", "联结类型", "line", WHOLE, "code", 1, 5, REQUIRED,
                "1 job at an enterprise or workshop, 2 member of a co-operative, 3 shares in a co-operative or enterprise, "
                "4 microcredit passed on to an enterprise, 5 sale: the co-operative sells to the leading enterprise",
                "1在龙头企业、车间就业，2合作社社员，3入股合作社或企业，4户贷企用，5订单收购（合作社卖给龙头企业）", LINES),
    money("amount", "金额", "amount", "share funds put in (empty: the share of the firm's productive assets, else the usual amount), "
          "or microcredit passed on (empty: all of it); of other lines empty",
          "入股金额（空白按占股比例乘以该主体生产性资产推算，比例也空白的按通常金额），或户贷企用金额（空白为全部余额）；其他类型留空",
          DERIVED, high=LARGEST_FIRM),
    TableColumn("share", "占股比例", "share of the firm", NUMBER, "%", 0, 100, DERIVED,
                "of line 3: part of the firm that the household holds; where there is an amount, too, the amount counts",
                "入股的填写：农户占该主体股份的比例；同时填写金额的以金额为准"),
    TableColumn("remark", "备注", "remark", IGNORED, "", 0, 0, 0.0, "not read", "不读取"),
), "tie", "联结关系", "fanpin population template --ties ties.csv")
# fmt: on

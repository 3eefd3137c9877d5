"""Transfers whoever the household is: pension and contributions to it, allowances, grain for green, remittances."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.compiled import compiled, inlined
from sim.draws import DWELLING, HOLDING, Key, uniform, words
from sim.processes.rows import enter, mark_rows, members, row
from sim.spec import Param
from sim.state import collective, flows, households
from sim.state.frame import Frame

PAYMENTS = sources.assumed(
    "A switch of the model: pensions and allowances exist, their amounts have sources of their own",
    "模型开关；养老金和补贴客观存在，金额另有出处",
)
PENSION = sources.from_memory(
    "Basic resident pension around 2020; no source document gives it",
    "2020年前后城乡居民基本养老金水平；来源文件未给出",
)
ALLOWANCES = sources.assumed(
    "Range proposed from a reading of the documents for the two allowances: 50-250 yuan a month each; no source document gives "
    "amounts, nor how many disabled members hold the certificate",
    "残疾人两项补贴按文件研读建议区间各每月50-250元；来源文件未给出金额和持证比例",
)
GRAIN_FOR_GREEN = sources.assumed(
    "Range proposed from a reading of the documents: 1,200-1,600 yuan a mu in all, here over five years; no source document "
    "gives the amount or the land converted",
    "新一轮退耕还林补助按文件研读建议区间每亩共1200-1600元，按五年折算；来源文件未给出金额和退耕面积",
)
CONVERTED = sources.derived(
    "The documents want every eligible plot of poor households covered (Lanzhou, S1-052); how many households own one is not "
    "stated: the share is a guess",
    "文件要求符合条件的贫困户全覆盖（兰州，S1-052）；有多少农户符合条件未说明，比例为假定",
    sources.figure("S1-052"),
)
CONTRIBUTION = sources.assumed(
    "Range proposed from a reading of the documents for the lowest contribution: 100-300 yuan a year; how many adults contribute is "
    "not stated",
    "最低档次缴费按文件研读建议区间每年100-300元；参保缴费的成年人比例文件未给出",
)
CLIFF = sources.derived(
    "In Lanzhou the government pays the lowest contribution of dibao, tekun and severely disabled people, and of the registered "
    "poor until they are marked as having left poverty (S1-067): nothing for those who have; the Pengshui plan has no such payment",
    "兰州由政府代缴低保、特困、重度残疾等群体和未标注脱贫的贫困人口的最低档次养老保险费（S1-067）：标注脱贫后即停止代缴；彭水规划没有这项代缴",
    sources.figure("S1-067"),
)
REMITTANCES = sources.assumed(
    "How often and how much members who have left for good send home is not documented",
    "离户成员汇款的频率和金额没有文件依据",
)


class Transfers(NamedTuple):
    """Pensions and contributions to them, allowances, ecological payments, remittances."""

    enabled: Annotated[
        bool,
        Param(
            "switch",
            (0, 1),
            (0, 1),
            PAYMENTS,
            "pensions, contributions, allowances, ecological payments and remittances are paid",
            "模拟养老金与养老保险缴费、残疾人补贴、生态补偿与汇款",
        ),
    ] = True
    pension: Annotated[
        float,
        Param(
            "CNY2020/(person·year)",
            (0, 1e5),
            (1200, 2400),
            PENSION,
            "basic pension of a person aged 60 and over",
            "60岁及以上人员年基本养老金",
        ),
    ] = 1500.0
    care_allowance: Annotated[
        float,
        Param(
            "CNY2020/(person·year)",
            (0, 1e5),
            (600, 3000),
            ALLOWANCES,
            "care allowance of a member without labour power",
            "重度残疾人护理补贴年标准",
        ),
    ] = 960.0
    living_allowance: Annotated[
        float,
        Param(
            "CNY2020/(person·year)",
            (0, 1e5),
            (600, 3000),
            ALLOWANCES,
            "living allowance of such a member in dibao",
            "困难残疾人生活补贴年标准（低保户）",
        ),
    ] = 960.0
    certified: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.5, 1),
            ALLOWANCES,
            "households whose disabled members hold the certificate",
            "残疾成员持有残疾人证的户比例",
        ),
    ] = 0.8
    ecological: Annotated[
        float,
        Param(
            "CNY2020/(mu·year)",
            (0, 1e5),
            (240, 320),
            GRAIN_FOR_GREEN,
            "payment for a mu of converted land",
            "退耕还林每亩年补助",
        ),
    ] = 240.0
    converted: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.05, 0.4),
            CONVERTED,
            "households with land converted to forest, drawn at the start",
            "有退耕还林地的户比例（初始抽取）",
        ),
    ] = 0.2
    converted_land: Annotated[
        float,
        Param(
            "mu/household",
            (0, 1000),
            (1, 5),
            CONVERTED,
            "converted land of such a household, beside the land that it farms",
            "此类农户退耕面积（不含在耕地）",
        ),
    ] = 2.0
    contribution: Annotated[
        float,
        Param(
            "CNY2020/(person·year)",
            (0, 1e5),
            (100, 300),
            CONTRIBUTION,
            "pension contribution of a working-age member who contributes, paid in January",
            "参保劳动年龄成员年养老保险缴费（1月缴纳）",
        ),
    ] = 200.0
    contributing: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.5, 1),
            CONTRIBUTION,
            "working-age members, students aside, who contribute",
            "劳动年龄成员（在校除外）中参保缴费的比例",
        ),
    ] = 0.75
    paid_after_exit: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0, 1),
            CLIFF,
            "share of the contribution that the government goes on paying for ex-poor households",
            "脱贫后政府继续代缴的比例",
        ),
    ] = 0.0
    remittance: Annotated[
        float,
        Param(
            "CNY2020/(person·quarter)",
            (0, 1e6),
            (300, 3000),
            REMITTANCES,
            "sent by a member who has left for good, in a quarter in which he or she sends",
            "离户成员汇款季度的人均汇款额",
        ),
    ] = 1000.0
    sending: Annotated[
        float,
        Param(
            "1/quarter",
            (0, 1),
            (0.1, 0.6),
            REMITTANCES,
            "quarters in which those who have left send money",
            "离户成员每季汇款的概率",
        ),
    ] = 0.3


@inlined
def disability_allowance(disabled: float, dibao: float, p: Transfers) -> float:
    """Allowances of a quarter for members without labour power: care for all, living for those in dibao (E141), CNY2020."""
    return 0.25 * disabled * (p.care_allowance + p.living_allowance * dibao)


@inlined
def paid_for(granted: bool, disabled: float, adults: float, ex_poor: bool, p: Transfers) -> float:
    """Part of a household's contributions that the government pays (E143): all in dibao or tekun support, else for the disabled."""
    if granted or adults <= 0.0:
        return 1.0
    usual = p.paid_after_exit if ex_poor else 0.0
    return usual + (1.0 - usual) * min(disabled / adults, 1.0)


@compiled
def transfers(lo: int, hi: int, f: Frame, key: Key, start: Key, p: Transfers) -> None:
    """Pension, contributions in January, allowances, money from kin away, grain for green at the year's end.

    ``start`` keys what a household has been since the beginning: whether it holds certificates or converted land.
    """
    pensions(lo, hi, f, p)
    if key.quarter % 4 == 0:
        contribute(lo, hi, f, p)
    allowances(lo, hi, f, start, p)
    remittances(lo, hi, f, key, p)
    if key.quarter % 4 == 3:
        compensate(lo, hi, f, start, p)


@compiled
def pensions(lo: int, hi: int, f: Frame, p: Transfers) -> None:
    """The basic pension of every elder."""
    elders, pension, received = f.count[households.ELDERS], f.flow[flows.PENSION], f.flow[flows.TRANSFER]
    for k in range(hi - lo):
        i = row(lo, k)
        pension[i] = 0.25 * p.pension * float(int(elders[i]))
        received[i] = received[i] + pension[i]


@compiled
def contribute(lo: int, hi: int, f: Frame, p: Transfers) -> None:
    """The year's contributions to the basic pension (E142): a mean over the members who contribute and those who do not."""
    count, own, paid = f.count, f.flow[flows.CONTRIBUTION], f.flow[flows.CONTRIBUTION_PAID]
    adults, students, disabled = count[households.ADULTS], count[households.STUDENTS], count[households.DISABLED]
    dibao, tekun, ex_poor, received = (
        count[households.DIBAO],
        count[households.TEKUN],
        count[households.EX_POOR],
        f.flow[flows.TRANSFER],
    )
    for k in range(hi - lo):
        i = row(lo, k)
        grown = max(float(int(adults[i]) - int(students[i])), 0.0)
        due = p.contribution * p.contributing * grown
        part = paid_for(int(dibao[i]) + int(tekun[i]) != 0, float(int(disabled[i])), grown, ex_poor[i] != 0, p)
        paid[i] = part * due
        own[i] = due - part * due
    for k in range(hi - lo):
        i = row(lo, k)
        received[i] = received[i] - own[i]
    mark_rows(lo, hi, f, flows.CONTRIBUTION)
    mark_rows(lo, hi, f, flows.CONTRIBUTION_PAID)


@compiled
def allowances(lo: int, hi: int, f: Frame, start: Key, p: Transfers) -> None:
    """The two allowances for disabled people, where a certificate is held; tekun support takes their place."""
    count, flow = f.count, f.flow
    for i in range(lo, hi):
        if count[households.DISABLED, i] > 0 and count[households.TEKUN, i] == 0:
            if uniform(words(start, f.id[i], DWELLING, 1)[1]) < p.certified:
                in_dibao = 1.0 if count[households.DIBAO, i] != 0 else 0.0
                amount = disability_allowance(float(int(count[households.DISABLED, i])), in_dibao, p)
                enter(i, f, flows.DISABILITY_ALLOWANCE, amount)
                flow[flows.TRANSFER, i] = flow[flows.TRANSFER, i] + amount


@compiled
def remittances(lo: int, hi: int, f: Frame, key: Key, p: Transfers) -> None:
    """Money from members who have left for good, in the quarters in which they send (E144)."""
    flow, kin = f.flow, f.count[households.KIN_AWAY]
    each = p.remittance * f.county[collective.GROWTH]
    for i in range(lo, hi):
        if kin[i] > 0 and members(i, f) > 0:
            if uniform(words(key, f.id[i], HOLDING, 0)[3]) < p.sending:
                sent = each * float(int(kin[i]))
                enter(i, f, flows.REMITTANCE, sent)
                flow[flows.TRANSFER, i] = flow[flows.TRANSFER, i] + sent


@compiled
def compensate(lo: int, hi: int, f: Frame, start: Key, p: Transfers) -> None:
    """The year's payment for land converted to forest (E145), to the households that have some."""
    flow, has = f.flow, f.luck[0]
    amount = p.ecological * p.converted_land
    for k in range(hi - lo):
        i = row(lo, k)
        has[i] = uniform(words(start, f.id[i], DWELLING, 1)[0])
    for i in range(lo, hi):
        if has[i] < p.converted and members(i, f) > 0:
            enter(i, f, flows.ECOLOGICAL, amount)
            flow[flows.TRANSFER, i] = flow[flows.TRANSFER, i] + amount

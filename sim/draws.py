"""Every draw of luck: Philox4x32-10 (Salmon et al. 2011, SC '11) and the registry of its streams.

A draw is a pure function of (seed, replicate, id, quarter, index, stream), so nothing that is added to
the model moves another draw. The counter's four words are id low, id high, replicate and
quarter * 2**20 + index * 2**10 + block; the key's two are the seed. A stream is 4 * block + position.

The 64-bit products wrap in compiled code and grow in Python: only their low 64 bits are used, each half masked to 32, so
both give the same words. Plain ``*`` would promise LLVM that nothing overflows, and comparisons of words came out wrong
(see ``wrapping_product``). No unsigned type: numba makes a float of int64 * uint64.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled, inlined, wrapping_product

MASK = 0xFFFFFFFF
MULTIPLIER_0, MULTIPLIER_1 = 0xD2511F53, 0xCD9E8D57
WEYL_0, WEYL_1 = 0x9E3779B9, 0xBB67AE85
WORD_WIDTH = 2.3283064365386963e-10  # 2**-32

INITIAL, COVARIATE, IDIOSYNCRATIC = "initial", "covariate", "idiosyncratic"


class Block(NamedTuple):
    """Four streams that one counter gives. Never renumber: numbers are part of the results."""

    number: int
    name: str
    kind: str  # of the agent whose id is in the counter
    luck: str  # initial, covariate or idiosyncratic: each has its own replicate number
    streams: tuple[str, str, str, str]  # "idle" where a word is not used yet
    en: str
    zh: str


DEMOGRAPHY = 0
HEALTH = 1
LABOUR = 2
EARNINGS = 3
CAPITAL = 4
CREDIT = 5
MONITORING = 6
SAFETY_NET = 7
POOLS = 8
SUPPORT = 9
SCHOOLING = 10
LIVING = 11
HOLDING = 12
FIELDS = 13
ADVERSITY = 14
TRAITS = 16
COMPOSITION = 17
REGISTRATION = 18
START = 19
LIFE_STAGES = 20
DWELLING = 21
WEATHER = 32
TOWNSHIP = 33
PRICE = 34
COUNTY = 35
NATION = 36
COOPERATIVE = 37
ENTERPRISE = 38
HAZARD = 39
VILLAGE_TRAITS = 40
COOPERATIVE_TRAITS = 41
ENTERPRISE_TRAITS = 42
EXPOSURE = 43
LOGISTICS = 44
TOWNSHIP_TRAITS = 45
SYSTEMS = 48
SITE = 49
VILLAGE_CADRES = 50
FORCED = 56
FORCED_LOTS = 57
TOURISM = 58
HOUSES = 59
SITE_LIFE = 60
CHILD = 1023  # ids of households that split off: identity, not luck, so it has no row below


def _block(number: int, name: str, kind: str, luck: str, streams: str, en: str, zh: str) -> Block:
    first, second, third, fourth = streams.split()
    return Block(number, name, kind, luck, (first, second, third, fourth), en, zh)


_HOUSEHOLD_LUCK = ("household", IDIOSYNCRATIC)
_HOUSEHOLD_START = ("household", INITIAL)

BLOCKS: tuple[Block, ...] = (
    _block(DEMOGRAPHY, "DEMOGRAPHY", *_HOUSEHOLD_LUCK, "birth ageing death leaving",
           "births, ageing, deaths, members who leave", "出生、年龄增长、死亡、成员离家"),
    _block(HEALTH, "HEALTH", *_HOUSEHOLD_LUCK, "acute bill chronic recovery",
           "illness, medical bills, chronic disease, recovery", "患病、医疗费用、慢性病、康复"),
    _block(LABOUR, "LABOUR", *_HOUSEHOLD_LUCK, "migrant_loss migrant_finding local_loss local_finding",
           "losing and finding work, away and near home", "外出与本地务工的失业和就业"),
    _block(EARNINGS, "EARNINGS", *_HOUSEHOLD_LUCK, "persistent wage_transitory farm_transitory arrears",
           "persistent and passing changes of earnings, wages not paid", "收入的持久变动与暂时变动、欠薪"),
    _block(CAPITAL, "CAPITAL", *_HOUSEHOLD_LUCK, "loss_time loss_size idle idle",
           "losses of productive capital", "生产性资产损失"),
    _block(CREDIT, "CREDIT", *_HOUSEHOLD_LUCK, "application use idle idle",
           "loan applications and the use of loans", "贷款申请与用途"),
    _block(MONITORING, "MONITORING", *_HOUSEHOLD_LUCK, "self_report visit data_match verification",
           "finding households at risk", "农户自主申报、干部走访、部门数据比对与核实"),
    _block(SAFETY_NET, "SAFETY_NET", *_HOUSEHOLD_LUCK,
           "enrolment dibao_take_up dibao_review observation_error",
           "insurance enrolment, dibao, errors of observation", "参保、低保申请与复核、收入核查误差"),
    _block(POOLS, "POOLS", *_HOUSEHOLD_LUCK, "post job training case",
           "order in the queues for posts, jobs, training and help",
           "公益性岗位、就业岗位、培训和帮扶的排队次序"),
    _block(SUPPORT, "SUPPORT", *_HOUSEHOLD_LUCK, "grant standard_met share_receiver order",
           "grants, standards met, dividends, order contracts", "产业奖补、达标、分红对象、订单"),
    _block(SCHOOLING, "SCHOOLING", *_HOUSEHOLD_LUCK, "leaving_school return_to_school going_on graduation",
           "leaving school early, coming back, going on after 16, graduation", "辍学、复学、升学与毕业"),
    _block(LIVING, "LIVING", *_HOUSEHOLD_LUCK, "house repair water insurance",
           "wear and repair of houses, water, insurance of crops and house", "住房老化与修缮、饮水、农业与农房投保"),
    _block(HOLDING, "HOLDING", *_HOUSEHOLD_LUCK, "farm_stay recovery work_relief remittance",
           "farm stays opened and given up, what becomes of arrears, work relief, money from members who have left",
           "农家乐开办与停办、追薪、以工代赈排队、离户成员汇款"),
    _block(FIELDS, "FIELDS", *_HOUSEHOLD_LUCK, "product other_product side livestock",
           "what is grown, small side industries, livestock", "种养品种选择、“五小”产业、牲畜"),
    _block(ADVERSITY, "ADVERSITY", *_HOUSEHOLD_LUCK, "accident disability care_level default",
           "accidents, disability, level of care, default on loans", "意外伤害、致残、就医级别、贷款违约"),
    _block(TRAITS, "TRAITS", *_HOUSEHOLD_START, "size skill land health",
           "a household's size, skill, land and health at the start", "农户初始人口、技能、土地和健康"),
    _block(COMPOSITION, "COMPOSITION", *_HOUSEHOLD_START, "children elders disability labour",
           "its members at the start", "农户初始成员构成"),
    _block(REGISTRATION, "REGISTRATION", *_HOUSEHOLD_START, "score site exclusion links",
           "its registration as poor before 2021, and its links", "建档立卡身份与利益联结"),
    _block(START, "START", *_HOUSEHOLD_START, "capital savings earnings migrants",
           "its wealth, earnings and migrants at the start", "农户初始资产、储蓄、收入和外出务工"),
    _block(LIFE_STAGES, "LIFE_STAGES", *_HOUSEHOLD_START, "infants youths students half_power",
           "ages, schooling and labour power of the members at the start", "农户初始年龄段、就学与劳动能力"),
    _block(DWELLING, "DWELLING", *_HOUSEHOLD_START, "farm_skill livestock house water",
           "farm productivity, livestock, house and water at the start; converted land, certificates, legal supporters",
           "农户初始农业生产率、牲畜、住房和饮水；退耕地、残疾人证、法定赡养人"),
    _block(WEATHER, "WEATHER", "village", COVARIATE, "yield idle idle clean_up",
           "a village's weather, and whether illegal building is cleaned up", "村的天气、违建清理整治"),
    _block(TOWNSHIP, "TOWNSHIP", "township", COVARIATE, "yield drought flood hail",
           "a township's weather and the part of disasters that its villages share", "乡镇的天气及各村共同的灾害因素"),
    _block(PRICE, "PRICE", "product", COVARIATE, "price disease idle idle",
           "a product's price and disease", "产品的价格与病害"),
    _block(COUNTY, "COUNTY", "county", COVARIATE, "yield labour_crisis fiscal epidemic",
           "a county's weather, labour demand, finances, epidemics", "县的天气、用工需求、财政和疫情"),
    _block(NATION, "NATION", "nation", COVARIATE, "price wage drought animal_disease",
           "the nation's prices and wages, wide drought, animal disease", "全国的物价与工资、大范围干旱、动物疫病"),
    _block(COOPERATIVE, "COOPERATIVE", "cooperative", COVARIATE, "failure margin idle idle",
           "a co-operative's failure and margin", "合作社的倒闭与利润率"),
    _block(ENTERPRISE, "ENTERPRISE", "enterprise", COVARIATE, "failure margin idle idle",
           "an enterprise's failure and margin", "企业的倒闭与利润率"),
    _block(HAZARD, "HAZARD", "village", COVARIATE, "drought flood hail landslide",
           "a village's disasters by kind, and how heavy they are", "村的各类灾害及其程度"),
    _block(VILLAGE_TRAITS, "VILLAGE_TRAITS", "village", INITIAL, "size order product township",
           "a village's size, order, product and township", "村的规模、次序、主导产品和所属乡镇"),
    _block(COOPERATIVE_TRAITS, "COOPERATIVE_TRAITS", "cooperative", INITIAL, "size quality buyer idle",
           "a co-operative's size, quality and buyer", "合作社的规模、质量和收购方"),
    _block(ENTERPRISE_TRAITS, "ENTERPRISE_TRAITS", "enterprise", INITIAL, "size product idle idle",
           "an enterprise's size and product", "企业的规模和产品"),
    _block(EXPOSURE, "EXPOSURE", "village", INITIAL, "drought flood hail landslide",
           "a village's exposure to disasters of each kind", "村对各类灾害的暴露程度"),
    _block(LOGISTICS, "LOGISTICS", "village", INITIAL, "last_mile cold_store posts visited",
           "which villages parcels reach, which have a cold store, where there is one more post, and which visitors come to",
           "村级物流通达、冷库、公益性岗位余数分配与旅游村"),
    _block(TOWNSHIP_TRAITS, "TOWNSHIP_TRAITS", "township", INITIAL, "logistics market idle idle",
           "which townships parcels reach, and which have a market more", "乡镇物流通达、农贸市场"),
    _block(SYSTEMS, "SYSTEMS", "village", COVARIATE, "road water power internet",
           "failures of a village's roads, water, power and internet; order of repair, losses of assets under contract",
           "村路、水、电、网突发损坏；修复次序、市场化运营资产损失"),
    _block(SITE, "SITE", "site", COVARIATE, "failure order idle idle",
           "failure of a relocation site's water and power, and its place in the order of repair",
           "集中安置点水电突发损坏与修复次序"),
    _block(VILLAGE_CADRES, "VILLAGE_CADRES", "village", INITIAL, "capacity team market photovoltaic",
           "a village's own cadres, its place among those that get a team, market operation, photovoltaic plant",
           "村干部自身能力、派驻工作队次序、市场化运营、光伏电站"),
    _block(FORCED, "FORCED", "village", COVARIATE, "outage idle idle idle",
           "which villages a stress test strikes", "压力测试抽取的受损村"),
    _block(FORCED_LOTS, "FORCED_LOTS", *_HOUSEHOLD_LUCK, "dibao_error idle idle idle",
           "which households a stress test strikes, the same in all quarters", "压力测试抽取的受影响农户（各季度相同）"),
    _block(TOURISM, "TOURISM", "county", COVARIATE, "visitors idle idle idle", "visitors of the county", "全县游客量"),
    _block(HOUSES, "HOUSES", *_HOUSEHOLD_START, "lease idle idle idle",
           "the order in which the idle houses of a village are let", "村内闲置农房出租次序"),
    _block(SITE_LIFE, "SITE_LIFE", *_HOUSEHOLD_LUCK, "going_back idle idle idle",
           "which households of relocation sites go back to their old village", "安置点农户返迁"),
)  # fmt: skip


class Key(NamedTuple):
    """What all draws of a quarter share. ``quarter`` is counted from 2000Q1 = 0."""

    seed_low: int
    seed_high: int
    replicate: int
    quarter: int


def key(seed: int, replicate: int, quarter: int) -> Key:
    """Return the key of a quarter; ValueError unless seed < 2**64, replicate < 2**32, quarter < 2**12."""
    given = {"seed": (seed, 64), "replicate": (replicate, 32), "quarter": (quarter, 12)}
    bad = [f"{name} = {value} is outside [0, 2**{bits})" for name, (value, bits) in given.items()
           if not 0 <= value < 1 << bits]  # fmt: skip
    if bad:
        raise ValueError("; ".join(bad))
    return Key(int(seed) & MASK, int(seed) >> 32, int(replicate), int(quarter))


@inlined
def philox(c0: int, c1: int, c2: int, c3: int, k0: int, k1: int) -> tuple[int, int, int, int]:
    """Ten rounds of Philox4x32 on a counter of four 32-bit words and a key of two."""
    for _ in range(10):
        p = wrapping_product(c0, MULTIPLIER_0)
        q = wrapping_product(c2, MULTIPLIER_1)
        c0 = ((q >> 32) & MASK) ^ c1 ^ k0
        c1 = q & MASK
        c2 = ((p >> 32) & MASK) ^ c3 ^ k1
        c3 = p & MASK
        k0 = (k0 + WEYL_0) & MASK
        k1 = (k1 + WEYL_1) & MASK
    return c0, c1, c2, c3


@inlined
def words(key: Key, id: int, block: int, index: int) -> tuple[int, int, int, int]:
    """The block's four 32-bit words for one agent; ``index`` < 2**10 numbers repeated draws in a quarter."""
    whole = int(id)  # a row's id may be a numpy integer, whose products would overflow in Python
    last = int((key.quarter << 20) + (index << 10) + block) & MASK
    return philox(whole & MASK, (whole >> 32) & MASK, key.replicate & MASK, last, key.seed_low, key.seed_high)


@inlined
def uniform(word: int) -> float:
    """The middle of the word's share of (0, 1), so never 0 and never 1."""
    return (word + 0.5) * WORD_WIDTH


@compiled
def uniforms(key: Key, ids: NDArray[np.int64], block: int, index: int) -> NDArray[np.float64]:
    """Uniform numbers of the block's four streams, shape (4, n)."""
    drawn = np.empty((4, ids.size), np.float64)
    for i in range(ids.size):
        w0, w1, w2, w3 = words(key, ids[i], block, index)
        drawn[0, i] = uniform(w0)
        drawn[1, i] = uniform(w1)
        drawn[2, i] = uniform(w2)
        drawn[3, i] = uniform(w3)
    return drawn


@compiled
def raw_words(key: Key, ids: NDArray[np.int64], block: int, index: int) -> NDArray[np.int64]:
    """The words of the block's four streams, in [0, 2**32), shape (4, n)."""
    drawn = np.empty((4, ids.size), np.int64)
    for i in range(ids.size):
        drawn[0, i], drawn[1, i], drawn[2, i], drawn[3, i] = words(key, ids[i], block, index)
    return drawn


@compiled
def one_word(key: Key, ids: NDArray[np.int64], block: int, index: int, position: int) -> NDArray[np.int64]:
    """The words of one of the block's streams, in [0, 2**32), shape (n,)."""
    drawn = np.empty(ids.size, np.int64)
    for i in range(ids.size):
        w0, w1, w2, w3 = words(key, ids[i], block, index)
        first, second = w1 if position == 1 else w0, w3 if position == 3 else w2
        drawn[i] = first if position < 2 else second
    return drawn


def child_id(seed: int, parent: int, quarter: int, k: int) -> int:
    """Id in [0, 2**63) of the k-th household to split from ``parent`` in a quarter, in every replicate alike.

    If the id is taken, the caller tries the next k, parents in the order of their ids.
    """
    low, high, _, _ = words(key(seed, 0, quarter), parent, CHILD, k)
    return ((high & 0x7FFFFFFF) << 32) | low

"""The county's margins and the traits of its synthetic households: declarations only."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from sim import sources
from sim.collectives.products import CATALOGUE, CODES, PENGSHUI
from sim.spec import Param

UNKNOWN = sources.assumed(
    "Not in the documents; order of magnitude of a hill county of western China, swept",
    "文件未给出；按西部山区县量级假定并参与扫描",
)
ORDINARY = sources.assumed(
    "The number of other rural households is not in the plan; plausible 80,000-140,000",
    "规划未给出其他农村户数；合理区间8万-14万户",
)
TRAITS = sources.assumed(
    "Traits of ex-poor and ordinary households are not in the documents; ranges are guesses to be swept",
    "脱贫户与一般农户特征文件未给出；区间为待扫描的假定",
)
PILLARS = sources.assumed(
    "Every poor village has a pillar industry (S3-004); what share of a village's households grow its pillar product is not stated",
    "每个贫困村有一个支柱产业（S3-004）；村内种养主导产品的农户比例未给出",
)
KINDS = sources.assumed(
    "The Pengshui plan names these pillar products; that villages share them out equally is assumed",
    "彭水规划列出的主导产业；各产业在村间均等分布为假定",
)
LINKS = sources.assumed(
    "Number, size and reach of co-operatives and firms are not in the Pengshui plan",
    "彭水规划未给出合作社与企业的数量、规模和带动面",
)
COOPERATIVES = sources.assumed(
    "Not in the Pengshui plan; 313 co-operatives in 381 villages of Liupanshui are 0.82 a village (S2-047, S2-049), "
    "and Lanzhou's target is two or more a poor village (S1-021)",
    "彭水规划未给出；六盘水381个村有313个合作社，平均每村0.82个（S2-047、S2-049），兰州目标为每个贫困村2个以上（S1-021）",
)
UNIONS = sources.derived(
    "97 joint-village party committees lead 381 villages of Liupanshui, 3.9 villages each (S2-045, S2-047); that such villages share "
    "co-operatives, and only where they grow the same, is assumed",
    "六盘水97个联村党委覆盖381个村，平均每个3.9个村（S2-045、S2-047）；联村共用合作社、且限于同产业村为假定",
    sources.figure("S2-045"),
)
WORKSHOPS = sources.assumed(
    "The Pengshui plan gives neither number nor size; Lanzhou certifies workshops that take on at least ten poor workers (S1-042)",
    "彭水规划未给出车间数量和规模；兰州认定的扶贫车间须吸纳10名以上贫困劳动力（S1-042）",
)
ASSETS = sources.assumed(
    "Targets elsewhere for a village's collective income, 20,000 yuan a year in Gansu (S4-008) and 50,000 in Lanzhou (S1-089), "
    "are the income of 400,000 to 1,000,000 yuan at 5 % a year; the Pengshui plan states none",
    "外地村集体经济年收入目标为甘肃2万元（S4-008）、兰州5万元（S1-089），按年收益率5%折合资产40万—100万元；彭水规划未给出",
)
SITE_JOBS = sources.assumed(
    "The range proposed from a reading of the documents, 60-160 jobs for 100 households of a site, is for all its jobs (S3-099 asks for "
    "one a household with labour); one plant gives a part of them, near the 10-30 jobs of a workshop",
    "按文件研读建议每百户安置户60-160个岗位，为全部岗位（S3-099要求有劳动力家庭至少1人就业）；单个配套车间只占一部分，接近一般车间10-30个岗位",
)
SITE_SERVICES = sources.assumed(
    "The Pengshui plan aims at all five accesses and five facilities at all sites by 2025 (S3-101, S3-104) and does not "
    "tell what stood in 2020",
    "彭水规划要求2025年安置点“五通五有”覆盖率达到100%（S3-101、S3-104），未给出2020年水平",
)
SITE_INTEGRATION = sources.assumed(
    "The Pengshui plan aims at community management at all sites by 2025 (S3-032) and measures no belonging; the middle is taken",
    "彭水规划要求2025年集中安置点社区管理全覆盖（S3-032），未测量融入程度，取中间值",
)
CADRES = sources.assumed(
    "Capacity of village cadres is not measured in any source document", "来源文件未测量村干部能力"
)
SUNNY = sources.assumed(
    "Lanzhou's plants serve 51 of its 256 registered poor villages (S1-028, S1-086); the Pengshui plan names none, and its hills "
    "have less sun",
    "兰州光伏电站覆盖256个建档立卡贫困村中的51个（S1-028、S1-086）；彭水规划未提及，且日照较少",
)
VISITED = sources.assumed(
    "The Pengshui plan wants one or two places where farming and tourism meet (S3-087) and names no number of tourism villages; "
    "Lanzhou supports 34 of them (S1-024), 256 of its villages were registered as poor",
    "彭水规划重点打造1-2个农旅融合聚集发展示范点（S3-087），未给出旅游村数；兰州集中扶持34个旅游专业村（S1-024），全市贫困村256个",
)
OVERLOOKED = sources.assumed(
    "Share of households that assistance overlooks: swept 0-10 %; no source document measures it",
    "被遗漏户比例，扫描0-10%；来源文件无实测",
)


class Place(NamedTuple):
    """Margins of the county; counts from the plan are met exactly."""

    ex_poor_households: Annotated[
        int, Param("households", (0, 10**6), (27772, 27772), sources.figure("S3-011"), "ex-poor households", "脱贫户数")
    ] = 27772
    ex_poor_persons: Annotated[
        int, Param("persons", (0, 10**7), (112680, 112680), sources.figure("S3-012"), "ex-poor persons", "脱贫人口")
    ] = 112680
    relocated_households: Annotated[
        int,
        Param("households", (0, 10**6), (3321, 3321), sources.figure("S3-094"), "relocated households", "易地搬迁户数"),
    ] = 3321
    relocated_persons: Annotated[
        int, Param("persons", (0, 10**7), (14207, 14207), sources.figure("S3-009"), "relocated persons", "易地搬迁人口")
    ] = 14207
    sites: Annotated[
        int,
        Param("sites", (0, 120), (12, 12), sources.figure("S3-096"), "concentrated relocation sites", "集中安置点数"),
    ] = 12
    concentrated_share: Annotated[
        float, Param("share", (0, 1), (0.3, 0.9), UNKNOWN, "relocated households in concentrated sites", "集中安置比例")
    ] = 0.6
    ex_poor_villages: Annotated[
        int, Param("villages", (1, 10**4), (115, 115), sources.figure("S3-010"), "ex-poor villages", "脱贫村数")
    ] = 115
    other_villages: Annotated[
        int, Param("villages", (0, 10**4), (150, 200), UNKNOWN, "other villages", "其他行政村数")
    ] = 180
    townships: Annotated[
        int, Param("townships", (1, 1000), (35, 42), UNKNOWN, "townships and subdistricts", "乡镇（街道）数")
    ] = 39
    concentration: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.4, 1.0),
            UNKNOWN,
            "ex-poor households that live in ex-poor villages",
            "居住在脱贫村的脱贫户比例",
        ),
    ] = 0.65
    kin_group: Annotated[
        int,
        Param(
            "households", (1, 30000), (3, 20), UNKNOWN, "households of a village that are close kin", "近亲互助圈户数"
        ),
    ] = 8
    village_spread: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.3, 0.8),
            UNKNOWN,
            "how far a village's size lies from the mean at most",
            "村规模偏离平均的最大幅度",
        ),
    ] = 0.6
    ordinary_households: Annotated[
        int, Param("households", (0, 10**7), (80000, 140000), ORDINARY, "other rural households", "其他农村户数")
    ] = 100000
    products: Annotated[
        str,
        Param(
            "products",
            (0, 0),
            (0, 0),
            KINDS,
            "pillar products of the county, by name, in the order of their rows",
            "全县主导产业（按所列次序）",
            choices=CODES,
            several=True,
            names=tuple(kind.text.zh for kind in CATALOGUE),
        ),
    ] = PENGSHUI
    cooperatives_per_village: Annotated[
        float,
        Param("co-operatives/village", (0, 500), (0.8, 2), COOPERATIVES, "co-operatives a village", "每村合作社数"),
    ] = 1.0
    joint_villages: Annotated[
        int,
        Param(
            "villages",
            (1, 10**4),
            (1, 8),
            UNIONS,
            "villages with the same product that share their co-operatives (co-operatives a village then means a group of them)",
            "共用合作社的同产业村数（此时“每村合作社数”按联村计）",
        ),
    ] = 1
    enterprises_per_village: Annotated[
        float,
        Param("enterprises/village", (0, 500), (0.05, 0.5), LINKS, "leading enterprises a village", "每村龙头企业数"),
    ] = 0.15
    enterprise_jobs: Annotated[
        float,
        Param(
            "jobs/enterprise", (1, 10**5), (20, 80), LINKS, "median jobs of a leading enterprise", "龙头企业岗位中位数"
        ),
    ] = 40.0
    jobs_spread: Annotated[
        float, Param("log", (0, 3), (0.5, 1.3), LINKS, "spread of enterprise size", "企业规模离散度（对数标准差）")
    ] = 0.9
    enterprise_cash: Annotated[
        float,
        Param("CNY2020/job", (0, 1e7), (1000, 15000), LINKS, "cash of an enterprise at the start", "企业初始现金"),
    ] = 4000.0
    workshops: Annotated[
        int, Param("workshops", (0, 10**4), (20, 60), WORKSHOPS, "employment-assistance workshops", "就业帮扶车间数")
    ] = 40
    workshop_jobs: Annotated[
        float, Param("jobs/workshop", (1, 10**4), (10, 30), WORKSHOPS, "mean jobs of a workshop", "车间平均岗位数")
    ] = 20.0
    workshop_spread: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.2, 0.8),
            LINKS,
            "how far a workshop's jobs lie from the mean at most",
            "车间岗位偏离平均的最大幅度",
        ),
    ] = 0.5
    sellers: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.2, 0.8),
            LINKS,
            "co-operatives that sell to an enterprise of their product, where there is one",
            "有同类企业时向其供货的合作社比例",
        ),
    ] = 0.5
    members_ex_poor: Annotated[
        float, Param("share", (0, 1), (0.3, 0.9), LINKS, "ex-poor households in a co-operative", "脱贫户入社比例")
    ] = 0.6
    members_ordinary: Annotated[
        float, Param("share", (0, 1), (0.05, 0.4), LINKS, "other households in a co-operative", "其他农户入社比例")
    ] = 0.2
    holders: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.05, 0.5),
            LINKS,
            "ex-poor households with shares in an enterprise",
            "入股企业的脱贫户比例",
        ),
    ] = 0.25
    principal: Annotated[
        float,
        Param(
            "CNY2020/household",
            (0, 1e6),
            (1000, 10000),
            LINKS,
            "share principal of a shareholder at the start",
            "初始入股本金",
        ),
    ] = 4000.0
    skill_spread: Annotated[
        float,
        Param(
            "log",
            (0, 3),
            (0.3, 0.6),
            TRAITS,
            "spread of persistent productivity",
            "劳动生产率（持久部分）离散度（对数标准差）",
        ),
    ] = 0.40
    selection_noise: Annotated[
        float,
        Param(
            "log", (0, 5), (0.2, 1.0), TRAITS, "noise in the choice of registered households", "建档识别误差（对数）"
        ),
    ] = 0.5
    land: Annotated[float, Param("mu/household", (0, 1000), (3, 8), TRAITS, "mean contracted land", "户均承包地")] = 5.0
    land_spread: Annotated[
        float, Param("log", (0, 2), (0.3, 0.7), TRAITS, "spread of land", "承包地离散度（对数标准差）")
    ] = 0.45
    capital: Annotated[
        float,
        Param(
            "CNY2020/household",
            (0, 1e7),
            (4000, 30000),
            TRAITS,
            "median productive capital at the start",
            "户均初始生产性资本（中位数）",
        ),
    ] = 16000.0
    capital_spread: Annotated[
        float,
        Param(
            "log",
            (0, 3),
            (0.5, 1.2),
            TRAITS,
            "spread of productive capital and of savings",
            "生产性资本与储蓄离散度（对数标准差）",
        ),
    ] = 0.8
    savings: Annotated[
        float,
        Param(
            "CNY2020/household",
            (0, 1e7),
            (3000, 30000),
            TRAITS,
            "median savings at the start",
            "户均初始储蓄（中位数）",
        ),
    ] = 10000.0
    chronic: Annotated[
        float, Param("share", (0, 1), (0.08, 0.2), TRAITS, "members with a chronic illness", "慢性病成员比例")
    ] = 0.117
    disabled: Annotated[
        float, Param("share", (0, 1), (0.02, 0.08), TRAITS, "adults without labour power", "丧失劳动能力成年人比例")
    ] = 0.052
    excluded: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.0, 0.10),
            OVERLOOKED,
            "households overlooked by assistance: neither monitoring nor dibao reaches them; drawn at random",
            "被遗漏户比例（未纳入监测和低保的农户，随机抽取）",
        ),
    ] = 0.05
    farm_skill_spread: Annotated[
        float,
        Param(
            "log",
            (0, 3),
            (0.1, 0.5),
            TRAITS,
            "spread of persistent productivity on the own farm, beyond that of work in general",
            "自家农业生产率（劳动生产率之外）离散度（对数标准差）",
        ),
    ] = 0.25
    livestock: Annotated[
        float,
        Param(
            "CNY2020/mu", (0, 1e5), (300, 2000), TRAITS, "mean livestock a mu at the start", "每亩承包地初始牲畜价值"
        ),
    ] = 800.0
    livestock_spread: Annotated[
        float,
        Param("log", (0, 3), (0.2, 1.0), TRAITS, "spread of livestock at the start", "初始牲畜离散度（对数标准差）"),
    ] = 0.5
    pillar_share: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.4, 0.95),
            PILLARS,
            "households that grow their village's pillar product at the start; the others grow any product",
            "初始种养本村主导产品的农户比例（其余随机）",
        ),
    ] = 0.7
    exposure_spread: Annotated[
        float,
        Param(
            "log",
            (0, 2),
            (0.2, 1.0),
            UNKNOWN,
            "spread of villages' exposure to disasters of each kind",
            "各村灾害暴露程度离散度（对数标准差）",
        ),
    ] = 0.5
    collective_asset: Annotated[
        float,
        Param(
            "CNY2020/village",
            (0, 1e9),
            (200000, 2000000),
            ASSETS,
            "income-earning assets of a village collective",
            "村集体经营性资产",
        ),
    ] = 600000.0
    asset_spread: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.2, 0.8),
            ASSETS,
            "how far a collective's assets lie from the mean at most",
            "村集体资产偏离平均的最大幅度",
        ),
    ] = 0.5
    infrastructure: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.7, 1.0),
            UNKNOWN,
            "state of the shared systems of villages and relocation sites at the start",
            "初始村（安置点）公共设施状态",
        ),
    ] = 0.9
    assets_registered: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.4, 1.0),
            ASSETS,
            "collective assets on the ledger at the start",
            "初始集体资产确权登记比例",
        ),
    ] = 0.8
    pv_villages: Annotated[
        float,
        Param("share", (0, 1), (0, 0.3), SUNNY, "ex-poor villages with a photovoltaic plant", "有光伏电站的脱贫村比例"),
    ] = 0.1
    pv_kw: Annotated[
        float,
        Param(
            "kW/village",
            (0, 1e5),
            (30, 150),
            sources.derived(
                "3,775 kW over 51 villages are 74 kW each",
                "3775千瓦分摊到51个村，每村74千瓦",
                sources.figure("S1-027"),
                sources.figure("S1-028"),
            ),
            "photovoltaic capacity of such a village",
            "每村光伏装机容量",
        ),
    ] = 74.0
    tourism_villages: Annotated[
        float,
        Param("share", (0, 1), (0, 0.15), VISITED, "villages that visitors come to", "旅游村比例"),
    ] = 0.05
    cadre_capacity: Annotated[
        float,
        Param(
            "share", (0, 1), (0.3, 0.7), CADRES, "mean capacity of a village's own cadres", "村干部自身治理能力平均水平"
        ),
    ] = 0.5
    cadre_spread: Annotated[
        float,
        Param("share", (0, 1), (0.1, 0.8), CADRES, "how far it lies from the mean at most", "偏离平均的最大幅度"),
    ] = 0.4
    site_jobs: Annotated[
        float,
        Param(
            "jobs/household",
            (0, 10),
            (0.05, 0.6),
            SITE_JOBS,
            "jobs of a relocation site's plant",
            "安置点配套车间每户岗位数",
        ),
    ] = 0.15
    site_services: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.5, 1),
            SITE_SERVICES,
            "of the five accesses and five facilities of a relocation site, what stands at the start",
            "初始安置点“五通五有”配套到位比例",
        ),
    ] = 0.8
    site_integration: Annotated[
        float,
        Param(
            "share",
            (0, 1),
            (0.2, 0.8),
            SITE_INTEGRATION,
            "how far households of a relocation site feel at home at the start",
            "初始安置点社区融入度",
        ),
    ] = 0.5

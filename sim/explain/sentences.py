"""What is said of each kind of event, in English and Chinese."""

from __future__ import annotations

from collections.abc import Callable

from sim.compiled import plain
from sim.explain.event import SMALL, Event
from sim.explain.words import count, exact, listed, money, percent
from sim.language import Text
from sim.processes.medical_burden import forgone_part

SENTENCES: dict[str, Text] = {  # {amount} and the like are filled with the event's amounts; {n} is a number of persons
    "founded": Text("the couple split off and founded a household of its own", "从原户分出，自立门户"),
    "divided": Text("a couple split off and founded a household of its own ({n} persons moved out)", "分户：{n}人分出另立门户"),
    "born": Text("a child was born", "一名孩子出生"),
    "turned_16": Text("a child turned 16", "一名孩子年满16岁"),
    "turned_60": Text("a member turned 60", "一名成员年满60岁"),
    "death_child": Text("a child died", "一名孩子去世"),
    "death_elder": Text("an elderly member died", "一名老人去世"),
    "death_adult": Text("an adult of working age died", "一名劳动年龄成员去世"),
    "married_in": Text("a spouse married in", "一名成员结婚，配偶嫁入（入赘）"),
    "married_out": Text("a member married and moved out", "一名成员结婚离户"),
    "joined": Text("an adult joined the household", "新增一名成年成员"),
    "settled_away": Text("a member left for good to settle in town", "一名成员进城落户"),
    "adult_gone": Text("a working-age member was lost to the household (died or left for good)", "一名劳动年龄成员去世或离户"),
    "went_on": Text("a member went on to vocational or higher schooling", "一名成员升入职业学校或高一级学校"),
    "went_back": Text("the household left the relocation site and went back to its old village", "全户由集中安置点返迁原村"),
    "dissolved": Text("the last member was gone and the household ceased to exist", "最后一名成员离去，该户销户"),
    "found_migrant": Text("a member found work outside the county", "一名成员外出务工"),
    "found_local": Text("a member found wage work nearby", "一名成员在本地务工"),
    "found_job": Text("a member was taken on by an enterprise or workshop", "一名成员进入企业（车间）就业"),
    "lost_migrant": Text("a member working outside the county lost that work and came home", "一名外出务工成员失去工作返乡"),
    "lost_migrant:crisis": Text("a member working outside the county lost that work in the labour-market crisis and came home",
                                "受用工形势影响，一名外出务工成员失去工作返乡"),
    "lost_migrant:gone": Text("one fewer works outside the county, as the household has fewer able members",
                              "劳动力减少，外出务工少1人"),
    "lost_local": Text("a member lost local wage work", "一名本地务工成员失去工作"),
    "lost_local:gone": Text("one fewer is in local wage work, as the household has fewer able members", "劳动力减少，本地务工少1人"),
    "lost_job": Text("a member lost the job at an enterprise or workshop", "一名成员离开企业（车间）岗位"),
    "lost_job:failed": Text("the enterprise or workshop failed and a member lost the job there", "所在企业（车间）倒闭，一名成员失去岗位"),
    "lost_job:gone": Text("nobody was left to fill the job at the enterprise or workshop", "劳动力减少，无人继续在企业（车间）上班"),
    "crisis": Text("jobs outside became scarce (a labour-market crisis)", "外地用工形势恶化，岗位减少"),
    "wages_withheld": Text("an employer withheld {amount} of wages", "被拖欠工资{amount}"),
    "wages_recovered": Text("{amount} of withheld wages were paid", "追回欠薪{amount}"),
    "hospital": Text("a member was treated in hospital: the bill was {bill}{payers}; the household paid {own_paid} itself",
                     "一名成员患病住院，医疗费用{bill}，{payers}自付{own_paid}"),
    "chronic_began": Text("a member fell chronically ill", "一名成员患上慢性病"),
    "disabled_began": Text("a member of working age lost the ability to work", "一名劳动年龄成员丧失劳动能力"),
    "half_power_began": Text("a member of working age kept only half the ability to work", "一名劳动年龄成员成为半劳动力"),
    "disaster": Text("a disaster struck the village and took about {share} of the crop", "本村受灾，作物减产约{share}"),
    "poor_year": Text("a bad year for the crops: yields about {share} below normal", "年景不好，作物单产比常年低约{share}"),
    "price_fall": Text("the produce brought about {share} less than a year before", "农产品售价比上年同期低约{share}"),
    "livestock_lost": Text("livestock worth {amount} died", "牲畜死亡，损失{amount}"),
    "capital_lost": Text("productive assets worth {amount} were lost (death of breeding stock or accident)", "生产性资产因死亡、事故等损失{amount}"),
    "capital_lost:disaster": Text("productive assets worth {amount} were lost to the disaster", "生产性资产因灾损失{amount}"),
    "share_lost": Text("the holder of its shares failed and {amount} of principal were lost", "入股的经营主体倒闭，损失股金{amount}"),
    "house_damaged": Text("the house was damaged", "住房受损"),
    "house_dangerous": Text("the house became unsafe to live in", "住房成为危房"),
    "house_mended": Text("the house was mended", "住房完成修缮"),
    "water_lost": Text("safe drinking water failed", "饮水安全失去保障"),
    "overdue": Text("the microcredit ({amount}) could not be repaid when it fell due", "小额信贷到期未还，逾期余额{amount}"),
    "written_off": Text("the bank wrote off {amount} of microcredit and lends no more", "银行核销小额信贷{amount}，不再授信"),
    "given_up": Text("lenders gave up {amount} of informal loans", "出借人放弃追讨民间借款{amount}"),
    "repaid": Text("{amount} of microcredit were repaid", "偿还小额信贷{amount}"),
    "debt_came_back": Text("the enterprise that used its microcredit failed and the debt ({amount}) stayed with the household",
                           "使用其小额信贷的企业倒闭，{amount}债务由本户承担"),
    "fell": Text("welfare of the last four quarters, {welfare} a person, was below the line of {line}",
                 "近四季扣除医疗自付后的人均收入{welfare}，低于贫困线{line}"),
    "returned": Text("returned to poverty: welfare of the last four quarters was {welfare} a person, below the line of {line}",
                     "返贫：近四季扣除医疗自付后的人均收入{welfare}，低于贫困线{line}"),
    "recovered": Text("no longer poor: welfare of the last four quarters was {welfare} a person", "脱离贫困：近四季扣除医疗自付后的人均收入回升到{welfare}"),
    "spent_savings": Text("spent {amount} of savings", "动用存款{amount}"),
    "kin_help": Text("was helped by kin with {amount}", "亲族接济{amount}"),
    "deferred": Text("put off paying {amount} of the hospital bill (treat first, pay later)", "先诊疗后付费，缓付医疗费{amount}"),
    "borrowed": Text("borrowed {amount} from relatives, neighbours or shops", "向亲友、邻里借款{amount}"),
    "sold_livestock": Text("sold livestock in need for {amount}", "变卖牲畜得款{amount}"),
    "sold_capital": Text("sold productive assets in distress for {amount}", "变卖生产性资产得款{amount}"),
    "left_school": Text("a child left school", "一名孩子辍学"),
    "forgone": Text("went without {share} of the care that was needed, worth {amount}", "有病未治，放弃{share}的应治诊疗，计{amount}"),
    "hungry": Text("cut food below subsistence", "压缩口粮，低于最低消费"),
    "detected": Text("was found to be at risk ({class})", "被发现有返贫风险（{class}）"),
    "confirmed": Text("was confirmed and taken into monitoring as {class}", "经核实纳入监测对象（{class}）"),
    "rejected": Text("was not confirmed as at risk", "经核实未纳入监测对象"),
    "released": Text("was released from monitoring, the risk being removed", "消除风险，退出监测"),
    "no_longer_monitored": Text("was no longer monitored", "不再列为监测对象"),
    "dibao_began": Text("was granted dibao of {amount} a quarter for the household", "纳入农村低保，全户每季{amount}"),
    "dibao_ended": Text("dibao ended", "退出低保"),
    "tekun_began": Text("was granted tekun support", "纳入特困供养"),
    "tekun_ended": Text("tekun support ended", "退出特困供养"),
    "post_began": Text("a member was given a public-welfare post", "一名成员获得公益性岗位"),
    "post_ended": Text("the public-welfare post ended", "公益性岗位退出"),
    "work_relief_began": Text("a member was taken on for work relief", "一名成员参加以工代赈"),
    "work_relief_ended": Text("work relief ended", "以工代赈结束"),
    "trained": Text("a member finished vocational training", "一名成员完成职业培训"),
    "relief": Text("received {amount} of temporary relief", "获得临时救助{amount}"),
    "grant": Text("received an industry grant of {amount}", "获得产业到户补助{amount}"),
    "share_grant": Text("{amount} of industry funds were turned into shares for it", "产业资金{amount}折股到户"),
    "side_award": Text("received an award of {amount} for a small side industry", "获得“五小”产业奖补{amount}"),
    "insurance_payout": Text("agricultural or house insurance paid out {amount}", "获得农业保险（农房保险）赔款{amount}"),
    "anti_return_payout": Text("anti-return insurance paid out {amount}", "获得防贫返贫保险赔款{amount}"),
    "house_aid": Text("received {amount} towards mending the house", "获得危房改造补助{amount}"),
    "education_relief": Text("received {amount} towards the cost of schooling", "获得教育资助{amount}"),
    "loan": Text("took up microcredit of {amount}", "获得小额信贷{amount}"),
    "taper": Text("the support of the transition period began to be withdrawn", "过渡期帮扶政策开始退坡"),
}  # fmt: skip
CLASSES = {
    "unstable": Text("an unstable ex-poor household", "脱贫不稳定户"),
    "marginal": Text("a marginal household", "边缘易致贫户"),
    "sudden": Text("a household in sudden hardship", "突发严重困难户"),
}
PAYERS = (
    ("fund_paid", Text("the insurance funds paid {0}", "医保基金支付{0}")),
    ("aid_paid", Text("medical aid paid {0}", "医疗救助{0}")),
    ("lever_paid", Text("special medical protection paid {0}", "医保倾斜政策补助{0}")),
)


def told(event: Event, lang: str) -> str:
    """The event as a clause without full stop."""
    fields: dict[str, str] = {name: FORMATS.get(name, money)(value, lang) for name, value in event.amounts.items()}
    if event.kind == "hospital":
        fields["payers"] = payers(event, lang)
    if event.kind == "forgone":
        fields["share"] = percent(plain(forgone_part)(event.amounts["amount"], event.amounts["bill"]))
    fields["class"] = CLASSES.get(event.reason, Text("", "")).of(lang)
    several = event.until > event.quarter and "amount" in event.amounts
    said = SENTENCES.get(f"{event.kind}:{event.reason}", SENTENCES[event.kind])
    return said.of(lang).format(**fields) + (Text(" in all", "（合计）").of(lang) if several else "")


def payers(event: Event, lang: str) -> str:
    """Who paid of a medical bill beside the household."""
    found = [
        text.of(lang).format(money(event.amounts[name], lang))
        for name, text in PAYERS
        if event.amounts.get(name, 0.0) >= SMALL
    ]
    if not found:
        return ""
    return Text(f", of which {listed(found, 'en')}", f"其中{listed(found, 'zh')}，").of(lang)


FORMATS: dict[str, Callable[[float, str], str]] = {
    "n": lambda n, lang: count(n).of(lang),
    "share": lambda share, lang: percent(share),
    "welfare": exact,
    "line": exact,
}

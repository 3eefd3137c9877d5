"""Commands, arguments and their explanations in both languages. Imports nothing heavy."""

from __future__ import annotations

from sim.language import LANGUAGES, Text

REPLICATES = {"run": 10, "compare": 8, "risk": 40}  # where the line does not say
LANES = ("compiled", "agents")
ACTIONS = ("template", "make", "check")  # of fanpin population

COMMANDS: dict[str, Text] = {
    "run": Text(
        "run a scenario: how likely a large-scale return to poverty is, and what each lever does",
        "模拟一个情景：规模性返贫的可能性有多大，各项政策起多大作用",
    ),
    "compare": Text("compare scenarios under the same luck", "在相同随机条件下比较几个情景"),
    "risk": Text(
        "how often the return rate exceeds each threshold, as a curve", "返贫率超过各档阈值的概率（附曲线图）"
    ),
    "sensitivity": Text(
        "which parameters matter most: Morris screening or Sobol' indices",
        "敏感性分析：哪些参数最影响结果（Morris 筛选或 Sobol' 指数）",
    ),
    "population": Text(
        "tables of households, firms and ties: templates, those of a synthetic county, the check of your own",
        "农户表、经营主体表、联结表：生成空白模板、用合成县生成示例、检查自备的表格",
    ),
    "parameters": Text(
        "list every parameter with unit, range, source and evidence", "列出全部参数及其单位、范围、出处和证据等级"
    ),
    "levers": Text("list the policy levers and the channels they act through", "列出各项政策及其参数和作用渠道"),
    "bench": Text("measure speed and memory on this machine, pass by pass", "测量本机运行速度和内存，逐步骤列出"),
    "reproduce": Text(
        "make published results again, or check them or any result folder",
        "重做已发布的结果；核对已发布结果或任一结果文件夹",
    ),
}

LABELS: dict[str, Text] = {
    "COMMAND": Text("COMMAND", "命令"),
    "scenario": Text("SCENARIO", "情景"),
    "base": Text("BASE", "基准情景"),
    "others": Text("OTHER", "对比情景"),
    "experiment": Text("EXPERIMENT", "实验"),
    "action": Text("|".join(ACTIONS), "|".join(ACTIONS)),
    "source": Text("SCENARIO|TABLE", "情景或表格"),
    "--replicate": Text("N", "序号"),
    "--population": Text("TABLE", "表格"),
    "--firms": Text("TABLE", "表格"),
    "--ties": Text("TABLE", "表格"),
    "names": Text("NAME|FOLDER", "名称或文件夹"),
    "--out": Text("FOLDER", "文件夹"),
    "--seed": Text("N", "整数"),
    "--replicates": Text("N", "次数"),
    "--households": Text("N", "户数"),
    "--quarters": Text("N", "季度数"),
    "--threads": Text("N", "个数"),
    "--workers": Text("N", "个数"),
    "--lane": Text("|".join(LANES), "|".join(LANES)),
    "--set": Text("PATH=VALUE", "参数=取值"),
    "--lang": Text("|".join(LANGUAGES), "|".join(LANGUAGES)),
    "--explain": Text("N", "户数"),
    "--scenario": Text("SCENARIO", "情景"),
    "--like": Text("TEXT", "文字"),
}

HELP: dict[str, Text] = {
    "scenario": Text(
        "name such as pengshui/baseline, or the path of a .toml file",
        "情景名称（如 pengshui/baseline），或 .toml 文件的路径",
    ),
    "base": Text("scenario to compare with", "作为基准的情景"),
    "others": Text("scenarios to compare, one or more", "要与基准比较的情景，一个或多个"),
    "experiment": Text(
        "name such as pengshui-morris, or the path of a .toml file",
        "实验名称（如 pengshui-morris），或 .toml 文件的路径",
    ),
    "action": Text(
        "template: an empty table; make: a table of a scenario's synthetic county; check: your own table",
        "template 生成空白模板，make 用情景的合成县生成表格，check 检查自备的表格",
    ),
    "source": Text(
        "of make: a scenario such as pengshui/baseline; of check: the table, a .csv file",
        "make 后写情景（如 pengshui/baseline），check 后写表格（.csv 文件）",
    ),
    "population --out": Text("the .csv file to write", "要写入的 .csv 文件"),
    "population --force": Text("replace the file if it is there", "文件已存在时予以替换"),
    "--replicate": Text("number of the replicate whose luck is taken (default 0)", "取第几次重复模拟的随机数（默认0）"),
    "--population": Text(
        "start from the households of this table instead of a synthetic population (see fanpin population)",
        "以此表中的农户代替合成人口作为起点（见 fanpin population）",
    ),
    "--firms": Text(
        "co-operatives and enterprises of this table instead of drawn ones; needs --population",
        "以此表中的合作社、企业和车间代替抽取的经营主体；须与 --population 一起使用",
    ),
    "--ties": Text(
        "who works at, belongs to, holds shares in, lends and sells to which of these firms; needs --firms",
        "以此表中的就业、社员、入股、户贷企用和订单收购关系代替抽取的联结；须与 --firms 一起使用",
    ),
    "population --firms": Text(
        "table of firms: a .csv file to write (template, make) or to check with the household table (check)",
        "经营主体表：要写入（template、make）或与农户表一起检查（check）的 .csv 文件",
    ),
    "population --ties": Text(
        "table of ties, in the same way; needs --firms but for a template",
        "联结表，用法同上；除 template 外须与 --firms 一起使用",
    ),
    "reproduce --firms": Text("where its table of firms lies now", "其经营主体表现在的位置"),
    "reproduce --ties": Text("where its table of ties lies now", "其联结表现在的位置"),
    "reproduce --population": Text(
        "where the household table of a checked result lies now", "所核对结果使用的农户表现在的位置"
    ),
    "names": Text(
        "published results to make again (all of them when none is named); with --check also folders that run, compare "
        "or risk wrote",
        "要重做的已发布结果（不写则全部）；加 --check 时也可写 run、compare、risk 的结果文件夹",
    ),
    "--out": Text("folder for the result; without it, nothing is saved", "保存结果的文件夹；不写则不保存"),
    "--force": Text(
        "write although the folder holds other files (they are kept)", "文件夹中已有其他文件时仍然写入（原有文件保留）"
    ),
    "--seed": Text(
        "seed of all luck (default 1; sensitivity: as the experiment says)", "随机种子（默认1；sensitivity 按实验文件）"
    ),
    "--replicates": Text(
        "number of replicates (default: run 10, compare 8, risk 40; sensitivity: as the experiment says)",
        "重复模拟次数（默认：run 10次，compare 8次，risk 40次；sensitivity 按实验文件）",
    ),
    "--households": Text(
        "simulate a part of the county: whole villages until so many households are reached",
        "只模拟一部分村：按整村抽取，直到达到该户数",
    ),
    "--quarters": Text("simulate the first quarters only", "只模拟前若干个季度"),
    "--threads": Text("threads of one replicate (default 1)", "每次模拟的线程数（默认1）"),
    "--workers": Text("worker processes (default: all processors)", "同时运行的进程数（默认用全部处理器）"),
    "reproduce --out": Text("folder of published results (default: results)", "已发布结果所在的文件夹（默认 results）"),
    "--lane": Text(
        "compiled (fast) or agents (one agent at a time, slow); the results are the same",
        "compiled（编译，快）或 agents（逐个主体，慢），两者结果相同",
    ),
    "--set": Text(
        "change a parameter, e.g. --set levers.medical_insurance.reimbursement=0.7; may be repeated",
        "修改一个参数，如 --set levers.medical_insurance.reimbursement=0.7；可多次使用",
    ),
    "--lang": Text("language: zh Chinese, en English", "语言：zh 中文，en 英文"),
    "--json": Text("print the result as JSON and nothing else", "只输出 JSON 格式的结果"),
    "--quiet": Text("show no progress", "不显示进度"),
    "--no-levers": Text("leave out the effect of each lever (faster)", "不计算各项政策的作用（更快）"),
    "--explain": Text(
        "tell why households returned: causes of all, and N lives around a return (1 to 1000)",
        "说明农户为何返贫：全部返贫户的原因，并逐户讲述其中N户的经过（1～1000）",
    ),
    "--check": Text("compute again and compare instead of writing", "重新计算并与已有结果核对，不写文件"),
    "--small": Text("the small variant, for quick checks", "小规模版本，用于快速核对"),
    "--figures": Text(
        "draw the figures again from the stored tables, and compute nothing", "只用已存的表格重新绘图，不重新计算"
    ),
    "--scenario": Text("show the values of this scenario", "显示该情景的取值"),
    "--like": Text("only parameters whose path or meaning contains this text", "只显示名称或含义中包含该文字的参数"),
    "--help": Text("show this help", "显示帮助"),
    "--version": Text("show the version", "显示版本"),
}

EXAMPLES = {
    "": ("fanpin run pengshui/baseline", "fanpin run --help"),
    "run": (
        "fanpin run pengshui/baseline --households 5000 --out result",
        "fanpin run pengshui/baseline --set levers.medical_insurance.reimbursement=0.7",
        "fanpin run pengshui/baseline --households 5000 --replicates 1 --explain 3",
    ),
    "compare": ("fanpin compare pengshui/baseline pengshui/kept pengshui/cliff --out result",),
    "risk": ("fanpin risk pengshui/cliff --replicates 40 --out result",),
    "sensitivity": ("fanpin sensitivity pengshui-morris --out result",),
    "population": (
        "fanpin population template --out households.csv",
        "fanpin population make pengshui/baseline --households 500 --out example.csv",
        "fanpin population check households.csv",
        "fanpin population check households.csv --firms firms.csv --ties ties.csv",
        "fanpin run pengshui/baseline --population households.csv --firms firms.csv --ties ties.csv",
    ),
    "parameters": ("fanpin parameters --like reimbursement", "fanpin parameters --like 报销"),
    "levers": ("fanpin levers --scenario pengshui/baseline",),
    "bench": ("fanpin bench", "fanpin bench --households 5000 --quarters 8"),
    "reproduce": ("fanpin reproduce pengshui-transition --check --small", "fanpin reproduce --check result"),
}

DESCRIPTION = Text(
    "Fanpin: an agent-based simulation of household poverty dynamics and of the risk of a large-scale return to poverty.",
    "Fanpin（返贫）：农户贫困动态与规模性返贫风险的主体仿真模型。",
)
TITLES = {
    "usage": Text("usage: ", "用法："),
    "options": Text("[options]", "[选项]"),
    "commands": Text("commands:", "命令："),
    "arguments": Text("arguments:", "参数："),
    "optional": Text("options:", "选项："),
    "scenarios": Text("scenarios:", "可用的情景："),
    "experiments": Text("experiments:", "可用的实验："),
    "examples": Text("examples:", "示例："),
}

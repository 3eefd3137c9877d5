"""What tomllib complains of, in both languages."""

from __future__ import annotations

import re

_POSITION = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")

# What an input method for Chinese types in place of = " ' , [ ] { } . #
_FULL_WIDTH = re.compile("[\uff1d\u201c\u201d\u2018\u2019\uff0c\u3010\u3011\uff5b\uff5d\uff0e\u3002\uff03]")

# The beginning of tomllib's message, ours in English, ours in Chinese.
_MESSAGES = (
    ("Expected '=' after a key", "there is no = after the key", "键名之后缺少等号 ="),
    ("Invalid value", "the value cannot be read; a text needs quotes", "无法识别取值；文字须加引号"),
    ("Unterminated string", "a quotation mark is not closed", "引号没有闭合"),
    (
        "Illegal character",
        "a quotation mark is not closed, or a character is not allowed",
        "引号没有闭合，或含有不允许的字符",
    ),
    ("Expected newline or end", "something follows the value on its line", "取值之后同一行还有多余内容"),
    ("Unclosed array", "a square bracket is not closed", "方括号没有闭合"),
    ("Unclosed inline table", "a curly bracket is not closed", "花括号没有闭合"),
    (
        "Invalid initial character for a key",
        "this is not a key; one with Chinese or dots in it needs quotes",
        "键名不合法；含中文或句点的键名须加引号",
    ),
    ("Expected ']", "the bracket of the section's name is not closed", "节名的方括号没有闭合"),
    ("Invalid statement", "this is neither a section nor key = value", "既不是节名，也不是“键 = 值”"),
    ("Duplicate inline table key", "a key appears twice between curly brackets", "花括号内键名重复"),
    ("Unescaped '\\'", "write \\\\ for a backslash, or use single quotes", "反斜杠须写成 \\\\，或改用单引号"),
    ("Found invalid character", "a character is not allowed here", "含有不允许的字符"),
    ("Invalid date", "there is no such date", "日期不存在"),
    ("Cannot overwrite", "this was given already", "重复赋值"),
    ("Cannot declare", "this section was given already", "该节重复出现"),
    ("Cannot mutate", "this was closed already and cannot be added to", "该表已经写完，不能再补充"),
    ("Cannot redefine", "this was given already", "重复定义"),
)


def line_of(message: str) -> int:
    """The line that a message of tomllib names, or 0."""
    found = _POSITION.search(message)
    return int(found[1]) if found and found[1] else 0


def explained(message: str, text: str) -> tuple[str, str]:
    """What is wrong with ``text``, in English and Chinese, from tomllib's message."""
    unknown = ("", _POSITION.sub("", message), "TOML 语法错误")
    _, en, zh = next((known for known in _MESSAGES if message.startswith(known[0])), unknown)
    if _FULL_WIDTH.search(text):
        en += "; it contains full-width punctuation, which TOML does not know"
        zh += "；该行含有全角标点，请改用半角"
    return en, zh

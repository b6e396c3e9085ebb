"""Drop everything that is not the paper: comments, control characters, site chrome; normalise numbers of papers."""

from __future__ import annotations

import re

from xiandao.policy.methods.layout import rejoin_cells, unwrap
from xiandao.policy.methods.lexicon import anywhere, words

_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufffe\uffff]"
)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_BREAK = re.compile(r"\r\n?|[\u2028\u2029\x85\x0c]")
_DOC_NUMBER = re.compile(
    r"([\u4e00-\u9fffA-Za-z]{2,14}?)\s?[〔\[（(［【]\s?((?:19|20)\d{2})\s?[〕\]）)］】]\s?(?:第\s?)?0*([1-9]\d{0,3})\s?号"
)
_HEADING = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}\s?[、.．]|[(（][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十百]{1,4}[章条节编]|\d{1,2}\s?[.．﹒、](?!\d)|——)"
)
_MAIN_HEADING = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十百]{1,4}[章条])"
)
_TITLE_WORDS = (
    r"(?:意见|方案|计划|规划|措施|办法|通知|决定|条例|细则|要点|清单|分解表|任务表|分工表|责任表|一览表|纲要|政策|公告|十条"
    r"|行动|若干规定|工作安排|白皮书|图谱)"
)
TITLE = re.compile(
    rf"^[^。；]{{4,90}}{_TITLE_WORDS}(?:的(?:通知|批复|函|公告|通告))?(?:[（(].{{1,40}}[)）])*(?:出台|发布|印发|公布)?$"
)
_PAGE = re.compile(
    r"^\s*(?:[—\-–]\s*\d{1,3}\s*[—\-–]|第\s?\d{1,3}\s?页(?:\s?共\s?\d{1,3}\s?页)?)\s*$"
)
_LABELLED = re.compile(
    r"(?:索引号|标题|文号|发文字号|主题分类|成文日期|发布日期|发文机关|公文种类|主题词|有效性)[:：]"
)
_MARKDOWN = re.compile(r"^#{1,6}\s+")


def normalise_characters(text: str) -> str:
    """Make a text safe to slice and encode: one kind of line break, no control characters, no lone surrogates.

    >>> normalise_characters("一、总则\\r\\n\\ufeff（一）\\x00目标\\ud800")
    '一、总则\\n（一）目标�'
    """
    text = _SURROGATE.sub("\ufffd", text)
    text = _BREAK.sub("\n", text).replace("\u00a0", " ").replace("\u3000", " ")
    return _CONTROL.sub("", text)


def normalise_doc_number(text: str) -> str:
    """Write numbers of official papers with the prescribed brackets 〔〕.

    Source: GB/T 9704-2012 党政机关公文格式, 7.2.5.

    >>> normalise_doc_number("苏政发[2023]104号")
    '苏政发〔2023〕104号'
    """
    return _DOC_NUMBER.sub(lambda found: f"{found[1]}〔{found[2]}〕{found[3]}号", text)


def clean(text: str) -> tuple[str, list[str]]:
    """Separate the paper from what surrounds it.

    Args:
        text: the text as it was pasted or extracted.

    Returns:
        The paper, one paragraph a line, and the dropped lines of its head (they may name title and number).

    >>> clean("# 注\\n首页 > 政务公开\\n某省行动计划\\n一、目标\\n到2027年建设10个。\\n微信公众号")[0]
    '某省行动计划\\n一、目标\\n到2027年建设10个。'
    """
    lines = [line.rstrip() for line in normalise_characters(text).split("\n") if line.strip()]
    lines = rejoin_cells(unwrap([line for line in lines if not _PAGE.match(line)]))
    lines = [plain for line in lines if (plain := _uncomment(line)).strip()]
    first = _first_body_line(lines)
    head, dropped = _trim_head(lines[:first])
    body = _trim_tail(lines[first:])
    return normalise_doc_number("\n".join([*head, *body])), dropped


def _uncomment(line: str) -> str:
    if not line.lstrip().startswith("#"):
        return line.strip(" ") if "\t" in line else line.strip()
    plain = line.strip()
    text = _MARKDOWN.sub("", plain)
    titled = TITLE.match(text) and not re.search("[:：A-Za-z]{3}|[:：]", text)
    if text != plain and (plain.startswith("##") or _HEADING.match(text) or titled):
        return text.strip("# ")
    return ""


def _first_body_line(lines: list[str]) -> int:
    for at, line in enumerate(lines):
        if _MAIN_HEADING.match(line) or line.startswith("——"):
            return at
        if len(line) > 45 and re.search("[。；.;]", line) and not _is_head_chrome(line):
            return at
        if (line.count("\t") >= 2 or line.count("|") >= 3) and not _is_head_chrome(line):
            return at
    numbered = [at for at, line in enumerate(lines) if _HEADING.match(line) or "。" in line]
    return numbered[0] if numbered else len(lines)


def _trim_head(lines: list[str]) -> tuple[list[str], list[str]]:
    titles = [
        at for at, line in enumerate(lines) if TITLE.match(line) and not _is_head_chrome(line)
    ]
    kept: list[str] = []
    dropped: list[str] = []
    for at, line in enumerate(lines):
        navigation = bool(titles) and at < titles[0] and not re.search("[。：:]$|人民政府|〔", line)
        (dropped if navigation or _is_head_chrome(line) else kept).append(line)
    return kept, dropped


def _trim_tail(lines: list[str]) -> list[str]:
    headings = [at for at, line in enumerate(lines) if _MAIN_HEADING.match(line)]
    last = headings[-1] if headings else 0
    tail = anywhere("chrome", "tail")
    for at, line in enumerate(lines):
        if at > last and tail.search(line[:400]) and (len(line) < 200 or _starts_tail(line)):
            return lines[:at]
    return [line for at, line in enumerate(lines) if at >= 3 or not _is_head_chrome(line)]


def _starts_tail(line: str) -> bool:
    found = anywhere("chrome", "tail").search(line[:400])
    return bool(found and found.start() < 12)


def _is_menu(line: str) -> bool:
    """A bar of short words such as 首页 | 政务公开 | 登录, or a line of labels such as 索 引 号：."""
    pieces = [piece for piece in re.split(r"[|｜/·>\s]+", line.strip()) if piece]
    short = len(pieces) > 2 and all(len(piece) <= 10 for piece in pieces)
    if short and any(piece in words("chrome")["menu"] for piece in pieces):
        return True
    return bool(_LABELLED.match(re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff：:])", "", line)))


def _is_head_chrome(line: str) -> bool:
    return (
        _is_menu(line)
        or bool(anywhere("chrome", "head").search(line[:400]))
        or (len(line) < 60 and bool(anywhere("chrome", "tail").search(line)))
    )

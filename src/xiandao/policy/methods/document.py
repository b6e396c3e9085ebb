"""Title, issuer, number and date of a paper, found also where only an excerpt or a web page is given."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from xiandao.policy.methods.cleaning import TITLE, normalise_doc_number
from xiandao.policy.methods.folding import fold
from xiandao.policy.methods.lexicon import alternatives, words
from xiandao.terms import numeral
from xiandao.terms.error import TermError

_NUMBER = re.compile(r"[\u4e00-\u9fffA-Za-z]{2,14}〔(?:19|20)\d{2}〕[1-9]\d{0,3}号")
_BOOK = re.compile(r"印发(?:了|《|关于)?[^《]{0,6}《([^《》]{4,80})》|印发了?《([^《》]{4,80})》")
_DATE = re.compile(r"((?:19|20)\d{2})\s?[年\-/.]\s?(\d{1,2})\s?[月\-/.]\s?(\d{1,2})\s?日?")
_SIGNATURE = re.compile(r"^(?P<name>[\u4e00-\u9fff、]{3,40})$")
_AGGREGATOR = re.compile(r"\[([^\[\]]{6,90}?)(?:[（(]([^（()）]{4,30}号)[)）])?\]\s*由")
_META = re.compile(r"^(?:发文机关|发布机构|发布单位|制发机关|公布机关)\s*[:：]\s*(\S{3,40})")
_META_DATE = re.compile(
    r"(?:成文日期|发布日期|发文日期|发布时间|印发日期|生成日期)\s*[:：]\s*(?=\d)"
)
_HAN_DATE = re.compile(
    r"(?P<year>[一二][〇○零一二三四五六七八九]{3})年(?P<month>[一二三四五六七八九十]{1,3})月(?P<day>[一二三四五六七八九十]{1,3})日"
)
# A date in such a line says how long the paper holds, not when it was issued.
_OTHER_DATE = re.compile(r"有效期|施行|实施|废止|截止|截至|失效")
_SIGNED = re.compile(r"(?P<name>[\u4e00-\u9fff、]{3,30})\s+(?P<day>\S{8,14})")
_COVER = 15
_PERIOD = re.compile(r"[（(](?:19|20)\d{2}\s?年?\s?[—\-–－~～至到]+\s?(?:19|20)\d{2}\s?年?[)）]")
_NEWS = re.compile(r"(?:出台|发布|印发|公布)$")


@dataclass(frozen=True, slots=True)
class Document:
    """What identifies a paper; every part may be unknown."""

    title: str | None
    issuer: str | None
    doc_number: str | None
    issued_on: date | None


def read_document(text: str, dropped: list[str]) -> tuple[Document, int]:
    """Find what identifies a paper.

    Args:
        text: cleaned text.
        dropped: the site chrome that stood before it.

    Returns:
        The document, and how many leading lines are title, number and address.

    >>> text = "某省人民政府关于培育未来产业的意见\\n某政发〔2024〕3号\\n一、总则"
    >>> document, leading = read_document(text, [])
    >>> document.issuer, document.doc_number, leading
    ('某省人民政府', '某政发〔2024〕3号', 2)
    """
    lines = text.split("\n")
    head = lines[:12]
    leading = _leading_lines(head)
    chrome = normalise_doc_number("\n".join(dropped[:40])[:8000])
    title, number = _title(head, leading, chrome), None
    found = _own_number(lines[:leading]) or _NUMBER.search(chrome)
    number = found[0] if found else None
    if title and number and number in title:
        title = re.sub(rf"[（(]?{re.escape(number)}[^）)]*[)）]?", "", title)
    signed, signed_on = _signature(lines)
    issuer = signed or _meta(dropped) or _issuer_of(title) or _issuer_from_news(head)
    issued = signed_on or _head_date(head[:leading], dropped) or _covering_date(lines)
    return Document(title, issuer, number, issued), leading


def _leading_lines(head: list[str]) -> int:
    count = 0
    for line in head:
        plain = line.strip()
        if len(plain) > 90 or re.match(
            r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]+[)）]|第[一二三四五六七八九十]+[章条]|\d{1,2}[.、．﹒]|—|[①-⑳]|(?:前言|序言|引言)$",
            plain,
        ):
            break
        short = len(plain) <= 40 and not re.search("[。；，,;]", plain)
        known = (
            TITLE.match(plain)
            or (_NUMBER.search(plain) and not re.search("[。；]", plain))
            or re.search(r"[:：]$", plain)
            or re.fullmatch(r"[（(].{1,40}[)）]", plain)
            or _DATE.fullmatch(plain)
        )
        if "|" in plain or "\t" in line or not (known or (short and count == 0)):
            break
        count += 1
    return count


def _title(head: list[str], leading: int, chrome: str) -> str | None:
    joined = "\n".join(head[:8])
    book = _BOOK.search(joined)
    candidates = [line.strip() for line in head[:leading] if TITLE.match(line.strip())]
    candidates = [line for line in candidates if not line.endswith(("：", ":"))]
    if book and (not candidates or _NEWS.search(candidates[0])):
        return book[1] or book[2]
    if candidates:
        return _with_period(candidates[0], head)
    aggregator = _AGGREGATOR.search(chrome)
    if aggregator:
        return aggregator[1]
    meta = re.search(r"^标\s?题\s*[:：]\s*(.{4,90})$|^名称\s*[:：]\s*(.{4,90})$", chrome, re.M)
    if meta:
        return meta[1] or meta[2]
    dropped = [line for line in chrome.split("\n") if TITLE.match(line)]
    if dropped:
        return dropped[0]
    plain = head[0].strip() if leading and head else ""
    return plain if 4 <= len(plain) <= 60 else None


def _with_period(title: str, head: list[str]) -> str:
    """A period in brackets on the line below belongs to the title."""
    lines = [line.strip() for line in head]
    following = lines[lines.index(title) + 1 :][:1]
    return title + following[0] if following and _PERIOD.fullmatch(following[0]) else title


def _own_number(head: list[str]) -> re.Match[str] | None:
    """The number of the paper itself, not of one that a sentence refers to."""
    plain = [line.strip() for line in head if "《" not in line and not line.strip().endswith("。")]
    return next((found for line in plain if (found := _NUMBER.search(line))), None)


def _issuer_of(title: str | None) -> str | None:
    if not title:
        return None
    found = re.match(
        rf"([\u4e00-\u9fff]{{2,16}}?(?:{alternatives(words('institutions')['issuers'])}))(?=关于|印发|等|办公|$)",
        title,
    )
    return found[1] if found else None


def _issuer_from_news(head: list[str]) -> str | None:
    found = re.search(
        r"(?:^|\n)([\u4e00-\u9fff]{4,30}?)(?:近日|日前|今日|于近期|联合)?印发", "\n".join(head[:6])
    )
    return found[1] if found and found[1][-1] in "厅局委办室部府组会" else None


def _meta(dropped: list[str]) -> str | None:
    found = next((match for line in dropped[:40] if (match := _META.match(line.strip()))), None)
    return found[1] if found else None


def _signature(lines: list[str]) -> tuple[str | None, date | None]:
    name, day = None, None
    for line in (item for item in lines[-8:] if "\t" not in item and "|" not in item):
        plain = line.strip()
        found = None if _OTHER_DATE.search(plain) else _DATE.search(plain)
        ends = words("institutions")["issuers"]
        if found and len(plain) <= 60 and not re.search("[。；，]", plain):
            day = _date(found)
            before = plain[: found.start()].strip()
            if before and before.endswith(tuple(ends)):
                name = before
        elif _SIGNATURE.match(plain) and plain.endswith(tuple(ends)) and len(plain) <= 30:
            name = name or plain
    return name, day


def _head_date(head: list[str], dropped: list[str]) -> date | None:
    for line in dropped[:40]:
        label = _META_DATE.search(line)
        if label and (found := _DATE.search(line, label.end())):
            return _date(found)
    for line in (item for item in head if not _OTHER_DATE.search(item)):
        plain = fold(line.strip()).text.strip("（）")
        if (found := _DATE.fullmatch(plain)) or (
            len(plain) < 50 and (found := _DATE.search(plain))
        ):
            return _date(found)
    return None


def is_signature(line: str) -> bool:
    """Tell whether a line is only a name of an authority, a date, or the note on publication.

    >>> is_signature("某省人民政府办公厅"), is_signature("2026年1月15日"), is_signature("（此件公开发布）")
    (True, True, True)
    """
    plain = line.strip()
    return bool(
        written_date(plain)
        or re.fullmatch(r"[（(]?此件.{2,8}[)）]?|附件[:：\d一二三]?.{0,40}", plain)
        or (
            _SIGNATURE.match(plain)
            and len(plain) <= 24
            and plain.endswith(tuple(words("institutions")["issuers"]))
        )
    )


def _covering_date(lines: list[str]) -> date | None:
    """The date below a covering notice that stands before the paper itself."""
    for at, line in enumerate(lines):
        plain = line.strip()
        if len(plain) > 60:
            continue
        day = written_date(plain.strip("（）()"))
        if day and (at < _COVER or is_signature(lines[at - 1]) or _opens_paper(lines[at + 1 :])):
            return day
        signed = _SIGNED.fullmatch(plain)
        if signed and signed["name"].endswith(tuple(words("institutions")["issuers"])):
            return written_date(signed["day"])
    return None


def _opens_paper(lines: list[str]) -> bool:
    following = [line.strip() for line in lines[:2]]
    return any(TITLE.match(line) or re.fullmatch(r"附件.{0,12}", line) for line in following)


def written_date(text: str) -> date | None:
    """Read a text that is a date and nothing else, in figures or in characters.

    >>> written_date("2024年6月3日"), written_date("二〇二四年六月三日"), written_date("6月3日")
    (datetime.date(2024, 6, 3), datetime.date(2024, 6, 3), None)
    """
    if found := _DATE.fullmatch(text):
        return _date(found)
    han = _HAN_DATE.fullmatch(text)
    if han is None:
        return None
    try:
        return date(*(int(numeral.parse(han[part])) for part in ("year", "month", "day")))
    except (ValueError, TermError):
        return None


def _date(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None

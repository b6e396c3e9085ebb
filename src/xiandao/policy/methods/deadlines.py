"""Years in a text and what each of them does: a deadline, a baseline, a start, a mere date."""

from __future__ import annotations

import re
from dataclasses import dataclass

from xiandao.terms import numeral

_DIGIT_YEAR = r"(?:19|20|21)\d{2}"
_HAN_YEAR = r"[一二][〇零一二三四五六七八九]{3}"
_MARK = re.compile(
    rf"(?P<book>《[^《》]{{0,120}}》|[〔\[]\d{{4}}[〕\]])"
    rf"|(?P<from>{_DIGIT_YEAR})年?(?:—{{1,2}}|-|～|至|到)(?P<to>{_DIGIT_YEAR})年"
    rf"|(?P<year>{_DIGIT_YEAR}|{_HAN_YEAR})年(?P<month>\d{{1,2}}月)?(?P<day>\d{{1,2}}日)?"
    rf"|“?(?P<plan>十[一二三四五六七])五”?(?=期间|末|时期|期末|以来|初|中期|的?五年|全省|全市|[，：、]|规划|时)"
    rf"|(?P<again>再(?:用|经过|通过|花)?(?P<span>\d{{1,2}}|[一二两三四五六七八九十]{{1,2}})个?(?:—\d|至\d)?年)"
    rf"|(?P<within>(?:用|利用|通过|经过)(?:\d{{1,2}}|[一二两三四五六七八九十]{{1,2}})(?:—\d{{1,2}}|至\d{{1,2}}|到\d{{1,2}})?年)"
    rf"|(?P<same>同期|届时|到期末)"
    rf"|(?P<yearly>每(?:个)?(?:年|季度|月|半年|季|周)|年度(?=新增|举办|实施))"
)
_BASELINE_BEFORE = re.compile(r"(?:较|比|相比|相较于?|对比|与|自|按|以|基期为?)$")
_FROM_BEFORE = re.compile(r"(?:从|由)$")
_BASELINE_AFTER = re.compile(
    r"(?:年)?(?:末|底|初)?(?:为?基期|为?基数|的?基础上|水平|不变价|相比|以来|增长基数|价格|版|为基准)"
)
_START_AFTER = re.compile(r"(?:\d{1,2}月)?(?:\d{1,2}日)?(?:起|开始|以来|之后起)")
_DEADLINE_AFTER = re.compile(
    r"(?:\d{1,2}月)?(?:份)?(?:底|末|上半年|下半年|年中)?(?:以?前|之前|底|末)"
)
_PLAN_END = {
    "十一": 2010,
    "十二": 2015,
    "十三": 2020,
    "十四": 2025,
    "十五": 2030,
    "十六": 2035,
    "十七": 2040,
}
RECURRENCES = {
    "年": "annual",
    "年度": "annual",
    "半年": "half-yearly",
    "季度": "quarterly",
    "季": "quarterly",
    "月": "monthly",
    "周": "weekly",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One time expression: ``kind`` is deadline, baseline, start, relative, same or yearly."""

    start: int
    end: int
    kind: str
    year: int | None = None
    first_year: int | None = None
    recurrence: str | None = None


def find_marks(text: str) -> list[Mark]:
    """List the time expressions of a folded text in order.

    Args:
        text: folded text.

    >>> [(mark.kind, mark.year) for mark in find_marks("能耗较2025年下降，“十五五”期间达标，二〇二七年底前完成")]
    [('baseline', 2025), ('deadline', 2030), ('deadline', 2027)]
    >>> [(mark.kind, mark.recurrence) for mark in find_marks("每年实施，再经过5年努力")]
    [('yearly', 'annual'), ('relative', None)]
    """
    return [mark for found in _MARK.finditer(text) if (mark := _mark(found, text)) is not None]


def plan_period(title: str) -> tuple[int, int] | None:
    """Read the period a plan covers from its title.

    >>> plan_period("某市行动计划（2024—2026年）"), plan_period("某省“十四五”规划"), plan_period("意见")
    ((2024, 2026), (2021, 2025), None)
    """
    years = re.search(rf"({_DIGIT_YEAR})年?(?:—{{1,2}}|-|～|至|到)({_DIGIT_YEAR})年?", title)
    if years:
        return int(years[1]), int(years[2])
    plan = re.search(r"(十[一二三四五六七])五", title)
    if plan:
        return _PLAN_END[plan[1]] - 4, _PLAN_END[plan[1]]
    single = re.search(
        rf"[（(]?({_DIGIT_YEAR})年(?:度)?(?:工作要点|重点任务|行动|工作计划|任务)", title
    )
    return (int(single[1]), int(single[1])) if single else None


def row_deadline(cell: str) -> tuple[int | None, str | None]:
    """Read the year and the recurrence that a cell or label 完成时限 states.

    >>> row_deadline("2025年12月"), row_deadline("2026-06"), row_deadline("持续推进"), row_deadline("每年")
    ((2025, None), (2026, None), (None, None), (None, 'annual'))
    """
    marks = find_marks(
        cell if "年" in cell else re.sub(rf"({_DIGIT_YEAR})", r"\1年", cell, count=1)
    )
    years = [
        mark.year for mark in marks if mark.year and mark.kind in ("deadline", "baseline", "start")
    ]
    yearly = next((mark.recurrence for mark in marks if mark.kind == "yearly"), None)
    return (max(years) if years else None), yearly


def _mark(found: re.Match[str], text: str) -> Mark | None:
    start, end = found.span()
    if found["book"]:
        return None
    if found["yearly"]:
        return Mark(start, end, "yearly", recurrence=RECURRENCES[found["yearly"].lstrip("每个")])
    if found["same"]:
        return Mark(start, end, "same")
    if found["again"]:
        return Mark(start, end, "relative", first_year=int(numeral.parse(found["span"])))
    if found["within"]:
        return Mark(start, end, "within")
    if found["to"]:
        return Mark(start, end, "deadline", int(found["to"]), int(found["from"]))
    if found["plan"]:
        return _plan_mark(found, text)
    written = found["year"]
    year = int(written) if written.isdigit() else int(numeral.parse(written))
    return Mark(start, end, _year_kind(found, text), year)


def _plan_mark(found: re.Match[str], text: str) -> Mark | None:
    after = text[found.end() : found.end() + 4]
    year = _PLAN_END[found["plan"]]
    if after.startswith(("规划", "、")):
        return None
    if re.match(r"(?:以来|末?相比|初)", after) or _BASELINE_BEFORE.search(
        text[max(0, found.start() - 3) : found.start()]
    ):
        return Mark(found.start(), found.end(), "baseline", year)
    return Mark(found.start(), found.end(), "deadline", year)


def _year_kind(found: re.Match[str], text: str) -> str:
    before = text[max(0, found.start() - 4) : found.start()]
    after = text[found.end() : found.end() + 8]
    if _DEADLINE_AFTER.match(after):
        if re.search(r"(?:较|比|相比|相较于?)$", before):
            return "baseline"
        return "deadline"
    if found["day"] and not re.match(r"(?:之?前|以前)", after):
        return "date"
    if _BASELINE_BEFORE.search(before) or _BASELINE_AFTER.match(after):
        return "baseline"
    if _FROM_BEFORE.search(before):
        return "start"
    return "start" if _START_AFTER.match(after) else "deadline"

"""Is a number a target, a standing parameter, the size of a named set, or none of these."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from xiandao.policy.methods.describing import (
    belongs_to_name,
    hands_down,
    is_dealt_with,
    only_describes,
    set_kind,
    sets_condition,
)
from xiandao.policy.methods.governing import Timing
from xiandao.policy.methods.lexicon import alternatives, words
from xiandao.policy.methods.segments import Parsed, Phrase
from xiandao.terms.quantity import Comparator

_RANKING = re.compile(
    r"(?:进入|跻身|位居|位列|保持|稳居|排名|位次|挺进|迈入|居|列|进|入围)[^，。；、]{0,14}$"
)
_SERVICE = re.compile(r"(?:为?每[人家户名个位]|免费|提供|承诺)")
_EACH_SERVED = re.compile(r"(?:为|向|给)每[人家户名个位][^，。；]*$")
_RULE = re.compile(
    r"提取|可(?!再生|视|靠|控|信|持续|穿戴|编程|行)|按不|安排|用于|原则上|不得|免费|比例|最低价|压缩|承诺|划拨|预留|返还|留存|出资|补足|可达"
)
_LEVEL = re.compile(
    r"达到|提高|增长|提升|增速|降低|下降|年均|突破|超过|稳定在|增加|覆盖率|普及率|国产化率|力争|占比达|比重达"
)
_HANDLED = re.compile(r"(?:压缩|缩短|控制|办结|响应|反馈|答复|办理|审批|时限)")
_AHEAD = re.compile(
    r"(?<!截)[到至](?=(?:19|20|21)\d{2}年|二[〇零]|“?十[四五六七]五|本世纪)|力争|确保|目标|计划|底前|年前|每年|将|期间"
)
_OF_A_PRICE = re.compile(
    r"(?:不高于|不低于|不超过|按照?)[^，。；]{2,24}(?:价|标准|利率|基准|租金|LPR）?)[^，。；]{0,4}的$"
)
_BALANCE = re.compile(r"(?:余额|存量|保有量|总数|总量|总额|数量|面积)(?:为|共计?|是)?$")
_DONE = re.compile(r"[^早而久]已(?!经?有序)")
_SIZE = re.compile(
    r"(?:规模|产值|营收|收入|增加值|总量|体量|交易额|投资额|余额|成交额|市场)"
    r"[^，。；、]{0,6}?(?:达到?|突破|超过?|迈上|迈入|跃上|迈向|实现|为|至)?$"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a number stands: in a section on the past, in a table row, with which reference year."""

    past_section: bool = False
    preamble: bool = False
    conditions: bool = False
    in_row: bool = False
    open_ended: bool = False
    reference_year: int | None = None


def kind_of(
    parsed: Parsed,
    phrase: Phrase,
    timing: Timing,
    comparator: Comparator,
    stated: bool,
    place: Place,
) -> str | None:
    """Judge one number that is not part of a benefit.

    Args:
        parsed: the paragraph.
        phrase: the number.
        timing: its year and recurrence.
        comparator: how it binds.
        stated: whether a comparator word stands in the text.
        place: the surroundings.

    Returns:
        ``target``, ``parameter``, ``scope`` or nothing.

    >>> from xiandao.policy.methods.folding import fold
    >>> from xiandao.policy.methods.segments import parse
    >>> parsed = parse(fold("成立由12个部门组成的专班，建设10个平台"))
    >>> timing = Timing(2027, None, "text", None)
    >>> [kind_of(parsed, one, timing, Comparator.EQ, False, Place()) for one in parsed.phrases]
    [None, 'target']
    """
    if phrase.role != "head" or place.past_section:
        return None
    if _is_past(parsed, phrase, timing, place, stated):
        return None
    amount = phrase.amount
    before = parsed.text[phrase.segment[0] : amount.start]
    after = parsed.text[amount.end : amount.end + 16]
    if amount.form in ("duration", "bare", "rank", "level"):
        return _special_kind(parsed, phrase, comparator, stated)
    first, last = parsed.sentence(amount.start)
    own = timing.mark is None or timing.mark.start >= first
    dated = own and timing.source in ("text", "row")
    if (
        after.startswith("俱乐部")
        or place.conditions
        or sets_condition(parsed.text[first : amount.start], before, dated=dated)
        or is_dealt_with(parsed, phrase, before)
        or belongs_to_name(phrase, stated, before, after)
        or hands_down(parsed.text[first:last], dated=dated or stated)
    ):
        return None
    if amount.form in ("count", "multiple", "measure") and only_describes(
        parsed, phrase, comparator, timing, stated
    ):
        return None
    if (
        amount.unit == "次"
        and timing.recurrence
        and (timing.recurrence != "annual" or _cadence().search(before + after))
    ):
        return None
    if amount.form == "count" and re.search(r"等$", before) and not stated:
        return set_kind(before, after)
    if not _has_evidence(parsed, phrase, timing, stated, place):
        return None
    return "parameter" if _is_rule(parsed, phrase, timing, before, after) else "target"


def _special_kind(
    parsed: Parsed, phrase: Phrase, comparator: Comparator, stated: bool
) -> str | None:
    amount = phrase.amount
    before = parsed.text[phrase.segment[0] : amount.start]
    after = parsed.text[amount.end : amount.end + 16]
    if amount.form == "duration":
        handled = comparator is Comparator.LE and _HANDLED.search(before + after)
        return "parameter" if handled else None
    if amount.form == "bare":
        return "target" if stated else None
    if amount.form == "rank":
        return "target" if _RANKING.search(before) else None
    return _level_kind(parsed, phrase, before, after)


def _is_past(parsed: Parsed, phrase: Phrase, timing: Timing, place: Place, stated: bool) -> bool:
    at = phrase.amount.start
    first, _ = parsed.sentence(at)
    mark = timing.mark
    dated = mark is not None and mark.kind == "deadline" and mark.year
    if dated and place.reference_year and dated < place.reference_year:
        return True
    if place.preamble and _is_report(parsed, first, at):
        return True
    if not stated and mark and _stood(parsed, phrase, mark.start):
        return True
    start = max(
        first,
        mark.end if mark and mark.kind == "deadline" and not _as_of(parsed, mark.start) else first,
    )
    for found in _past().finditer(parsed.text, start, at):
        if parsed.shape.find("；", found.end(), at) < 0:
            return True
    told = parsed.text[max(start, phrase.segment[0] - 1) : at]
    return ("已" in told and bool(_DONE.search(told))) or (
        place.reference_year is not None and _stated_before(parsed, at, first, place.reference_year)
    )


def _is_report(parsed: Parsed, first: int, at: int) -> bool:
    """Before the first clause a year without 到, 力争, 底前 and the like reports what was reached."""
    dated = [
        mark
        for mark in parsed.marks
        if first <= mark.start < at and mark.kind in ("deadline", "date")
    ]
    _, last = parsed.sentence(at)
    return bool(dated) and not _AHEAD.search(parsed.text[first:last])


def _as_of(parsed: Parsed, at: int) -> bool:
    return parsed.text[max(0, at - 2) : at] in ("截至", "截止")


def _stood(parsed: Parsed, phrase: Phrase, at: int) -> bool:
    """“截至2024年末，贷款余额33.3万亿元”: as of a date and without a verb, a number reports."""
    own = parsed.text[max(phrase.segment[0], phrase.left) : phrase.amount.start]
    same = parsed.sentence(at) == parsed.sentence(phrase.amount.start)
    return same and _as_of(parsed, at) and bool(_BALANCE.search(own))


def _stated_before(parsed: Parsed, at: int, first: int, reference: int) -> bool:
    """The nearest year of the sentence, whatever its kind, lies before the paper."""
    years = [
        mark
        for mark in parsed.marks
        if first <= mark.start < at and mark.year and mark.kind in ("deadline", "date")
    ]
    return bool(years) and (years[-1].year or reference) < reference


def _level_kind(parsed: Parsed, phrase: Phrase, before: str, after: str) -> str | None:
    segment = parsed.text[phrase.segment[0] : phrase.segment[1]]
    if _vague().search(segment) or phrase.amount.unit == "":
        return None
    # “产业规模达到万亿级”: nothing follows, the order of magnitude itself is the goal.
    if not re.match(r"[^，。；、）]", after) and _SIZE.search(before):
        return "target"
    if not _goal().search(parsed.text[phrase.segment[0] : phrase.amount.start]):
        return None
    return (
        "target"
        if re.match(
            r"[^，。；、]{0,14}(?:产业|集群|规模|能力|产能|基地|产值|市场|装置|示范|园区)", after
        )
        else None
    )


def _has_evidence(
    parsed: Parsed, phrase: Phrase, timing: Timing, stated: bool, place: Place
) -> bool:
    if stated or place.in_row or timing.source in ("text", "row", "carried") or timing.recurrence:
        return True
    first, last = parsed.sentence(phrase.amount.start)
    return bool(_goal().search(parsed.text[first : phrase.amount.start])) or (
        bool(_goal().search(parsed.text[phrase.amount.end : min(last, phrase.amount.end + 12)]))
    )


def _is_rule(parsed: Parsed, phrase: Phrase, timing: Timing, before: str, after: str) -> bool:
    first, _ = parsed.sentence(phrase.amount.start)
    own = timing.mark is None or timing.mark.start >= first
    if timing.source in ("text", "row") and timing.year is not None and own:
        return False
    if phrase.amount.form in ("count", "measure", "money") and _EACH_SERVED.search(before):
        return True
    if phrase.amount.unit == "次":
        return bool(_SERVICE.search(parsed.text[first : phrase.amount.start]))
    if phrase.amount.form != "rate" or phrase.amount.unit != "%":
        return False
    if _OF_A_PRICE.search(before):
        return True
    segment = before + parsed.text[phrase.amount.start : phrase.amount.end] + after
    if timing.source == "carried" and timing.year is not None:
        return False
    return bool(_RULE.search(segment)) and not _LEVEL.search(before[-12:])


@cache
def _past() -> re.Pattern[str]:
    return re.compile(alternatives(words("words")["past"]))


@cache
def _goal() -> re.Pattern[str]:
    return re.compile(alternatives(words("words")["goal_verbs"]))


@cache
def _cadence() -> re.Pattern[str]:
    return re.compile(alternatives(words("words")["cadence"]))


@cache
def _vague() -> re.Pattern[str]:
    return re.compile(alternatives(words("words")["vague"]))

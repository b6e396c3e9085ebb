"""Numbers that describe something else: inside the name of what is counted, or the starting value."""

from __future__ import annotations

import re
from functools import cache

from xiandao.policy.methods.amounts import Amount
from xiandao.policy.methods.lexicon import alternatives, words

_FROM = re.compile(r"(?:由|从)[^，、；。]{0,10}$")
_TO = re.compile(r"[^，、；。]{0,12}?(?:到|至|为)")
# “2个产业规模均超1000亿元”: the first number says how many the second one is about.
_EACH = re.compile(r"[^，、；。（）]{1,14}(?:均|都)")
_COUNTS = ("count", "rate", "measure", "money")
_NEAR = 40


def role_of(text: str, group: list[Amount], at: int) -> str:
    """Tell what a number does in its comma segment.

    Args:
        text: folded text with blanks.
        group: the amounts of the segment in order.
        at: index of the amount in question.

    Returns:
        head (it states something), modifier (it is part of a name) or baseline (由 … 到).

    >>> from xiandao.policy.methods.amounts import find_amounts
    >>> text = "营业收入超100亿元的企业50家"
    >>> [role_of(text, list(find_amounts(text)), at) for at in (0, 1)]
    ['modifier', 'head']
    """
    amount = group[at]
    before = text[max(0, amount.start - 16) : amount.start]
    after = text[amount.end : amount.end + _NEAR]
    following = group[at + 1] if at + 1 < len(group) else None
    if following and _FROM.search(before) and _TO.match(text, amount.end, following.start):
        return "baseline"
    others = [item for item in group if item is not amount and item.form in _COUNTS]
    counts = [item for item in others if item.form == "count"]
    if amount.form == "level":
        return "modifier" if _belongs(text, amount, counts) else "head"
    if amount.form == "count" and following and _EACH.match(text, amount.end, following.start):
        return "modifier"
    if amount.form == "rank":
        return "modifier" if after.startswith("的") or counts else "head"
    if amount.form in ("measure", "money") and amount.suffix and _heads_noun(text, amount, counts):
        return "modifier"
    if amount.form == "money" and not counts and (_names_bearer(after) or _qualifies(after)):
        return "modifier"
    if not counts or not _describes(after):
        return "head"
    if amount.form == "count":
        later = [item for item in counts if item.start > amount.start]
        return "modifier" if later and _relative(text, amount, later[0]) else "head"
    return "modifier" if _belongs(text, amount, counts) else "head"


def _belongs(text: str, amount: Amount, counts: list[Amount]) -> bool:
    """A count stands in the same list item: no 、 between it and the number."""
    for count in counts:
        first, last = sorted((amount, count), key=lambda item: item.start)
        between = text[first.end : last.start]
        if len(between) <= _NEAR and not re.search("、.*、", between):
            if "、" not in between or (count.start < amount.start and "、" not in between):
                return True
            if count.start > amount.start and between.startswith("的"):
                return True
    return False


def _describes(after: str) -> bool:
    return after.startswith("的") or bool(_bearer().match(after))


def _relative(text: str, amount: Amount, count: Amount) -> bool:
    between = text[amount.end : count.start]
    return "的" in between[:10] and "、" not in between


def _names_bearer(after: str) -> bool:
    stripped = after.removeprefix("的")
    if re.match("支持|用于|扶持|推动|促进|保障|投向|专项", stripped):
        return False
    named = _bearer().match(stripped)
    return bool(named) and not re.match(
        r"[^，、；。]{0,12}(?:基金|资金|贷款|规模|产值|投资额|订单|授信)", stripped
    )


def _heads_noun(text: str, amount: Amount, counts: list[Amount]) -> bool:
    """“100公里以上航线20条”: the noun behind the first number carries the second."""
    later = [item for item in counts if item.start > amount.end]
    return bool(later) and bool(
        re.fullmatch(r"的?[\u4e00-\u9fff]{1,12}", text[amount.end : later[0].start])
    )


def _qualifies(after: str) -> bool:
    """“超过200万元的采购项目”: the money says which ones, unless money itself is the noun."""
    noun = re.match(r"的([^，、；。（）]{2,24})", after)
    return bool(noun) and not _fund().search(noun[1] if noun else "")


@cache
def _fund() -> re.Pattern[str]:
    more = (
        "目标",
        "水平",
        "额度",
        "支持",
        "奖励",
        "补助",
        "资助",
        "补贴",
        "奖补",
        "收入",
        "投资额",
        "授信额",
        "交易额",
        "成交额",
        "采购额",
    )
    return re.compile(alternatives([*words("words")["funds"], *more]))


@cache
def _bearer() -> re.Pattern[str]:
    return re.compile(
        rf"的?(?:[\u4e00-\u9fff]{{0,4}}?)(?:{alternatives(words('words')['bearers'])})"
    )

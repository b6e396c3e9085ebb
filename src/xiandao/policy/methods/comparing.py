"""How a number binds: the words before and after it that say at least, more than, about or at most."""

from __future__ import annotations

import re
from functools import cache

from xiandao.policy.methods.lexicon import alternatives, words
from xiandao.policy.methods.segments import Parsed, Phrase
from xiandao.terms.quantity import Comparator

_FALSE_FRIENDS = re.compile(
    r"(?:通过|经过|不过|最近|附近|将近年|节约|契约|合约|公约|就近|成为|作为|认为|但是|于是)$"
)
# “突破50项关键技术”: the verb takes the technologies as its object, it does not compare.
_BREAKTHROUGH = re.compile(
    r"[^，。；、]{0,24}?(?:技术|瓶颈|难题|短板|零部件|器件|装备|成果|工艺|产品|卡脖子|难关|材料)"
)
_FAR = 36


def comparator_of(parsed: Parsed, phrase: Phrase) -> tuple[Comparator, bool]:
    """Give the comparator of a number and whether the wording states one.

    Args:
        parsed: the paragraph.
        phrase: the number with its stretch of text.

    >>> from xiandao.policy.methods.folding import fold
    >>> from xiandao.policy.methods.segments import parse
    >>> parsed = parse(fold("突破100项以上技术，企业超过200家，可按不低于最低价标准的70%确定，时延1ms"))
    >>> [comparator_of(parsed, phrase)[0].value for phrase in parsed.phrases]
    ['ge', 'gt', 'ge', 'le']
    """
    amount = phrase.amount
    if amount.form == "rank":
        return Comparator.LE, True
    if amount.suffix is not None:
        return amount.suffix, True
    if amount.form == "duration" and parsed.text[amount.end : amount.end + 1] == "内":
        return Comparator.LE, True
    direct = _direct(parsed, phrase)
    if direct not in (None, Comparator.EQ):
        return direct, True
    if direct is Comparator.EQ and _takes_object(parsed, phrase):
        return direct, True
    distant = _distant(parsed.masked, phrase) or _respective(parsed, phrase)
    if distant:
        return distant, True
    if amount.form == "latency":
        return Comparator.LE, True
    return Comparator.EQ, direct is not None


def _direct(parsed: Parsed, phrase: Phrase) -> Comparator | None:
    """The word that stands right before the number."""
    start = phrase.amount.start
    before = parsed.masked[max(phrase.segment[0], start - 12) : start]
    near = _near().search(before)
    if near is None:
        return None
    if _FALSE_FRIENDS.search(before[: near.end(1)]) or _takes_object(parsed, phrase):
        return Comparator.EQ
    return next(item for item in Comparator if near[f"{item.value}_"])


def _takes_object(parsed: Parsed, phrase: Phrase) -> bool:
    verb = parsed.text[: phrase.amount.start].endswith("突破")
    return verb and bool(_BREAKTHROUGH.match(parsed.text, phrase.amount.end))


def _respective(parsed: Parsed, phrase: Phrase) -> Comparator | None:
    """“分别突破300个、200亿元”: the word before the first number holds for the next ones."""
    if phrase.left == phrase.segment[0] or phrase.left != phrase.amount.start:
        return None
    shared = _shared().search(parsed.text, phrase.segment[0], phrase.left)
    if shared is None:
        return None
    return Comparator.GT if shared[1] in ("突破", "超过") else Comparator.GE


@cache
def _near() -> re.Pattern[str]:
    lists = words("comparators")["before"]
    groups = "|".join(f"(?P<{name}_>{alternatives(items)})" for name, items in lists.items())
    return re.compile(rf"({groups})(?:了|到|为|于|达)?[“”]?$")


@cache
def _shared() -> re.Pattern[str]:
    return re.compile(r"分别(突破|超过|不少于|不低于)")


@cache
def _far() -> re.Pattern[str]:
    lists = words("comparators")["far"]
    return re.compile(
        "|".join(f"(?P<{name}>{alternatives(items)})" for name, items in lists.items())
    )


def _distant(text: str, phrase: Phrase) -> Comparator | None:
    start = max(phrase.left, phrase.amount.start - _FAR)
    found = list(_far().finditer(text, start, phrase.amount.start))
    if not found or re.search(r"\d", text[found[-1].end() : phrase.amount.start]):
        return None
    return Comparator(str(found[-1].lastgroup))

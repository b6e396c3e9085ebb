"""Numbers that only describe: sizes of what exists, of what is listed, of what is rewarded or removed."""

from __future__ import annotations

import re
from functools import cache

from xiandao.policy.methods.governing import Timing
from xiandao.policy.methods.lexicon import alternatives, words
from xiandao.policy.methods.segments import Parsed, Phrase
from xiandao.terms.quantity import Comparator

_PARTS = re.compile(
    r"(?:由|包括|下设|共有|内设|(?<![部充])分|分为|分成|约定|历时|上述|对|一式|前|后)$"
)
_TOTAL = re.compile(r"(?<!公)共(?:计|有)?$")
_COMPOSED = re.compile(r"由[^，。；]{0,6}$")
_PREDICATE = re.compile(r"^[^，。；、]{0,20}?(?:实现从|初具|成为|初步形成|已)")
# “对成效突出的3个市予以通报表扬”: what is done to them is the rule, their number describes it.
_DONE_TO = re.compile(r"(?:^|[，；])(?:每年)?对[^，；。]*$")
_DEALT = re.compile(
    r"[^，。；]{0,24}(?:予以|给予|通报|表扬|表彰|奖励|激励|摘牌|淘汰|退出|约谈|问责|清退|警告)"
)
_APPLICANT = re.compile(
    r"(?:申报|申请|申领|参评|报名)(?:的)?(?:单位|主体|载体|企业|项目|材料|条件|平台|机构|园区)"
)
# “应符合以下条件：…”, “所称企业是指…”, “企业须经营满2年，职工不少于30人”: who may apply, what a word means.
_REQUIRED = re.compile(
    r"(?:条件|要求|情形)(?:之一)?的?：[^。]*$|(?:所称|是指|系指)[^。]*$"
    r"|(?:^|；|的，)[^，。；]{0,14}(?:必?须|应当?(?:具备|符合|满足)|需(?:满足|具备|符合))[^；]*$"
)
_SUPPORTS = re.compile(r"(?:推动|支持|发挥|依托|指导|用好|利用|促进|整合|统筹|联动|优化|巩固)$")
# “选取10个城市开展试点”: those are yet to be found, the number is a goal.
_CHOSEN = re.compile(r"(?:选择|选取|遴选|评选|确定|认定)$")
_AREAS = re.compile(r"城市|省份|地区|设区市|县")
# “现将15项重点任务分解如下”: the sentence hands the paper down.
_HANDS_DOWN = re.compile(
    r"现(?:将|就|印发|提出|制定)|特?制定(?:本|如下|以下)|(?:分解|分工|通知|公告|部署)如下"
)
_BEARING = re.compile(r"(?:(?<![针相面])对(?![接标口外比])|支持|鼓励|引导|面向)[^，。；]*$")
_BORNE = re.compile(r"的[^，。；、的]{0,12}?(?:企业|单位|机构|园区|项目|平台|主体|个人|人员|人才)")
_GRADES = frozenset(("纳米", "微米", "毫米", "英寸", "比特", "伏", "千伏"))
_SMALL_HAN = 10
_FEW = 10


def only_describes(
    parsed: Parsed,
    phrase: Phrase,
    comparator: Comparator,
    timing: Timing,
    stated: bool,
) -> bool:
    """Tell whether a count, a multiple or a measure says how large something is that the text speaks of.

    Args:
        parsed: the paragraph.
        phrase: the number.
        comparator: how it binds.
        timing: its year.
        stated: whether a comparator word stands in the text.

    >>> from xiandao.policy.methods.folding import fold
    >>> from xiandao.policy.methods.segments import parse
    >>> parsed = parse(fold("成立由3个部门组成的专班，建设10个平台"))
    >>> timing = Timing(None, None, "", None)
    >>> [only_describes(parsed, one, Comparator.EQ, timing, False) for one in parsed.phrases]
    [True, False]
    """
    amount = phrase.amount
    before = parsed.text[phrase.segment[0] : amount.start]
    after = parsed.text[amount.end : amount.end + 16]
    if _COMPOSED.search(before) and re.search(
        "组成|构成", parsed.text[amount.end : phrase.segment[1]]
    ):
        return True
    if _PARTS.search(before) or _is_sum(before) or after.startswith(("基点", "BP")):
        return True
    if amount.form == "measure":
        return comparator is Comparator.LE and bool(re.match(r"[\u4e00-\u9fff]", after))
    if amount.form != "multiple" and amount.han and _is_article(phrase, stated, before, after):
        return True
    return amount.form == "count" and not stated and _is_listed(phrase, timing, before, after)


def belongs_to_name(phrase: Phrase, stated: bool, before: str, after: str) -> bool:
    """Tell whether a number grades the thing named (7纳米芯片) or says whom a measure is for.

    >>> from xiandao.policy.methods.folding import fold
    >>> from xiandao.policy.methods.segments import parse
    >>> one = parse(fold("推动7纳米芯片量产")).phrases[0]
    >>> belongs_to_name(one, False, "推动", "芯片量产")
    True
    """
    amount = phrase.amount
    if amount.unit in _GRADES and not stated:
        return bool(re.match(r"[\u4e00-\u9fff]{2}", after))
    bearing = amount.form in ("rate", "money", "measure") and _BORNE.match(after)
    return bool(bearing and _BEARING.search(before))


def hands_down(sentence: str, *, dated: bool) -> bool:
    """Tell whether a sentence only hands the paper down: its undated numbers count tasks and articles.

    >>> hands_down("现将15项重点任务分解如下", dated=False)
    True
    """
    return not dated and bool(_HANDS_DOWN.search(sentence))


def set_kind(before: str, after: str) -> str | None:
    """Judge a number after “X、Y、Z等”: the size of a set that is named in full, or an aside.

    >>> set_kind("培育氢能、新型储能等", "未来产业"), set_kind("面向氢能、储能等", "领域")
    ('scope', None)
    """
    if _listing().match(before) or enumerated().match(after) or "、" not in before:
        return None
    return "scope"


def sets_condition(sentence: str, segment: str, *, dated: bool) -> bool:
    """Tell whether what stands before a number makes it a condition for those who apply.

    Args:
        sentence: the sentence up to the number.
        segment: its last comma segment.
        dated: the sentence itself names a year; a dated duty is no condition.

    >>> [sets_condition("", text, dated=False) for text in ("申报载体孵化面积应在", "建设面积")]
    [True, False]
    >>> sets_condition("企业须经营满2年，职工不少于", "职工不少于", dated=False)
    True
    """
    if _APPLICANT.search(segment):
        return True
    return not dated and bool(_REQUIRED.search(sentence))


@cache
def enumerated() -> re.Pattern[str]:
    """Nouns such as 方面 or 部门 whose number only announces a list; not where they begin a longer name.

    >>> bool(enumerated().match("大领域")), bool(enumerated().match("国家级先导区"))
    (True, False)
    """
    return re.compile(
        r"(?:大|重点|主要|重大|重要|关键|核心|前沿|未来|主攻|特色|优势|细分|新兴|先进)*"
        rf"(?:{alternatives(words('words')['enumerated'])})"
        rf"(?!{alternatives(words('words')['longer_names'])})"
    )


def _is_sum(before: str) -> bool:
    """A sum stands for what exists, unless the list before it is what is to be built."""
    return bool(_TOTAL.search(before)) and not _goal().search(before)


def is_dealt_with(parsed: Parsed, phrase: Phrase, before: str) -> bool:
    """Tell whether something is done to those the number counts: praise, reward, removal.

    >>> from xiandao.policy.methods.folding import fold
    >>> from xiandao.policy.methods.segments import parse
    >>> parsed = parse(fold("对排名后10%的园区予以摘牌"))
    >>> is_dealt_with(parsed, parsed.phrases[0], "对排名后")
    True
    """
    if not _DONE_TO.search(before) or re.search("予以|给予", before):
        return False
    return bool(_DEALT.match(parsed.text, phrase.amount.end))


def _is_article(phrase: Phrase, stated: bool, before: str, after: str) -> bool:
    """一个, 两家 and the like: a number of weight only behind its noun (建成大科学装置一座)."""
    amount = phrase.amount
    if amount.value >= _SMALL_HAN or amount.value_max is not None or stated:
        return amount.value < 2 and not _closes_noun(before, after) and amount.value_max is None
    if amount.raw.startswith(("百", "千", "万")):
        return False
    if _closes_noun(before, after):
        return False
    small = amount.unit in words("units")["small"]
    verb = _goal().search(before[-8:]) or phrase.left != phrase.segment[0]
    return amount.value < 2 or small or not verb


def _closes_noun(before: str, after: str) -> bool:
    if re.match(r"[\u4e00-\u9fff]", after) or "、" in before[-4:]:
        return False
    return any(len(before) - found.end() >= 3 for found in _goal().finditer(before))


def _is_listed(phrase: Phrase, timing: Timing, before: str, after: str) -> bool:
    if phrase.amount.value_max is None and enumerated().match(after):
        return not (_CHOSEN.search(before) and _AREAS.match(after))
    plain = before.strip("，")
    if _listing().match(plain) and not plain.endswith("等") and not _object_follows().search(plain):
        return True
    few = phrase.amount.value < _FEW and phrase.amount.value_max is None
    if few and _SUPPORTS.search(before) and timing.source not in ("text", "row", "carried"):
        return bool(re.match(r"[\u4e00-\u9fff]", after))
    return before == "" and bool(_PREDICATE.match(after))


@cache
def _goal() -> re.Pattern[str]:
    return re.compile(alternatives(words("words")["goal_verbs"]))


@cache
def _listing() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(words('words')['listing'])})")


@cache
def _object_follows() -> re.Pattern[str]:
    """“面向医疗等领域开放场景100个”: behind the list a verb takes the number as its own."""
    goals = alternatives(words("words")["goal_verbs"])
    return re.compile(rf"(?:领域|方向|行业|产业|赛道|场景|环节|等)[^，。；、]{{0,6}}?(?:{goals})")

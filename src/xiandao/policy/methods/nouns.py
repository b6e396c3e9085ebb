"""The noun in a stretch of text: verbs, years and adverbs taken off its edges, predicates turned before it."""

from __future__ import annotations

import re
from functools import cache

from xiandao.policy.methods.lexicon import alternatives, words

_YEARS = re.compile(
    r"(?:力争|争取|确保)?(?:到|至|截至|在)?(?:\d{4}年?(?:—{1,2}|-|～|至|到))?(?:\d{4}|[一二][〇零一二三四五六七八九]{3})年(?:\d{1,2}月)?(?:底|末|年底)?(?:以?前|之前)?[，、]?"
    r"|“?十[一二三四五六]五”?(?:期间|末|时期|期末)[，]?|其中[，：]?|(?:同期|届时|每年度?|全年|三年|五年|再经过.{1,3}年努力)[，]?|用.{1,4}年(?:左右)?时间"
)
_LEADING = re.compile(
    r"^(?:[一二三四五六七八九十]是|同时|以及|和|及|与|并|且|其中|分别|共|各(?!类)|首批|首期(?!规模|到位)|、|，|：|①|②|③|④|⑤|⑥|——|—|（\d{1,2}）|\d{1,2}[.、](?!\d))+"
)
_CHANGE = re.compile(r"(?:较|比|相比|与)(?:20|19)\d{2}年(?:末|底)?(?:相比)?")
# 签约, 合约: words that only end like “about”.
_NO_TAIL = re.compile(r"[签合契公条协]约$|[主需重]要安排$")
_TIMED = re.compile(r"年|其中|同期|届时|十[一二三四五六]五")
# “在量子测控等领域形成首创成果”: where it happens is no part of what is counted.
_WHERE = re.compile(
    r"^(?:在|围绕|面向|聚焦|依托|针对)[^，。；]{1,40}?(?:形成|建成|建设|打造|增设|布局|新建|培育|突破|取得|建立|推广|组建|引进|开展|攻克|落地|开放|实施)(?=.{2})"
    r"|^(?:为|向|给)[^，。；每]{2,14}?(?:提供|配备|开展|发放)(?=.{2})"
)
_DEALT = re.compile(r"(?:予以|给予|免费向|共同|协同|用于|作为|参与)")
_RATIO = re.compile(r"(?:率|比例?|比重|数量?|规模|额|强度|水平占比)$")
_RESTRICTIVE = re.compile(
    r"^(?:进入|通过|完成|获批|获得|达到|入选|实现|参与|跻身|建立|接入|具有|营业收入|年营业收入|年营收)"
)
_YEARLY = re.compile(r"年均?$")
_NOUN_STOP = re.compile(r"[，；。：]|用于|作为|、[NXn]个?|(?<=资金)支持|(?<=基金)支持")
_TOTAL = re.compile(r"(?:总数|数量|总量)?[由从]?$")
_LONGEST = 28


def strip(text: str) -> str:
    """Take years, conjunctions, adverbs and verbs off the beginning.

    >>> strip("到2027年，加快建设先导区"), strip("1.累计培育未来工厂")
    ('先导区', '未来工厂')
    """
    if _TIMED.search(text):
        text = _YEARS.sub("", _CHANGE.sub("", text))
    for _ in range(8):
        shorter = _WHERE.sub("", _LEADING.sub("", text))
        without = _verb().sub("", shorter, count=1)
        shorter = without if len(without) != 1 else shorter
        if shorter == text:
            break
        text = shorter
    return text


def noun_before(text: str) -> str:
    """Give the noun that ends before a number, empty where there is none.

    >>> noun_before("到2027年，高新技术企业力争突破"), noun_before("推动")
    ('高新技术企业', '')
    """
    stripped = strip(text)
    for _ in range(3):
        shorter = _YEARLY.sub("", _without_tail(stripped))
        if shorter == stripped:
            break
        stripped = shorter
    stripped = of_object(last_noun(strip(stripped)))
    return stripped if len(stripped) >= 2 else ""


def noun_after(text: str) -> str:
    """Give the noun that begins after a number, empty where there is none.

    >>> noun_after("特色鲜明的先导区，形成示范"), noun_after("，其中")
    ('先导区', '')
    """
    stop = _NOUN_STOP.search(text)
    stripped = (text[: stop.start()] if stop else text).lstrip("的内")
    stripped = stripped if stripped.count("（") == stripped.count("）") else stripped.split("（")[0]
    stripped = last_noun(stripped)
    return stripped.strip("、") if len(stripped) >= 2 else ""


def last_noun(text: str) -> str:
    """Drop attributes up to the last 的 outside brackets, but not what tells which ones are meant.

    >>> last_noun("特色鲜明的先导区"), last_noun("通过备案的大模型")
    ('先导区', '通过备案的大模型')
    """
    told = _RESTRICTIVE.match(text) or (_RATIO.search(text) and re.search("对|用于|占", text))
    if told and len(text) <= _LONGEST:
        return text
    if "的" not in text:
        return text
    cut, depth = -1, 0
    for at, char in enumerate(text):
        depth += (char in "（“") - (char in "）”")
        if char == "的" and depth == 0 and len(text) - at > 3:
            cut = at
    return text[cut + 1 :] if cut >= 0 and not re.search(r"\d", text[:cut]) else text


def opens_with_verb(text: str) -> bool:
    """Tell whether what follows a number is a predicate and not the thing counted.

    >>> opens_with_verb("进入全国百强"), opens_with_verb("领军企业")
    (True, False)
    """
    return bool(_opening().match(text))


def of_object(text: str) -> str:
    """Turn “中小企业上云用云” into “上云用云的中小企业”; drop what is merely done to it.

    >>> of_object("中小企业上云用云"), of_object("场景给予重点支持"), of_object("先导区")
    ('上云用云的中小企业', '场景', '先导区')
    """
    dealt = _DEALT.search(text, 2)
    if dealt and "的" not in text[dealt.end() :] and text[dealt.start() - 1] not in "的、":
        text = text[: dealt.start()]
    found = _predicate().match(text)
    if (
        found is None
        or "的" in found["does"]
        or _RATIO.search(found["does"])
        or found["noun"].endswith(("、", "的"))
    ):
        return text
    return f"{found['does']}的{found['noun']}"


def _without_tail(text: str) -> str:
    """Drop the verbs and comparing words that lead up to the number."""
    tails = _tails()
    shorter = text
    while shorter:
        word = next((one for one in tails.get(shorter[-1], ()) if shorter.endswith(one)), None)
        if word is None or _NO_TAIL.search(shorter):
            break
        shorter = shorter[: -len(word)]
    if shorter == text:
        return text
    return _TOTAL.sub("", shorter)


@cache
def _tails() -> dict[str, tuple[str, ...]]:
    """The words by their last character, the longest first."""
    known = sorted(words("words")["tails"], key=len, reverse=True)
    return {
        char: tuple(word for word in known if word[-1] == char) for char in {w[-1] for w in known}
    }


@cache
def _predicate() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<noun>[^，。；]{{2,24}}?)(?P<does>(?:{_any_of('predicates')})[^，。；]{{0,24}}"
        r"|向[^，。；]{2,14}(?:布局|延伸|开放|转移|集聚)|性能达到[^，。；]{2,16})$"
    )


@cache
def _opening() -> re.Pattern[str]:
    more = "向|在|予以|给予|用于|作为|免费|以上|左右|享受|确定|执行|深入|赴|参加"
    served = "服务(?!业|商|中心|平台|企业|机构|站|体系|基地|专员)"
    return re.compile(rf"(?:{_any_of('predicates')}|{more}|{served})")


def _any_of(key: str) -> str:
    return "|".join(words("words")[key])


@cache
def _verb() -> re.Pattern[str]:
    lists = words("words")
    kept = frozenset(lists["verbal_nouns"])
    verbs = [*lists["goal_verbs"], *lists["adverbs"], *lists["more_verbs"]]
    # 开放应用场景 begins with a verb, 开放型经济 and 可再生能源 do not.
    return re.compile(
        r"^(?!(?:进入|跻身|通过|获得|完成|达到|入选|参与)[^，]{0,12}的)"
        rf"(?!{_any_of('verb_nouns')})(?!(?:进入|跻身)[^，]{{0,4}}(?:前|\d+强|百强))"
        rf"(?:{alternatives(word for word in verbs if word not in kept)})"
    )

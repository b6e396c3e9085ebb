"""Numbers of a benefit: what is given, how it is capped, and who is eligible; none of them is a target."""

from __future__ import annotations

import re
from functools import cache

from xiandao.policy.methods.lexicon import alternatives, words
from xiandao.policy.methods.segments import Parsed, Phrase

_ELIGIBLE = re.compile(r"^(?:[（(]?\d{1,2}[）).]?)?(?:对|凡|符合|满足|经认定|获得|入选|首次)")
_INVEST = re.compile(
    r"(?:安排|设立|组建|投入|统筹|筹集|募集|发放)[^，；。]{0,24}(?:资金|基金|经费|贷款)"
)
_CEILING = re.compile(
    r"单(?:个|家|户|笔|项|人|套|台|件)[^，；。]{0,20}(?:不超过|最高|上限|不高于)[^，；。]{0,6}$"
    r"|可(?:以)?(?:适当)?放宽[到至]$"
)
_ENTITLED = re.compile(r"的[^，。；的]{1,12}(?:均|即|还)?可(?:享受|申请|申领|获)")
_MAY = re.compile(r"，(?:均|即|还|方)?可(?:以)?(?:享受|申请|申领|获|按|优先|参照)")
_BY_SHARE = re.compile(r"[^，。；]{0,6}(?:支持|扶持|资助|补足)")
_BARE = re.compile(r"(?:首年|次年|每年|每季度|剩余|其后|其余|第[一二三四五]年)(?:再|各)?$")
# “返还比例最高提至60%，大型企业不超过30%”: another group, another cap, no new verb.
_OTHER_GROUP = re.compile(r"[\u4e00-\u9fff]{1,10}(?:不超过|不高于|最高)(?:提[到至])?")
_BRIEF = 20
_TARGETED = re.compile(r"对[^，；。]{2,40}?(?:按|给予|予以|奖|补|发放)")


def benefit_roles(parsed: Parsed) -> dict[int, str]:
    """Find the numbers that belong to benefit rules.

    Args:
        parsed: the paragraph.

    Returns:
        Start of the number → ``benefit`` or ``threshold``.

    >>> from xiandao.policy.methods.folding import fold
    >>> from xiandao.policy.methods.segments import parse
    >>> sorted(benefit_roles(parse(fold("对投资2亿元以上的项目，最高给予5000万元资助。建设10个平台。"))).values())
    ['benefit', 'threshold']
    """
    roles: dict[int, str] = {}
    sentences: dict[tuple[int, int], list[Phrase]] = {}
    for phrase in parsed.phrases:
        sentences.setdefault(_rule_span(parsed, phrase.amount.start), []).append(phrase)
    for span, phrases in sentences.items():
        found = _read_rule(parsed, span, phrases)
        if not found and _goes_on(parsed, span, roles):
            found = {
                item.amount.start: "benefit" for item in phrases if item.amount.form == "money"
            }
        roles.update(found)
    return roles


def _goes_on(parsed: Parsed, span: tuple[int, int], roles: dict[int, str]) -> bool:
    """“…奖励200万元；省级50万元；市级20万元”: what follows a benefit in few words is one too."""
    first, _ = parsed.sentence(span[0])
    earlier = any(first <= at < span[0] and role == "benefit" for at, role in roles.items())
    return earlier and span[1] - span[0] <= _BRIEF and not _spends().search(parsed.text, *span)


def gives(text: str) -> bool:
    """Tell whether a folded text speaks of giving money or relief.

    >>> gives("给予一次性奖励"), gives("建设平台")
    (True, False)
    """
    return bool(_giving().search(text))


def _rule_span(parsed: Parsed, at: int) -> tuple[int, int]:
    left, right = parsed.sentence(at)
    before = parsed.shape.rfind("；", left, at)
    after = parsed.shape.find("；", at, right)
    return (before + 1 if before >= 0 else left, after if after >= 0 else right)


def _read_rule(parsed: Parsed, span: tuple[int, int], phrases: list[Phrase]) -> dict[int, str]:
    roles: dict[int, str] = {}
    last_benefit: tuple[int, int] | None = None
    first_benefit: int | None = None
    for phrase in sorted(phrases, key=lambda item: item.amount.start):
        if _is_benefit(parsed, phrase, last_benefit):
            roles[phrase.amount.start] = "benefit"
            last_benefit = phrase.segment
            first_benefit = phrase.segment[0] if first_benefit is None else first_benefit
    conditions = {
        item.amount.start
        for item in phrases
        if _is_condition(parsed, span, item) or _leads_to(parsed, item, first_benefit)
    }
    roles.update(dict.fromkeys(conditions - roles.keys(), "threshold"))
    if first_benefit is None:
        return roles
    eligible = _eligibility_start(parsed.text, span[0], first_benefit)
    for phrase in phrases:
        at = phrase.amount.start
        if at in roles:
            continue
        if (
            (
                eligible is not None
                and eligible <= at <= first_benefit + 200
                and at < (last_benefit or span)[1]
            )
            or parsed.text[phrase.segment[0] : phrase.segment[1]].endswith("的")
            or phrase.amount.suffix == "le"
            or (
                phrase.amount.form == "count"
                and re.search("不超过|最多", parsed.text[phrase.segment[0] : at])
            )
        ):
            roles[at] = "threshold"
    return roles


def _is_condition(parsed: Parsed, span: tuple[int, int], phrase: Phrase) -> bool:
    """Who gets something: “…满1000公里的，可申请”, “对投资10亿元以上的项目，…给予支持”."""
    left, right = phrase.segment
    text, amount = parsed.text, phrase.amount
    if text[left:right].endswith("的") and text[right : right + 1] == "，":
        return True
    of = "的" in text[amount.end : right]
    if (of and _MAY.match(text, right)) or _ENTITLED.match(text, amount.end):
        return True
    return (
        (of or amount.suffix is not None)
        and bool(_ELIGIBLE.match(text[left:right]))
        and bool(_giving().search(text, right, span[1]) or text.find("支持", right, span[1]) >= 0)
    )


def _leads_to(parsed: Parsed, phrase: Phrase, benefit: int | None) -> bool:
    """“设备投入500万元的技改项目，按8%给予补助”: a size named before what is given for it."""
    left, right = phrase.segment
    if benefit is None or right > benefit or phrase.amount.form == "count":
        return False
    between = parsed.text[right + 1 : benefit + 1]
    turned = any(_ELIGIBLE.match(piece) for piece in re.split("[，：]", between) if piece)
    dated = any(mark.year and left <= mark.start < right for mark in parsed.marks)
    return not turned and not dated and not _spends().match(parsed.text, left, right)


def _is_benefit(parsed: Parsed, phrase: Phrase, previous: tuple[int, int] | None) -> bool:
    left, right = phrase.segment
    segment = parsed.text[left:right]
    before = parsed.text[left : phrase.amount.start]
    form = phrase.amount.form
    if form == "rank" or _ENTITLED.match(parsed.text, phrase.amount.end):
        return False
    given = _giving().search(segment)
    if given and not _INVEST.search(segment):
        return form != "count" or bool(_giving().search(before))
    capped = _capping().search(before)
    if capped and (given or previous or form in ("money", "measure", "rate", "duration")):
        topmost = re.search("最高|最多|封顶|上限", before)
        if topmost or previous is not None or given is not None:
            return True
        return form == "money" and bool(_CEILING.search(before))
    if form == "money":
        return _is_ceiling(parsed, phrase, previous, before)
    if form == "rate" and _is_share_given(parsed, phrase, previous, before):
        return True
    return form != "count" and bool(_TARGETED.match(segment)) and "券" in segment


def _is_ceiling(
    parsed: Parsed, phrase: Phrase, previous: tuple[int, int] | None, before: str
) -> bool:
    """Money that limits what one applicant gets: 单笔不超过…, or 不超过… after 对… and 给予."""
    if _CEILING.search(before):
        return True
    if previous and re.search("不超过|累计|每家|每个|每人", before):
        return True
    if re.search("不超过|最多", before):
        first, _ = _rule_span(parsed, phrase.amount.start)
        eligible = _ELIGIBLE.match(parsed.text[first : first + 12])
        if eligible and _giving().search(parsed.text, first, phrase.segment[0]):
            return True
    segment = parsed.text[slice(*phrase.segment)]
    return bool(_TARGETED.match(segment)) and "券" in segment


def _is_share_given(
    parsed: Parsed, phrase: Phrase, previous: tuple[int, int] | None, before: str
) -> bool:
    """“按投资额30%支持”, and a bare rate that spreads the benefit before it (每年20%)."""
    if re.search("按照?[^，。；]{1,20}$", before):
        return bool(_BY_SHARE.match(parsed.text, phrase.amount.end))
    if previous is None:
        return False
    follows = phrase.segment[0] == previous[1] + 1
    return bool(_BARE.fullmatch(before) or (follows and _OTHER_GROUP.fullmatch(before)))


def _eligibility_start(text: str, left: int, right: int) -> int | None:
    at = left
    while at <= right:
        if _ELIGIBLE.match(text, at) or _ELIGIBLE.match(text[at : at + 12]):
            return at
        comma = text.find("，", at, right)
        stop = text.find("。", at, right)
        following = [item for item in (comma, stop) if item >= 0]
        if not following:
            return None
        at = min(following) + 1
    return None


@cache
def _spends() -> re.Pattern[str]:
    """The beginning of a goal beside a benefit: to set up, spend, raise or reach something."""
    return re.compile(
        r"(?:每年|全[省市]|[省市]级财政|进一步|加快|力争|到)*(?:统筹|安排|设立|组建|建设|新增|盘活|发放|推动|推进|力争|确保|实施|开展|培育|遴选|选择|打造|建成|提高|提升|扩大|引导|目标)"
    )


@cache
def _giving() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(words('words')['benefit'])})(?!性)")


@cache
def _capping() -> re.Pattern[str]:
    return re.compile(alternatives(words("words")["benefit_caps"]))

"""What a number counts: the noun before it, after it, or the one before that when it is left out."""

from __future__ import annotations

import re

from xiandao.policy.methods.folding import unmarked
from xiandao.policy.methods.lexicon import words
from xiandao.policy.methods.nouns import (
    last_noun,
    noun_after,
    noun_before,
    of_object,
    opens_with_verb,
    strip,
)
from xiandao.policy.methods.segments import Parsed, Phrase

_RANK = re.compile(
    r"(?:[、，])?(?:综合)?(?:排名|位次)?(?:位居|位列|稳居|保持|进入|跻身|列|居|进)*(?:全国|全省|全球|世界|中西部|中部|长三角|同类城市|国内)*(?:前列、)?(?:进入)?(?:全国|全省|全球|世界)?$"
)
_EACH = re.compile(
    r"(每(?:个|家|人|户|名|所|座|项|条|县|市|区)(?:[^，、；。\d（）]|（[^（）]{0,10}）){0,10}?)(?:至少|不少于|免费|均)*(?:配备|提供|建设|布局|引进|建成|培育|牵头|组建|选择|设立|集聚|打造|新增|发展|开展|实施)"
)
# 提取 X 的 0.5%, 不高于 X 的 70%: a rate of something the text names.
_DRAWN = re.compile(
    r"(?:提取|计提)(?:不低于|不超过|不少于)?(?P<of>[^，。；]{2,24}?)的?$|从(?P<from>[^，。；]{2,24}?)中?(?:提取|计提|安排)$"
)
_SHARE = re.compile(
    r"^(?P<what>[^，。；]{0,30}?)(?P<how>占|(?:可|应|要)?按照?(?:不低于|不高于|不超过)?|不得?高于|不得?低于|不得?超过|压缩[至到]|缩短[至到]|降低?[至到]|控制在)"
    r"(?P<of>[^，。；]{2,26})的$"
)
_FIXED = re.compile(r"^(?:确定|核定|执行|确认)(?P<what>[^，。；、]{2,12})")
_LOCAL = re.compile(r"(?:级|型|类|领域|行业|环节|方面|区域|水平的?|以上|的)$")
_GRADE = re.compile(r"^(?:国家级|省部级|省级|市级|县级|区级|世界级)(?:以上)?(?:和省级)?")
_EDGES = re.compile(r"^[”’》）]+|[“‘《（]+$")
# 总规模, 首期规模: sizes that say nothing without the thing whose size they are.
_EMPTY = ("目标", "水平", "数量", "总数", "其中", "同比")
_DEPENDENT = re.compile(
    r"(?:总|首期|目标|募集|年度|累计)?(?:规模|总额|到位资金|规划面积|投资项目|出资额)|(?:年均)?增速|综合(?:实力|竞争力)"
)
_ANTECEDENT = re.compile(
    r"(?:设立|组建|建立|成立|建设|打造|布局|构建|举办|开展|实施|建成|支持)(?:若干|一批)?(?P<noun>[^，。；、\d]{3,20}?)(?:\d+(?:\.\d+)?[\u4e00-\u9fff])?$"
)


def metric_of(parsed: Parsed, phrase: Phrase, previous: str) -> str:
    """Name what a number counts.

    Args:
        parsed: the paragraph.
        phrase: the number with its stretch of text.
        previous: the metric of the number before, taken where this one names none.

    >>> from xiandao.policy.methods.folding import fold
    >>> from xiandao.policy.methods.segments import parse
    >>> parsed = parse(fold("到2025年，打造30个左右特色鲜明的先导区，企业突破4万家，力争达到5万家"))
    >>> name = ""
    >>> [name := metric_of(parsed, phrase, name) for phrase in parsed.phrases]
    ['先导区', '企业', '企业']
    """
    before = parsed.text[phrase.left : phrase.amount.start]
    after = parsed.text[phrase.amount.end : phrase.right]
    if phrase.baseline is not None:
        before = re.sub(r"(?:由|从)[^由从]*$", "", before)
    local = parsed.shape[phrase.segment[0] : phrase.segment[0] + 2] == "其中"
    name = _name(parsed, phrase, before, after, previous)
    if (local or _GRADE.fullmatch(name)) and previous and name != previous:
        name = _part_of(name, previous)
    name = _tidy(name)
    return previous if not name or name in _EMPTY else name


def _name(parsed: Parsed, phrase: Phrase, before: str, after: str, previous: str) -> str:
    form = phrase.amount.form
    if form == "rate":
        share = _share_name(before, after)
        if share:
            return share
    ahead = noun_before(_RANK.sub("", before) if form == "rank" else before)
    behind = noun_after(after)
    if form in ("count", "measure", "duration", "level"):
        return _counted(parsed, phrase, before, ahead, behind, previous)
    if _DEPENDENT.fullmatch(ahead) and not (form == "money" and behind):
        ahead = _with_owner(parsed, phrase, ahead, previous, form)
    if ahead and form == "money" and behind and _DEPENDENT.fullmatch(ahead):
        return behind + ahead
    if form == "money" and behind and (not ahead or ahead in words("words")["verbal_nouns"]):
        return behind
    if form == "rate" and behind and not opens_with_verb(behind):
        return f"{ahead if len(ahead) > 2 else ''}{of_object(behind)}比例"
    if ahead:
        return ahead + _change(phrase, before) if "增速" not in ahead else ahead
    return behind or previous + _change(phrase, before)


def _counted(
    parsed: Parsed, phrase: Phrase, before: str, ahead: str, behind: str, previous: str
) -> str:
    """The noun behind a count names it (10家领军企业); else the noun ahead (领军企业10家)."""
    each = _EACH.search(parsed.text[phrase.segment[0] : phrase.amount.start])
    shared = each[1] if each else ""
    if behind and not opens_with_verb(behind):
        name = of_object(behind)
        if phrase.amount.form == "measure" and ahead and _DEPENDENT.fullmatch(ahead):
            name = behind + ahead
        return name if name.startswith(shared or "每") else shared + name
    if phrase.amount.form == "duration":
        return (ahead or of_object(behind)) + "时限" if (ahead or behind) else previous
    if ahead:
        if _DEPENDENT.fullmatch(ahead):
            return _with_owner(parsed, phrase, ahead, previous, "")
        own = noun_before(each.string[each.end() :]) if each else ""
        return shared + own if shared and own else ahead
    return behind or _antecedent(parsed, phrase) or previous


def _with_owner(parsed: Parsed, phrase: Phrase, name: str, previous: str, form: str) -> str:
    if name.endswith("增速"):
        return previous + name if previous and not previous.endswith("增速") else name
    if previous.endswith(name):
        return previous
    owner = _antecedent(parsed, phrase)
    return owner + name if owner else name


def _antecedent(parsed: Parsed, phrase: Phrase) -> str:
    """The object of the comma segment before this one, where the sentence goes on about it."""
    first, _ = parsed.sentence(phrase.amount.start)
    end = phrase.segment[0] - 1
    if end <= first:
        return ""
    left, _ = parsed.segment(end - 1)
    found = _ANTECEDENT.search(parsed.text[max(first, left) : end])
    noun = re.sub(
        r"[一二两三四五六七八九十百千万]{1,5}[个家项座所名条款台只]$",
        "",
        found["noun"] if found else "",
    )
    return last_noun(strip(noun))


def _share_name(before: str, after: str) -> str:
    plain = strip(before)
    drawn = _DRAWN.search(before)
    if drawn:
        return f"{last_noun(strip(drawn['of'] or drawn['from']))}提取比例"
    share = _SHARE.match(plain) or _SHARE.match(before)
    if share is None:
        return f"{noun_before(plain[:-1])}比例" if plain.endswith("的") and len(plain) > 4 else ""
    what = re.sub(r"(?:，|^)?(?:可|应|要)$", "", strip(share["what"]))
    fixed = _FIXED.match(after)
    what = what or (fixed["what"] if fixed else "")
    of = share["of"]
    if share["how"] == "占":
        return f"{what}占{of}比重"
    what = re.sub(r"比例$", "", what)
    return f"{what}占{of}比例" if what else f"{of}比例"


def _part_of(name: str, previous: str) -> str:
    """“其中国家级5家”: a part that says only of which grade or field takes the noun of the whole."""
    figure = re.search(r"(?:超过?|过|突破)?\d[\d.]*[十百千万亿]*元", previous)
    own = re.search(r"(?:超过?|过|突破)\d[\d.]*[十百千万亿]*元", name)
    if own and figure and name.rstrip("的").endswith(own[0]):
        return previous.replace(figure[0], own[0], 1)
    if not _LOCAL.search(name):
        return name
    short = re.sub(r"^(?:达到|进入|属于|为)|(?:水平)?的?$", "", name)
    whole = re.sub(r"^[^，]{1,16}(?:和|、)(?=[^，]{4,})", "", _GRADE.sub("", previous))
    return short + whole if not whole.startswith(short) else whole


def _change(phrase: Phrase, before: str) -> str:
    if phrase.amount.form == "rate" and re.search(r"(?:下降|降低|减少|压减)", before):
        return "降幅"
    if "年均" in before:
        return "年均增速"
    return "增幅" if phrase.amount.unit == "百分点" or "增长" in before else ""


def _tidy(name: str) -> str:
    """Quotation marks and brackets without their other half, and stray marks at the edges."""
    for opening, closing in ("“”", "（）"):
        if name.count(opening) != name.count(closing):
            name = name.rsplit(opening, 1)[-1] if opening in name and closing not in name else name
            name = name.split(closing, 1)[-1] if closing in name and opening not in name else name
    return unmarked(_EDGES.sub("", name)).strip("，、；：。 的")

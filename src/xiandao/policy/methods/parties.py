"""Names of departments: lists split, shared prefixes restored, unnamed groups set aside."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from xiandao.policy.methods.lexicon import alternatives, words

_OPEN, _CLOSE = "（", "）"
_CUT = re.compile(rf"[、，；;。{_OPEN}{_CLOSE}]")
_AREA = re.compile(
    r"^(?:各|相关|有关)?(?:各)?(?:设区|省辖|地级)?(?:省|自治区|直辖市|市|州|区|县|盟|旗|地区|市州|县区|区县|市县|自治州|市（州）|区（县）|县（市）|地级以上市|省辖市|设区的市|市地)$"
)
# Bodies that report to the centre carry the place in their own name: 北原金融监管局, 某某海关.
_VERTICAL = re.compile(
    r"证监局|(?<!地方)(?<!市场)(?<!药品)金融监管局|外汇|海关|监察局|海事局|民航|空管|[供电]{2}公司|电力公司|铁路|监管局[\u4e00-\u9fff]{2,4}局|总局|分行|分局$"
)
_AND_AREAS = re.compile(
    r"(?:等(?:有关|相关)?(?:部门|单位)?)?(?:以及|及|和|与)(?=各[^，、]{0,12}政府)"
)
# 市政工程 begins with no prefix, 市政务服务局 does.
_GOVERNING = re.compile(r"[省市区县州]政(?:务|府|协|法|研)")
_JOINING = re.compile(r"^(?:由|会同|并|其中|和|及)(?=[省市区县国各])")
_AND_OTHERS = re.compile(r"(?<!成员)等(?:省|市|区|县)?直?(?:有关|相关)?(?:单位|部门|各部门)?$")
_LONGEST = 40
_AHEAD = 4


@dataclass(frozen=True, slots=True)
class Parties:
    """The named parties of one list in order, whether it ends with 等, and groups left unnamed."""

    names: tuple[str, ...]
    others: bool
    note: str | None


def read_parties(text: str, prefix: str = "") -> tuple[Parties, str]:
    """Split a folded list of departments and give every name its full form.

    Args:
        text: folded list, such as ``省发展改革委、工业和信息化厅，省通信管理局等``.
        prefix: the prefix in force before the list (``省``, ``市``, ``省委``…), empty if none.

    Returns:
        The parties, and the prefix in force after the list.

    >>> read_parties("省发展改革委、工业和信息化厅、能源局，省通信管理局等")[0].names
    ('省发展改革委', '省工业和信息化厅', '省能源局', '省通信管理局')
    >>> read_parties("市交通委（市道运局），各市、县（市、区）人民政府，各有关部门")[0].names
    ('市交通委（市道运局）', '各市、县（市、区）人民政府')
    """
    names: list[str] = []
    unnamed: list[str] = []
    others = False
    text = _AND_AREAS.sub("等，" if "等" in text else "，", text)
    for piece in merge_areas(split_names(text)):
        name = _JOINING.sub("", piece.strip("：:。 "))
        trimmed = _AND_OTHERS.sub("", name) if "等" in name else name
        others = others or trimmed != name
        name = trimmed.strip()
        if not name or name in words("institutions")["none"] or len(name) > _LONGEST:
            continue
        if is_unnamed(name):
            unnamed.append(name)
            continue
        name, prefix = _expand(name, prefix)
        if name not in names:
            names.append(name)
    return Parties(tuple(names), others, "、".join(unnamed) or None), prefix


def split_names(text: str) -> list[str]:
    """Split a list at its separators, leaving bracketed parts whole.

    >>> split_names("市科委（市外国专家局、市某局），各区政府")
    ['市科委（市外国专家局、市某局）', '各区政府']
    """
    pieces, depth, start = [], 0, 0
    for found in _CUT.finditer(text):
        if found[0] == _OPEN:
            depth += 1
        elif found[0] == _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0:
            pieces.append(text[start : found.start()])
            start = found.end()
    pieces.append(text[start:])
    # A star marks the lead in some tables; it is no part of the name.
    return [plain for piece in pieces if (plain := piece.strip("*※"))]


def is_party(name: str) -> bool:
    """Tell whether a piece of text looks like the name of an authority or of a group of them.

    >>> is_party("省科技厅"), is_party("各设区市人民政府"), is_party("智能工厂"), is_party("人民银行")
    (True, True, False, True)
    """
    plain = re.sub(r"（[^（）]*）", "", name)
    plain = (
        re.sub(r"等?(?:有关|相关)?(?:单位|部门)?(?:按(?:照)?(?:各自)?职责.*)?$", "", plain) or plain
    )
    if not 2 <= len(plain) <= 30:
        return False
    return (
        bool(_strong_end().search(plain))
        or is_unnamed(name)
        or plain.endswith("成员单位")
        or bool(
            re.search(
                r"人民银行|证监局|监管局$|集团|公司$|大学$|学院$|分院$|海关$|成员$|联合会$|科协$|工商联$|总工会$|妇联$|团[省市]委|供电公司$|分行$|中国残联|共青团|研究院$|科学院$|党校$|管委会",
                plain,
            )
        )
    )


def is_unnamed(name: str) -> bool:
    """Tell whether a name stands for a group nobody is named in.

    >>> is_unnamed("各有关部门和单位"), is_unnamed("省直有关部门"), is_unnamed("各省级人民政府")
    (True, True, False)
    """
    if "成员单位" in name or name.endswith(tuple(words("institutions")["governments"])):
        return False
    return bool(_unnamed_end().search(name) or re.match(r"各.{0,8}(?:单位|部门)$", name))


@cache
def _unnamed_end() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{alternatives(words('institutions')['unnamed'])})(?:等|参加|参与|配合)?$"
    )


@cache
def _strong_end() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(words('institutions')['strong_suffixes'])})$")


def merge_areas(pieces: list[str]) -> list[str]:
    """Put names like 各市、县（市、区）人民政府, which contain a separator, together again.

    >>> merge_areas(["省科技厅", "各市", "县（市、区）人民政府"])
    ['省科技厅', '各市、县（市、区）人民政府']
    """
    merged: list[str] = []
    at = 0
    while at < len(pieces):
        last = _area_end(pieces, at) if _AREA.match(pieces[at]) else at
        merged.append("、".join(pieces[at : last + 1]))
        at = last + 1
    return merged


def _area_end(pieces: list[str], at: int) -> int:
    """各市、州、直管市、某某林区人民政府: the list of areas ends where a government is named."""
    for last in range(at + 1, min(len(pieces), at + _AHEAD + 1)):
        piece = pieces[last]
        if piece.endswith(("人民政府", "政府", "管委会")):
            return last if not piece.startswith(("省", "各设区市")) else at
        if len(piece) > 8 or _strong_end().search(piece):
            return at
    return at


def _expand(name: str, prefix: str) -> tuple[str, str]:
    lists = words("institutions")
    own = _own_prefix(name)
    if own:
        return name, own
    if not prefix or name.startswith(tuple(lists["central"])) or _VERTICAL.search(name):
        return name, prefix
    plain = re.sub(r"（[^（）]*）$", "", name)
    if prefix.endswith("委") and plain.endswith(tuple(lists["party_organs"])):
        return prefix + name, prefix
    if plain.endswith((*lists["shared_suffixes"], *lists["party_organs"])):
        return prefix.removesuffix("党委").removesuffix("委") + name, prefix
    return name, prefix


def _own_prefix(name: str) -> str:
    lists = words("institutions")
    for head in sorted(lists["party_prefixes"], key=len, reverse=True):
        if name.startswith(head) and head.endswith("委"):
            return str(head)
    if name.startswith(tuple(lists["false_prefixes"])) and not _GOVERNING.match(name):
        return ""
    for head in sorted(lists["prefixes"], key=len, reverse=True):
        if name.startswith(head):
            return str(head)
    return ""

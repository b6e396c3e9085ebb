"""Names of organisations as papers write them, brought to one spelling that can be compared."""

import re
import unicodedata
from typing import Final

BODY_ENDINGS: Final = ("厅", "委", "局", "办", "部")
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x1f]+")
_BRACKETS = str.maketrans("〔［[【〕］]】", "(((())))")
_MARGIN = "、,，;；。.:："
LONGEST = 120


def key(name: str, *, province: str = "") -> str:
    """Return the spelling by which two names of one organisation are equal.

    Width, blanks, brackets, the province's own name, 人民政府/政府, 委员会/委, 办公室/办 and the 和 of a
    department's name make no difference.

    Args:
        name: the name as it is written.
        province: full title of the province whose organisations are compared, such as 浙江省.

    >>> key("示范省发展和改革委员会", province="示范省") == key("省发展改革委")
    True
    >>> key("澜州市人民政府"), key(" 各市、县（市、区）人民政府")
    ('澜州市', '各市、县(市、区)')
    >>> key("中共示范省委组织部", province="示范省")
    '省委组织部'
    """
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", name)).translate(_BRACKETS)
    text = text.strip(_MARGIN).casefold().removeprefix("中共")
    if province and text.startswith(province):
        text = "省" + text.removeprefix(province)
    text = text.replace("人民政府", "政府")
    if text.endswith("政府") and text != "政府":
        text = text.removesuffix("政府")
    text = re.sub("委员会$", "委", text)
    text = re.sub("办公室$", "办", text)
    if text.endswith(BODY_ENDINGS):
        text = text.replace("和", "").replace("与", "")
    return text[:LONGEST]


def spellings(name: str, *, province: str = "") -> tuple[str, ...]:
    """Return the keys under which a name may be known, the surest first.

    A department without 省 is taken for the province's own; a city may be named without 市.

    >>> spellings("经信厅")
    ('经信厅', '省经信厅')
    >>> spellings("澜州")
    ('澜州', '澜州市')
    >>> spellings("省经信厅")
    ('省经信厅',)
    >>> spellings(" ")
    ()
    """
    first = key(name, province=province)
    if not first:
        return ()
    if first.endswith(BODY_ENDINGS):
        return (first,) if first.startswith("省") else (first, "省" + first)
    if 2 <= len(first) <= 4 and not first.endswith(("省", "市", "县", "区")):
        return first, first + "市"
    return (first,)

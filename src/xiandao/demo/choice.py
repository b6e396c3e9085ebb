"""Which province pack fits a paper: the one whose bodies and places the paper names most often."""

from xiandao.terms.error import XiandaoError
from xiandao.terms.pack import load_pack, pack_names

DEMO = "demo"


def pack_for(data: bytes) -> str:
    """Return the pack of the province that the paper speaks of; the demonstration's where none is named.

    >>> pack_for("江苏省人民政府关于某事的意见。支持南京、苏州先行。".encode())
    'jiangsu'
    >>> pack_for("某省行动方案".encode())
    'demo'
    """
    from xiandao.policy.methods.intake import text_of

    try:
        text = text_of(data)
    except XiandaoError:
        return DEMO
    marks = {name: mentions(text, name) for name in pack_names() if name != DEMO}
    best = max(marks, key=lambda name: marks[name], default=DEMO)
    return best if marks.get(best) else DEMO


def mentions(text: str, pack: str) -> int:
    """Return how often the text names the province or one of its places."""
    known = load_pack(pack)
    names = {place.name.removesuffix("市") for place in known.places if len(place.name) > 2}
    return sum(text.count(name) for name in names)

"""Numbers with their units: counts, money, rates, multiples, ranks and orders of magnitude."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from xiandao.policy.methods.lexicon import alternatives, words
from xiandao.terms import numeral
from xiandao.terms.error import TermError
from xiandao.terms.quantity import Comparator, normalise, number

BLANK = "◇"
_HAN = "零〇一二两三四五六七八九十百千万亿"
# 千 is a magnitude, but not in 千瓦, 千米, 千克.
_THOUSAND = "千(?![瓦米克焦])"
_HAN_FIGURE = rf"(?:[零〇一二两三四五六七八九十百万亿]|{_THOUSAND})"
_FIGURE = (
    rf"(?:\d+(?:\x1f\d{{3}})*(?:\.\d+)?(?:[十百万亿]|{_THOUSAND}){{0,2}}"
    rf"|{_HAN_FIGURE}{{1,12}}(?:点{_HAN_FIGURE}{{1,6}})?)"
)
_LEADING_FIGURE = re.compile(rf"前?({_FIGURE})")
_MAGNITUDE = re.compile(r"[百千万亿]+$")
_SUFFIXES = tuple(
    (f"after_{item.value}", item) for item in (Comparator.GE, Comparator.APPROX, Comparator.LE)
)
_DASH = r"(?:—{1,2}|-|～|至|到)"
_POINTS = r"(?<=\d)分(?![之钟类级布别解期享析步批阶发区支公离工为])"


@dataclass(frozen=True, slots=True)
class Amount:
    """One number found in a folded text, from its first figure to the end of its unit and suffix.

    ``form`` is count, money, rate, multiple, rank, level, duration or bare.
    """

    start: int
    end: int
    figure_end: int
    value: float
    value_max: float | None
    unit: str
    form: str
    suffix: Comparator | None
    raw: str
    unit_raw: str
    han: bool


def find_amounts(text: str) -> Iterator[Amount]:
    """Find every number with a unit in a folded text whose dates and names are blanked out.

    Args:
        text: folded text; characters to be ignored are replaced by ``BLANK``.

    >>> [(item.value, item.value_max, item.unit) for item in find_amounts("新增3—5万家、二十个左右")]
    [(30000, 50000, '家'), (20, None, '个')]
    >>> [(item.value, item.unit, item.form) for item in find_amounts("占比三分之一，百万吨级，前三位")]
    [(33.33, '%', 'rate'), (1000000, '吨', 'level'), (3, '位', 'rank')]
    """
    for found in _pattern().finditer(text):
        try:
            amount = _build(found, text)
        except TermError:
            continue
        if amount is not None and not (amount.han and amount.value == 0):
            yield amount


@cache
def _pattern() -> re.Pattern[str]:
    units = words("units")
    count = alternatives(units["counts"])
    unit = alternatives(
        [
            *units["counts"],
            *units["amounts"],
            *units["money"],
            *units["rates"],
            *units["latencies"],
            *units["durations"],
            *(f"个{word}" for word in units["rates"]),
            "发",
        ]
    )
    per = alternatives(units["per"])
    after = words("comparators")["after"]
    suffix = "|".join(f"(?P<after_{name}>{alternatives(items)})" for name, items in after.items())
    share = (
        rf"(?:百分之{_FIGURE}|千分之{_FIGURE}|[{_HAN}]{{1,3}}分之[{_HAN}]{{1,3}}|[1-9]/[2-9](?![\d/])"
        rf"|[一二两三四五六七八九]成半?(?![立员果长型功就效本熟绩])|\d+(?:\.\d+)?[%‰])"
    )
    sides = rf"(?:{share}(?:{_DASH}{share})?|\d+(?:\.\d+)?{_DASH}\d+(?:\.\d+)?%)"
    return re.compile(
        rf"(?=[\d{_HAN}翻前])(?<![\d.A-Za-z+{_HAN}第每数几])(?:"
        rf"(?P<share>{sides})"
        rf"|(?P<double>翻[一两二三四\d]?番)"
        rf"|前(?P<rank>{_FIGURE})(?P<rank_unit>[位名强%]?)"
        rf"|(?P<low>{_FIGURE})(?P<low_unit>(?:{unit})(?={_DASH}\d))?(?:{_DASH}(?P<high>{_FIGURE}))?"
        rf"(?P<more>[余多])?(?P<unit>{unit}|{_POINTS})(?P<alt>（(?:{count})）)?"
        rf"(?P<per>/(?:{per}))?(?P<level>级(?!别))?"
        rf"|(?P<size>{_FIGURE})级(?!别)"
        rf"|(?P<bare>\d+\.\d+)(?![\d.%A-Za-z∶:亿万千百个年月版倍])"
        rf")(?:{suffix})?(?:的?规模(?!以上))?(?![a-zA-Z])"
    )


def _build(found: re.Match[str], text: str) -> Amount | None:
    if found["share"]:
        return _share(found)
    if found["double"]:
        return _amount(found, numeral.parse_multiple(found["double"]), None, "倍", "multiple")
    if found["rank"]:
        unit = "%" if found["rank_unit"] == "%" else found["rank_unit"] or "位"
        if unit == "强" and text[found.end() : found.end() + 1] not in "，。；、":
            return None
        return _amount(
            found, numeral.parse(found["rank"]), None, "位" if unit == "强" else unit, "rank"
        )
    if found["size"]:
        if not re.search("[百千万亿]", found["size"]):
            return None
        value, unit = normalise(found["size"], "元")
        return _amount(found, value, None, unit if unit != "元" else "", "level")
    if found["bare"]:
        return _amount(found, numeral.parse(found["bare"]), None, "", "bare")
    return _counted(found)


def _share(found: re.Match[str]) -> Amount | None:
    low, dash, high = _split_range(found["share"])
    if dash and "分之" not in high and not high.endswith(("%", "‰", "成", "半")):
        return None
    if dash and low[-1].isdigit():
        low += "%"
    first = _percent(low)
    last = _percent(high) if dash else None
    return _amount(found, first, last, "%", "rate")


def _percent(written: str) -> Decimal:
    above, slash, below = written.partition("/")
    return numeral.parse_percent(f"{below}分之{above}" if slash else written)


def _split_range(text: str) -> tuple[str, str, str]:
    split = re.search(_DASH, text)
    return (text[: split.start()], split[0], text[split.end() :]) if split else (text, "", "")


def _counted(found: re.Match[str]) -> Amount | None:
    low, high, unit = found["low"], found["high"], found["unit"]
    bare = unit.removeprefix("个") if len(unit) > 1 and unit != "个（套）" else unit
    form = _form(bare)
    if high:
        scale = re.search(r"[百千万亿]+$", high)
        if scale and low[-1:].isdigit() and not found["low_unit"]:
            low += scale[0]
    elif found["low_unit"]:
        return None
    full = bare + (found["per"] or "")
    value, unit_name = normalise(low, full)
    top = normalise(high, full)[0] if high else None
    if top is not None and top < value:
        return None
    if found["level"]:
        if not re.search("[百千万亿]", low):
            return None
        form = "level"
    return _amount(found, value, top, unit_name + (found["alt"] or ""), form)


@cache
def _form(unit: str) -> str:
    units = words("units")
    if unit in units["money"]:
        return "money"
    if unit == "倍":
        return "multiple"
    if unit in units["rates"]:
        return "rate"
    if unit in units["latencies"]:
        return "latency"
    if unit in units["durations"]:
        return "duration"
    return "count" if unit in units["counts"] else "measure"


def _exact(value: Decimal | float) -> float:
    return value if isinstance(value, int) else number(Decimal(str(value)))


def _amount(
    found: re.Match[str], low: Decimal | float, high: Decimal | float | None, unit: str, form: str
) -> Amount:
    comparator = next((item for group, item in _SUFFIXES if found[group]), None)
    if comparator is None and form == "level":
        comparator = Comparator.APPROX
    if comparator is None and found["more"]:
        comparator = Comparator.GT
    body = found[0]
    figure = _LEADING_FIGURE.match(body)
    raw = figure[1] if figure else body
    magnitude = _MAGNITUDE.search(raw) if raw[:1].isdigit() else None
    return Amount(
        found.start(),
        found.end(),
        found.start() + len(raw),
        _exact(low),
        None if high is None else _exact(high),
        unit,
        form,
        comparator,
        raw[: magnitude.start()] if magnitude else raw,
        (magnitude[0] if magnitude else "") + (found["unit"] or unit),
        not raw[:1].isdigit(),
    )

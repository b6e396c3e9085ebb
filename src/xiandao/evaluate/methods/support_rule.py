"""A support rule: factors with their ordinary value, lines in order, each with its clause; checked when it is read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType
from typing import Any, Final

from xiandao.evaluate.methods.step import Option, checked
from xiandao.evaluate.methods.support_conditions import Condition, can_hold, condition_from
from xiandao.terms.error import InputError

COEFFICIENT, AMOUNT, ENTITLEMENT = "coefficient", "amount", "entitlement"
SET, ADD, MULTIPLY, CAP = "set", "add", "multiply", "cap"
DOES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        COEFFICIENT: (SET, ADD, MULTIPLY, CAP),
        AMOUNT: (SET, ADD, MULTIPLY, CAP),
        ENTITLEMENT: (SET, ADD, CAP),
    }
)
LARGEST: Final = 1e12
FACTOR_OPTIONS: Final = (
    Option("code", "text", "", "代码，各条用它指明要素", is_required=True, example='code = "land"'),
    Option("name", "text", "", "名称", is_required=True, example='name = "用地指标"'),
    Option("kind", "text", "", "coefficient 常规份额的系数，amount 数额，entitlement 用文字写明的事项",
           choices=tuple(DOES), is_required=True, example='kind = "coefficient"'),
    Option("unit", "text", "", "单位", example='unit = "倍"'),
    Option("digits", "integer", 2, "保留几位小数", lowest=0, highest=6, example="digits = 0"),
    Option("about", "text", "", "一句说明", example='about = "1为按常规分配"'),
)  # fmt: skip
LINE_OPTIONS: Final = (
    Option("when", "list", (), "条件，须同时满足；不写则对所有单元适用",
           example='when = [{ on = "grade", among = ["A"] }]'),
    Option("give", "list", (), "给什么", is_required=True,
           example='give = [{ factor = "land", do = "set", value = 1.2 }]'),
    Option("clause", "text", "", "依据的条款", is_required=True, example='clause = "办法第十二条"'),
    Option("sentence", "text", "", "一句说明，不写数字（数字由本条的条件和支持得出）", is_required=True,
           example='sentence = "评价先进的，要素优先保障"'),
    Option("reason", "text", "", "调整本条的理由", example='reason = "年度论证会"'),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Factor:
    """What is supported: ``base`` is what every unit gets ordinarily, a number or words."""

    code: str
    name: str
    kind: str
    unit: str
    digits: int
    about: str
    base: float | str


@dataclass(frozen=True, slots=True)
class Give:
    """What a line does to one factor."""

    factor: str
    do: str
    value: float | str


@dataclass(frozen=True, slots=True)
class Line:
    """One line: all of ``when`` has to hold."""

    number: int
    when: tuple[Condition, ...]
    give: tuple[Give, ...]
    clause: str
    sentence: str
    reason: str

    def gives(self, factor: str) -> Give | None:
        """Return what the line does to a factor, None where nothing."""
        return next((one for one in self.give if one.factor == factor), None)

    def holds_with(self, other: Line) -> bool:
        """Return whether one unit could meet both lines."""
        return can_hold((*self.when, *other.when))


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that has been checked; ``rule_from`` makes it."""

    factors: tuple[Factor, ...]
    lines: tuple[Line, ...]

    def factor(self, code: str) -> Factor:
        """Return a factor by its code."""
        return next(one for one in self.factors if one.code == code)

    def refuse_strangers(self, pillars: Collection[str], grades: Collection[str]) -> None:
        """Refuse lines that ask for what the scheme does not give.

        Raises:
            InputError: ``EVA-593``.
        """
        for line in self.lines:
            for one in line.when:
                asked = {"pillar": (one.pillar,), "grade": one.among}
                known = pillars if one.on == "pillar" else grades
                strange = [name for name in asked.get(one.on, ()) if name not in known]
                if strange:
                    what = "方面" if one.on == "pillar" else "等级"
                    raise InputError(
                        "EVA-593",
                        f"第{line.number}条用到评价体系里没有的{what}“{strange[0]}”",
                        f"本体系有：{'、'.join(known) or '（无）'}",
                        {"line": line.number, "name": strange[0]},
                    )


def rule_from(data: Mapping[str, Any]) -> Rule:
    """Return the rule that plain data states, checked as a whole.

    Raises:
        InputError: ``EVA-590`` no lists of factors and lines, ``EVA-591`` a factor without base or named twice,
            ``EVA-592`` a line for an unknown factor, ``EVA-594`` a condition that cannot be read or never holds,
            ``EVA-595`` lines that contradict each other, ``EVA-596`` a gift that cannot be, ``EVA-050…053`` keys.

    >>> data = {"factors": [{"code": "land", "name": "用地指标", "kind": "coefficient", "base": 1.0}],
    ...         "lines": [{"when": [{"on": "grade", "among": ["A"]}], "clause": "Z五(三)", "sentence": "先进的倾斜",
    ...                    "give": [{"factor": "land", "do": "set", "value": 1.2}]}]}
    >>> rule_from(data).lines[0].give[0].value
    1.2
    """
    given, told = _tables(data, "factors"), _tables(data, "lines")
    factors = tuple(_factor(one, number) for number, one in enumerate(given, start=1))
    codes = [one.code for one in factors]
    twice = next((code for code in codes if codes.count(code) > 1), "")
    if twice:
        raise _wrong_factor(f"“{twice}”写了两次", twice)
    known = {one.code: one for one in factors}
    lines = tuple(_line(one, number, known) for number, one in enumerate(told, start=1))
    _refuse_contradictions(lines, known)
    return Rule(factors, lines)


def _tables(data: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    found = data.get(name)
    if isinstance(found, list | tuple) and found and all(isinstance(one, Mapping) for one in found):
        return found
    raise InputError("EVA-590", f"支持规则缺少“{name}”", f"请写[[{name}]]，每项一个", {"key": name})


def _factor(data: Mapping[str, Any], number: int) -> Factor:
    rest = {key: value for key, value in data.items() if key != "base"}
    options = checked(FACTOR_OPTIONS, rest, f"要素{number}")
    base = _fitting(data.get("base"), options["kind"])
    if base is None:
        wanted = "文字" if options["kind"] == ENTITLEMENT else "不小于零的数"
        raise _wrong_factor(f"“{options['name']}”的常规值（base）应为{wanted}", options["code"])
    return Factor(**options, base=base)


def _fitting(value: Any, kind: str, *, may_fall: bool = False) -> float | str | None:
    """Return a value that a factor of this kind may have, None where it may not."""
    if kind == ENTITLEMENT:
        return value if isinstance(value, str) else None
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    lowest = -LARGEST if may_fall else 0.0
    return float(value) if lowest <= value <= LARGEST else None


def _wrong_factor(sentence: str, code: str) -> InputError:
    return InputError(
        "EVA-591",
        f"要素有误：{sentence}",
        "每个要素写一次，常规值是没有任何倾斜时的数或事项",
        {"factor": code},
    )


def _line(data: Mapping[str, Any], number: int, factors: Mapping[str, Factor]) -> Line:
    place = f"第{number}条"
    told = checked(LINE_OPTIONS, data, place)
    _refuse_no_tables(told["when"], place, "条件")
    _refuse_no_tables(told["give"], place, "支持")
    when = tuple(
        condition_from(one, f"{place}条件{at}") for at, one in enumerate(told["when"], start=1)
    )
    give = tuple(_give(one, number, factors) for one in told["give"])
    if not can_hold(when):
        raise InputError(
            "EVA-594",
            f"{place}的条件不可能同时成立",
            "请核对各条件的等级、分数线和位次",
            {"line": number},
        )
    named = [one.factor for one in give]
    if not give or len(named) != len(set(named)):
        raise InputError(
            "EVA-596",
            f"{place}没有写给什么，或同一要素写了两次",
            "每条对每个要素只写一次",
            {"line": number},
        )
    return Line(number, when, give, told["clause"], told["sentence"], told["reason"])


def _refuse_no_tables(given: Any, place: str, what: str) -> None:
    if not all(isinstance(one, Mapping) for one in given):
        raise InputError("EVA-590", f"{place}的{what}应为键值表", "请核对写法", {"line": place})


def _give(data: Mapping[str, Any], number: int, factors: Mapping[str, Factor]) -> Give:
    code, do, value = (data.get(name) for name in ("factor", "do", "value"))
    if code not in factors:
        raise InputError(
            "EVA-592",
            f"第{number}条用到没有列出的要素“{code}”",
            f"已列出的有：{'、'.join(factors)}",
            {"line": number, "factor": str(code)},
        )
    factor = factors[str(code)]
    kept = _fitting(value, factor.kind, may_fall=do == ADD)
    if do not in DOES[factor.kind] or set(data) != {"factor", "do", "value"} or kept is None:
        wanted = "文字" if factor.kind == ENTITLEMENT else "不小于零的数，增加时可以为负"
        raise InputError(
            "EVA-596",
            f"第{number}条对“{factor.name}”的写法不成立",
            f"do 可用：{'、'.join(DOES[factor.kind])}；value 为{wanted}",
            {"line": number, "factor": factor.code},
        )
    return Give(factor.code, str(do), kept)


def _refuse_contradictions(lines: Sequence[Line], factors: Mapping[str, Factor]) -> None:
    for earlier, later in combinations(lines, 2):
        for code in _shared(earlier, later):
            first, then = earlier.gives(code), later.gives(code)
            if first is None or then is None or then.do != SET or not earlier.holds_with(later):
                continue
            if first != then:
                did = "各定一个值" if first.do == SET else "，后一条会抹掉前一条"
                raise InputError(
                    "EVA-595",
                    f"第{earlier.number}条和第{later.number}条可能同时适用，对“{factors[code].name}”{did}",
                    "请使两条的条件互不重叠，或把后一条改为增加、乘以、封顶",
                    {"lines": [earlier.number, later.number], "factor": code},
                )


def _shared(one: Line, other: Line) -> Iterator[str]:
    return (give.factor for give in one.give if other.gives(give.factor) is not None)

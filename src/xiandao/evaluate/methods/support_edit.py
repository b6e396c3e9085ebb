"""Changing the values of a support rule: which there are, what somebody typed, and the rule with the new ones."""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from xiandao.evaluate.methods.support_conditions import Condition
from xiandao.evaluate.methods.support_rule import Factor, Give, Rule, rule_from
from xiandao.terms.error import InputError

LIMITS: Final = ("at_least", "below", "within", "within_share", "beyond")
WHOLE: Final = ("within", "beyond")
LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Editable:
    """One value that a next version may change.

    Args:
        key: where it stands, such as ``factor.land`` or ``line.2.give.0``.
        line: number of the line, 0 for the ordinary value of a factor.
        value: as it is now.
        factor: of an ordinary value or a gift.
        give: the gift that it is the value of.
        condition, limit: the condition, and which of its limits the value is.
    """

    key: str
    line: int
    value: float | str
    factor: Factor | None = None
    give: Give | None = None
    condition: Condition | None = None
    limit: str = ""

    @property
    def is_words(self) -> bool:
        """Return whether words stand there, not a number."""
        return isinstance(self.value, str)


def editables(rule: Rule) -> tuple[Editable, ...]:
    """Return every value that may change: ordinary values, then line by line the limits and what is given.

    >>> rule = rule_from({"factors": [{"code": "land", "name": "用地指标", "kind": "coefficient", "base": 1.0}],
    ...     "lines": [{"when": [{"on": "score", "at_least": 80}], "clause": "Z五(三)", "sentence": "先进",
    ...                "give": [{"factor": "land", "do": "set", "value": 1.2}]}]})
    >>> [(one.key, one.value) for one in editables(rule)]
    [('factor.land', 1.0), ('line.1.when.0.at_least', 80), ('line.1.give.0', 1.2)]
    """
    return tuple(_all(rule))


def _all(rule: Rule) -> Iterator[Editable]:
    for factor in rule.factors:
        yield Editable(f"factor.{factor.code}", 0, factor.base, factor=factor)
    for line in rule.lines:
        for at, condition in enumerate(line.when):
            for limit in LIMITS:
                value = getattr(condition, limit)
                if value is not None:
                    key = f"line.{line.number}.when.{at}.{limit}"
                    yield Editable(key, line.number, value, condition=condition, limit=limit)
        for at, give in enumerate(line.give):
            key, factor = f"line.{line.number}.give.{at}", rule.factor(give.factor)
            yield Editable(key, line.number, give.value, factor=factor, give=give)


def typed(one: Editable, text: str) -> float | str:
    """Return what somebody typed for a value: words where words stand, a number where a number stands.

    Raises:
        InputError: ``EVA-596`` it is none.

    >>> typed(Editable("line.1.when.0.within", 1, 5, limit="within"), " 6 ")
    6
    """
    words = text.strip()
    if isinstance(one.value, str):
        return words[:LONGEST]
    try:
        # Python takes "1_0" for ten; nobody writes ten that way.
        number = math.nan if "_" in words else float(words)
    except ValueError:
        number = math.nan
    is_whole = number == number and abs(number) < 1e12 and number == round(number)
    if not math.isfinite(number) or (one.limit in WHOLE and not is_whole):
        raise InputError(
            "EVA-596",
            f"“{words[:20]}”不能用",
            "请填写整数" if one.limit in WHOLE else "请填写数字",
            {"key": one.key},
        )
    return int(number) if one.limit in WHOLE else number


def changed(
    data: Mapping[str, Any], values: Mapping[str, float | str], reason: str
) -> dict[str, Any]:
    """Return the plain data of a rule with other values; each line that changes keeps the reason.

    Args:
        data: plain data of a rule, left as it is.
        values: new values by key, as ``editables`` names them; those not named stay.
        reason: why.

    Raises:
        InputError: ``EVA-592`` a key that the rule does not have, and as ``rule_from`` says of the result.
    """
    known = {one.key: one for one in editables(rule_from(data))}
    made = copy.deepcopy({"factors": list(data["factors"]), "lines": list(data["lines"])})
    for key, value in values.items():
        if key not in known:
            raise InputError(
                "EVA-592", f"规则里没有“{key[:40]}”这一项", "请刷新页面后重试", {"key": key[:40]}
            )
        one = known[key]
        if value == one.value:
            continue
        if not one.line:
            next(row for row in made["factors"] if row["code"] == key.partition(".")[2])["base"] = (
                value
            )
            continue
        line = made["lines"][one.line - 1]
        _word, _number, part, at, *_limit = key.split(".")
        line[part][int(at)][one.limit or "value"] = value
        line["reason"] = reason
    rule_from(made)
    return made

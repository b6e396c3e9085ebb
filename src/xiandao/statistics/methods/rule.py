"""Checks as data: one rule is one row of a table, read from TOML or from a form on the web."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final

from xiandao.statistics.methods.expression import parse
from xiandao.statistics.methods.expression_nodes import values_of
from xiandao.statistics.methods.rule_kinds import EVERYWHERE, POPULATION, Scope
from xiandao.statistics.methods.rule_problems import bounds, first_problem
from xiandao.terms.error import InputError
from xiandao.terms.period import Period

_LABELS: Final = {
    "code": "规则代码", "severity": "级别", "level": "层次", "kind": "类型", "left": "左边", "op": "关系",
    "right": "右边", "when": "仅当", "missing": "缺失值", "tolerance_abs": "允许绝对误差",
    "tolerance_rel": "允许相对误差",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """``left`` op ``right`` must hold; op is = ≠ > ≥ < ≤ between holds compulsory exclusive.

    ``level`` after ESS: 0 file, 1 within the form, 2 other periods, 3 other forms, 4 and 5 other sources.
    ``when`` narrows it to returns for which a condition holds. ``missing``: skip_any skips where any value is
    missing; skip_all where all are; never does not skip; the latter two count a missing own value as 0.
    ``between`` has two bounds in ``right``: ``low .. high``. ``parameters`` belong to the kinds that look at a
    class: u, a, c, low, high (HB), threshold (zscore), k (peers), ``by`` (column of the units), ``least``.

    Raises:
        InputError: ``STA-212`` a field cannot be so; details name rule and field.

    >>> Rule("B01", "607-2", left="r7", op="=", right="r8 + r9", tolerance_abs=1.5).items
    ('r7', 'r8', 'r9')
    """

    code: str
    form: str
    form_versions: tuple[str, ...] = ()
    level: int = 1
    severity: str = "must"
    scope: Scope = EVERYWHERE
    kind: str = "single"
    when: str = ""
    left: str = ""
    op: str = "holds"
    right: str = ""
    tolerance_abs: float = 0.0
    tolerance_rel: float = 0.0
    missing: str = "skip_any"
    message: str = ""
    message_en: str = ""
    needs_explanation: bool = False
    items: tuple[str, ...] = ()
    parameters: tuple[tuple[str, float | str], ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    is_active: bool = True
    note: str = ""

    def __post_init__(self) -> None:
        found = first_problem(self)
        if found is not None:
            name, sentence, hint = found
            raise InputError(
                "STA-212",
                f"规则“{self.code}”的{_LABELS.get(name, name)}有误：{sentence}",
                hint,
                {"rule": self.code, "field": name},
            )
        if not self.items:
            object.__setattr__(self, "items", _items(self))

    @property
    def is_population(self) -> bool:
        """Whether it looks at all returns of a class together."""
        return self.kind in POPULATION

    def parameter(self, name: str, default: float) -> float:
        """Return a number among the parameters."""
        return float(dict(self.parameters).get(name, default))

    def applies_to(self, *, version: str, subject: str, period: Period) -> bool:
        """Tell whether it is switched on for a version of the form, a subject and a period."""
        return (
            self.is_active
            and (not self.form_versions or not version or version in self.form_versions)
            and (not subject or self.scope.covers("subjects", subject))
            and self.scope.covers("periods", period.code)
            and (self.valid_from is None or period.end >= self.valid_from)
            and (self.valid_to is None or period.start <= self.valid_to)
        )


def to_row(rule: Rule) -> dict[str, Any]:
    """Return a rule as plain data for a table, a form on the web or JSON.

    >>> row = to_row(Rule("B01", "607-2", left="r7 > 0"))
    >>> row["left"], row["missing"], of_row(row) == Rule("B01", "607-2", left="r7 > 0")
    ('r7 > 0', 'skip_any', True)
    """
    row = {entry.name: getattr(rule, entry.name) for entry in fields(rule)}
    row["parameters"] = dict(rule.parameters)
    row["scope"] = {
        entry.name: list(getattr(rule.scope, entry.name)) for entry in fields(rule.scope)
    }
    for name in ("form_versions", "items"):
        row[name] = list(row[name])
    for name in ("valid_from", "valid_to"):
        row[name] = row[name].isoformat() if row[name] else ""
    return row


def of_row(row: Mapping[str, Any]) -> Rule:
    """Return the rule that a row of the table describes.

    Args:
        row: the fields of ``Rule``; lists, dates as ``2026-01-31`` and plain mappings are understood.

    Raises:
        InputError: ``STA-211`` unknown field or wrong type, ``STA-212`` a field cannot be so, and what
            the expressions raise.

    >>> of_row({"code": "B02", "form": "x", "left": "r1", "op": ">=", "right": "0"}).op
    '≥'
    """
    known = {entry.name for entry in fields(Rule)}
    strange = sorted(set(row) - known)
    if strange or not row.get("code") or not row.get("form"):
        raise _unreadable(
            row, f"不认识的栏目 {'、'.join(strange)}" if strange else "缺少代码或报表"
        )
    try:
        explains = {"needs_explanation": row.get("severity") == "explain"}
        return Rule(**{name: _field(name, value) for name, value in (explains | dict(row)).items()})
    except (TypeError, ValueError, AttributeError) as error:
        raise _unreadable(row, str(error)) from None


_SIGNS: Final = {
    "==": "=",
    "!=": "≠",
    ">=": "≥",
    "<=": "≤",
    "<>": "≠",
    "＝": "=",
    "＞": ">",
    "＜": "<",
}


def _items(rule: Rule) -> tuple[str, ...]:
    sides = (rule.left, *(bounds(rule.right) if rule.op == "between" else (rule.right,)))
    found = (value for side in sides if side for value in values_of(parse(side).node))
    return tuple(dict.fromkeys(value.item for value in found if value.source != "of"))


def _field(name: str, value: Any) -> Any:
    match name:
        case "scope":
            return Scope(**{key: _words(patterns) for key, patterns in value.items()})
        case "form_versions" | "items":
            return _words(value)
        case "parameters":
            return tuple(
                (key, found if isinstance(found, str) else float(found))
                for key, found in sorted(dict(value).items())
            )
        case "valid_from" | "valid_to":
            return date.fromisoformat(value) if isinstance(value, str) and value else value or None
        case "tolerance_abs" | "tolerance_rel":
            return float(value)
        case "level":
            return int(value)
        case "op":
            return _SIGNS.get(value, value)
        case "needs_explanation" | "is_active":
            return bool(value)
    return str(value).strip()


def _words(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(str(word) for word in value)


def _unreadable(row: Mapping[str, Any], reason: str) -> InputError:
    return InputError(
        "STA-211",
        f"规则“{row.get('code', '')}”无法读取：{reason[:200]}",
        "请对照规则表的栏目核对",
        {"rule": str(row.get("code", "")), "reason": reason[:200]},
    )

"""What is wrong with a rule, told when it is saved: items, units, other rules, and how often it hits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xiandao.statistics.methods.expression import parse
from xiandao.statistics.methods.expression_nodes import Value, values_of
from xiandao.statistics.methods.expression_units import agreed, units
from xiandao.statistics.methods.form import PRIOR
from xiandao.statistics.methods.linear import Row, can_hold, conflict, rows_of
from xiandao.statistics.methods.rule_kinds import EVERYWHERE
from xiandao.statistics.methods.rule_problems import bounds
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    import polars as pl

    from xiandao.statistics.methods.form import Form
    from xiandao.statistics.methods.rule import Rule

_INFINITE: Final = float("inf")
_SEVERE: Final = "must"


@dataclass(frozen=True, slots=True)
class Flaw:
    """``is_error`` keeps a rule from being switched on; ``rules`` are the others it concerns."""

    code: str
    message: str
    is_error: bool = True
    rules: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


def lint(
    rule: Rule,
    form: Form,
    *,
    forms: Mapping[str, Form] | None = None,
    rules: Sequence[Rule] = (),
) -> list[Flaw]:
    """Return what is wrong with a rule.

    Args:
        rule: as it is to be saved.
        form: it belongs to.
        forms: by code, those that ``of`` may read.
        rules: the other rules of the form; one with the same code is left out.

    >>> from xiandao.statistics.methods.form import shipped
    >>> from xiandao.statistics.methods.rule import Rule
    >>> rule = Rule("X1", "quick", left="r13", op="≥", right="r01 + r999")
    >>> [flaw.code for flaw in lint(rule, shipped()["quick"])]
    ['STA-241', 'STA-242']
    """
    known = {form.code: form} | dict(forms or {})
    flaws = _unknown_items(rule, form, known) + _unit_flaws(rule, form, known)
    constant = _constant(rule)
    if constant is not None:
        return [*flaws, constant]
    others = [other for other in rules if other.code != rule.code and _meets(other, rule)]
    return flaws + _contradictions(rule, others)


def lint_all(
    rules: Sequence[Rule], form: Form, *, forms: Mapping[str, Form] | None = None
) -> dict[str, list[Flaw]]:
    """Return the flaws of every rule of a form that has any.

    >>> from xiandao.statistics.methods import form, rule_shorthand
    >>> lint_all(rule_shorthand.shipped()["quick"][:3], form.shipped()["quick"])
    {}
    """
    found = {rule.code: lint(rule, form, forms=forms, rules=rules) for rule in rules}
    return {code: flaws for code, flaws in found.items() if flaws}


def hit_rate(
    rule: Rule,
    frame: pl.DataFrame,
    *,
    form: Form | None = None,
    history: pl.DataFrame | None = None,
    others: Mapping[str, pl.DataFrame] | None = None,
    units: pl.DataFrame | None = None,
) -> dict[str, dict[str, int]]:
    """Return by period how many returns there are and how many the rule would hit.

    Args:
        rule: also one that is not switched on yet.
        frame: the returns of the periods to show, usually the last two.
        form, history, others, units: as ``checking_frame.check_frame`` takes them.

    >>> import polars as pl
    >>> from xiandao.statistics.methods.rule import Rule
    >>> frame = pl.DataFrame({"unit": ["a", "b"], "period": ["2026", "2026"], "r1": [1.0, -1.0]})
    >>> hit_rate(Rule("S1", "x", left="r1", op="≥", right="0", is_active=False), frame)
    {'2026': {'checked': 2, 'hit': 1}}
    """
    from dataclasses import replace

    from xiandao.statistics.methods.checking_frame import check_frame

    found = check_frame(
        [replace(rule, is_active=True)],
        frame,
        form=form,
        history=history,
        others=others,
        units=units,
    )
    hits = dict(found["period"].value_counts().iter_rows())
    checked = dict(frame["period"].value_counts().iter_rows())
    return {
        period: {"checked": checked[period], "hit": hits.get(period, 0)}
        for period in sorted(checked)
    }


def _texts(rule: Rule) -> list[str]:
    sides = bounds(rule.right) if rule.op == "between" else (rule.right,)
    return [text for text in (rule.when, rule.left, *sides) if text]


def _unknown_items(rule: Rule, form: Form, forms: Mapping[str, Form]) -> list[Flaw]:
    values = dict.fromkeys(value for text in _texts(rule) for value in values_of(parse(text).node))
    named = [*values, *(Value(item) for item in rule.items if item not in {v.item for v in values})]
    strange = [value.item for value in named if not _is_known(value, form, forms)]
    if not strange:
        return []
    listed = "、".join(dict.fromkeys(strange))
    return [Flaw("STA-241", f"报表中没有指标 {listed}", items=tuple(dict.fromkeys(strange)))]


def _is_known(value: Value, form: Form, forms: Mapping[str, Form]) -> bool:
    owner = forms.get(value.form) if value.source == "of" else form
    if owner is None:
        return False
    code = value.item.removesuffix(PRIOR)
    item = next((item for item in owner.items if item.code == code), None)
    return item is not None and (item.has_prior or not value.item.endswith(PRIOR))


def _unit_flaws(rule: Rule, form: Form, forms: Mapping[str, Form]) -> list[Flaw]:
    try:
        if rule.when:
            units(rule.when, form, forms)
        left = units(rule.left, form, forms)
        # A ratio to the class median compares nothing: it divides.
        if rule.kind != "peers" and rule.op not in {"compulsory", "exclusive"}:
            for text in bounds(rule.right) if rule.op == "between" else (rule.right,):
                if text:
                    agreed(left, units(text, form, forms))
    except InputError as error:
        return [Flaw("STA-242", error.sentence, items=rule.items)]
    return []


def _constant(rule: Rule) -> Flaw | None:
    """A rule that holds always or never, whatever is reported."""
    rows = rows_of(rule)
    if not rows or any(row.terms for row in rows):
        return None
    if all(row.low <= 0 <= row.high for row in rows):
        return Flaw("STA-243", "无论填什么都成立，查不出任何问题", items=rule.items)
    return Flaw("STA-244", "无论填什么都不成立，每份报表都会被查出", items=rule.items)


def _meets(other: Rule, rule: Rule) -> bool:
    """Whether another rule always counts where this one does."""
    versions = set(other.form_versions) & set(rule.form_versions)
    shares_version = bool(versions) or not other.form_versions or not rule.form_versions
    is_wide = other.scope in (EVERYWHERE, rule.scope)
    return other.is_active and other.form == rule.form and shares_version and is_wide


def _contradictions(rule: Rule, others: Sequence[Rule]) -> list[Flaw]:
    own, own_exact = rows_of(rule), rows_of(rule, is_exact=True)
    if rule.severity != _SEVERE or not own or not own_exact:
        return []
    binding = [other for other in others if other.severity == _SEVERE]
    rows = [row for other in binding for row in rows_of(other) or ()]
    clash = conflict(rows, own) if not can_hold([*rows, *own]) else ()
    if clash or not can_hold(own):
        return [Flaw("STA-245", _sentence("不可能同时成立", clash), rules=clash, items=rule.items)]
    exact = [row for other in binding for row in rows_of(other, is_exact=True) or ()]
    return _forced(rule, exact, own_exact) or _redundant(rule, exact, own_exact)


def _forced(rule: Rule, rows: Sequence[Row], own: Sequence[Row]) -> list[Flaw]:
    """Items that can only be 0 once this rule counts, and could be something else before."""
    if not can_hold([*rows, *own]):
        return []
    found = []
    for name in dict.fromkeys(name for row in own for name, _ in row.terms):
        more, less = Row(((name, 1.0),), 1.0, _INFINITE), Row(((name, 1.0),), -_INFINITE, -1.0)
        is_stuck = not any(can_hold([*rows, *own, side]) for side in (more, less))
        if is_stuck and any(can_hold([*rows, side]) for side in (more, less)):
            names = conflict(rows, [*own, more]) + conflict(rows, [*own, less])
            clash = tuple(dict.fromkeys(other for other in names if other != rule.code))
            listed = "、".join(clash)
            message = (
                f"与规则 {listed} 一起：使指标 {name} 只能填0"
                if clash
                else f"这条规则本身：使指标 {name} 只能填0"
            )
            found.append(Flaw("STA-246", message, rules=clash, items=(name,)))
    return found


def _redundant(rule: Rule, rows: Sequence[Row], own: Sequence[Row]) -> list[Flaw]:
    """Whether the other rules already see to it, whatever else is left empty."""
    own_names = {name for row in own for name, _ in row.terms}
    rows = [row for row in rows if own_names.issuperset(name for name, _ in row.terms)]
    opposites = []
    for row in own:
        if row.low > -_INFINITE:
            opposites.append(Row(row.terms, -_INFINITE, row.low - 1.0))
        if row.high < _INFINITE:
            opposites.append(Row(row.terms, row.high + 1.0, _INFINITE))
    if any(can_hold([*rows, opposite]) for opposite in opposites):
        return []
    clash = tuple(dict.fromkeys(name for side in opposites for name in conflict(rows, [side])))
    message = _sentence("已经由其他规则保证，可以不要", clash)
    return [Flaw("STA-247", message, is_error=False, rules=clash, items=rule.items)]


def _sentence(what: str, rules: Sequence[str]) -> str:
    return f"与规则 {'、'.join(rules)} 一起：{what}" if rules else f"这条规则本身：{what}"

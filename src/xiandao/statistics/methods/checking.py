"""Running the rules over one return, for the web and the workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from xiandao.statistics.methods import form_rules, rule_shorthand
from xiandao.statistics.methods.condition import condition
from xiandao.statistics.methods.expression import number_of, truth_of
from xiandao.statistics.methods.expression_nodes import Node
from xiandao.statistics.methods.finding import Finding, Severity
from xiandao.statistics.methods.inputs import Known, gathered
from xiandao.statistics.methods.messages import message_of
from xiandao.terms.period import Period

if TYPE_CHECKING:
    from xiandao.statistics.methods.form import Form
    from xiandao.statistics.methods.rule import Rule

_ORDER = {severity.value: place for place, severity in enumerate(Severity)}


def check_one(
    form: Form,
    values: Known,
    *,
    period: str | Period,
    history: Sequence[tuple[str | Period, Known]] = (),
    others: Mapping[str, Known] | None = None,
    rules: Sequence[Rule] | None = None,
    unit: str = "",
) -> list[Finding]:
    """Return what the rules find in one return, the gravest first, then in the order of the form.

    Rules that look at a whole class (HB, modified z, peers) are not run here; see ``checking_frame``.

    Args:
        form: the form the return is made with; checks of single cells follow from it.
        values: by item code, 上年同期 under ``r13__ly``.
        period: of the return.
        history: returns of the same unit and form in other periods.
        others: by form, the return of the same unit whose period ends on the same day.
        rules: instead of the shipped ones.
        unit: code of the organisation, for the scope of rules and for the findings.

    >>> from xiandao.statistics.methods.form import shipped
    >>> found = check_one(shipped()["607-2"], {"r1": Decimal(3), "r7": Decimal(0), "r3": Decimal(5)}, period="2026")
    >>> [(finding.item, finding.severity) for finding in found if finding.left == 5]
    [('r3', 'must')]
    """
    when = period if isinstance(period, Period) else Period.parse(period)
    chosen = rule_shorthand.shipped().get(form.code, ()) if rules is None else rules
    known = _numbers(form, values)
    past = [(day, _numbers(form, kept)) for day, kept in history]
    active = [
        rule
        for rule in (*form_rules.cell_rules(form), *chosen)
        if not rule.is_population
        and rule.applies_to(version=form.version, subject=form.subject, period=when)
        and rule.scope.covers("units", unit)
    ]
    wanted = dict.fromkeys(value for rule in active for value in condition(rule).values)
    inputs = gathered(wanted, known, period=when, history=past, others=others)
    found = [_finding(form, rule, inputs, unit, when) for rule in active if _fails(rule, inputs)]
    places = {code: place for place, code in enumerate(form.columns)}
    return sorted(
        found,
        key=lambda each: (
            _ORDER[each.severity],
            places.get(each.item, len(places)),
            each.rule,
        ),
    )


def _fails(rule: Rule, inputs: Known) -> bool:
    tested = condition(rule)
    if tested.applies is not None and not truth_of(tested.applies, inputs):
        return False
    return truth_of(tested.violated, inputs) is True


def _finding(form: Form, rule: Rule, inputs: Known, unit: str, period: Period) -> Finding:
    tested = condition(rule)
    left, right = _shown(tested.left, inputs), _shown(tested.right, inputs)
    message = message_of(rule, form)
    return Finding(
        rule=rule.code,
        severity=rule.severity,
        unit=unit,
        period=period.code,
        items=rule.items,
        message=message.chinese(left, right),
        message_en=message.english(left, right),
        left=left,
        right=right,
        needs_explanation=rule.needs_explanation,
    )


def _shown(node: Node | None, inputs: Known) -> float | None:
    return None if node is None else number_of(node, inputs)


def _numbers(form: Form, values: Known) -> dict[str, Decimal | float | str | None]:
    """Numbers kept as text, as a return in the database has them, become numbers again."""
    numeric = {name for item in form.items if item.is_numeric for name in (item.code, item.prior)}
    return {
        code: _number(value) if isinstance(value, str) and code in numeric else value
        for code, value in values.items()
    }


def _number(text: str) -> Decimal | str:
    try:
        return Decimal(text)
    except InvalidOperation:
        return text

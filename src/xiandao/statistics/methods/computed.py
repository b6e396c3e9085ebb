"""The rows of a form that follow from other rows: computed by the system wherever a return leaves them empty."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from xiandao.statistics.methods.expression import evaluate
from xiandao.statistics.methods.form import PRIOR, Form
from xiandao.statistics.methods.form_problems import names

Value = Decimal | str | None


def compute(form: Form, values: Mapping[str, Value], *, suffix: str = "") -> dict[str, Decimal]:
    """Return the computed rows of one column of a return, by name of the value.

    Args:
        form: the form.
        values: what has been filled in; a computed row that is filled in already is not read.
        suffix: ``""`` for 本期, ``"__ly"`` for 上年同期.

    >>> from xiandao.statistics.methods.form import shipped
    >>> compute(shipped()["quick"], {"r14": Decimal(3), "r22": Decimal("4")})
    {'r13': Decimal('7')}
    """
    known: dict[str, Value] = {code: values.get(code + suffix) for code in form.codes}
    waiting = {item.code: item for item in form.items if item.formula}
    known.update(dict.fromkeys(waiting))
    found: dict[str, Decimal] = {}
    while ready := [code for code in waiting if not names(waiting[code].formula) & waiting.keys()]:
        for code in ready:
            item = waiting.pop(code)
            number = evaluate(item.formula, known)
            if number is not None:
                exact = round(Decimal(repr(number)), item.decimals)
                known[code] = found[code + suffix] = exact
    return found


def completed(form: Form, values: Mapping[str, Value]) -> dict[str, Value]:
    """Return the values with every computed row that was left empty.

    >>> from xiandao.statistics.methods.form import shipped
    >>> completed(shipped()["quick"], {"r14": Decimal(3), "r13": Decimal(9)})["r13"]
    Decimal('9')
    """
    prior = {
        name: value
        for name, value in compute(form, values, suffix=PRIOR).items()
        if form.item(name).has_prior
    }
    made: dict[str, Value] = {**compute(form, values), **prior}
    return made | {name: value for name, value in values.items() if value is not None}

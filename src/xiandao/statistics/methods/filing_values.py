"""The values of a return between storage and use: text of decimals outside, numbers inside, computed rows filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from xiandao.statistics.methods.computed import compute
from xiandao.statistics.methods.form import PRIOR, Form

Stored = Mapping[str, str | None]
Values = Mapping[str, Decimal | str | None]


@dataclass(frozen=True, slots=True)
class Change:
    """One value before and after."""

    item: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Settled:
    """What is to be stored after an edit, and what changed by it."""

    values: dict[str, str | None]
    changes: tuple[Change, ...] = field(default=())


def known_values(form: Form, stored: Stored) -> dict[str, Decimal | str | None]:
    """Return stored values with numbers as decimals; a name the form does not have stays text.

    >>> from xiandao.statistics.methods.form import shipped
    >>> known_values(shipped()["quick"], {"r01": "12", "r13": None})
    {'r01': Decimal('12'), 'r13': None}
    """
    numeric = {item.code for item in form.items if item.is_numeric}
    return {
        code: _decimal(text) if code.removesuffix(PRIOR) in numeric else text
        for code, text in stored.items()
    }


def settled(form: Form, stored: Stored, edits: Stored) -> Settled:
    """Return the values after an edit with the computed rows worked out anew, and every difference.

    Args:
        form: the form's version the return is made with.
        stored: what is kept.
        edits: new values by item code (``None`` empties a cell); computed rows among them are ignored.

    >>> from xiandao.statistics.methods.form import shipped
    >>> done = settled(shipped()["quick"], {"r01": "12"}, {"r01": "13"})
    >>> done.values["r01"], [(c.item, c.before, c.after) for c in done.changes if c.item == "r01"]
    ('13', [('r01', '12', '13')])
    """
    computed = {item.code for item in form.items if item.formula}
    values = dict(stored)
    values.update({code: text for code, text in edits.items() if code not in computed})
    values.update(worked_out(form, values))
    changes = tuple(
        Change(code, stored.get(code), values.get(code))
        for code in form.columns
        if (stored.get(code) or None) != (values.get(code) or None)
    )
    kept: dict[str, str | None] = {
        code: text for code, text in values.items() if text not in (None, "")
    }
    return Settled(kept, changes)


def worked_out(form: Form, stored: Stored) -> dict[str, str | None]:
    """Return the computed rows of a return, this period's and the comparable ones of last year.

    >>> from xiandao.statistics.methods.form import shipped
    >>> worked_out(shipped()["quick"], {"r14": "3", "r22": "4"})["r13"]
    '7'
    """
    values = known_values(form, stored)
    names = [name for name in form.columns if form.item(name).formula]
    made = compute(form, values) | compute(form, values, suffix=PRIOR)
    return {name: format(made[name], "f") if name in made else None for name in names}


def _decimal(text: str | None) -> Decimal | None:
    try:
        return None if text in (None, "") else Decimal(str(text))
    except InvalidOperation:
        return None

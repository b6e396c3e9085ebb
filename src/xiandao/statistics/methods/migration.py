"""Values of an older version of a form carried to the present one: by code, by the migration map, or told as left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from xiandao.statistics.methods.form import PRIOR, Form

Value = Decimal | str | None


@dataclass(frozen=True, slots=True)
class Carried:
    """What came over and what did not.

    ``values`` by the names of the present version; ``renamed`` old to new code; ``left`` the old names
    that have no row any more; ``fresh`` the codes that the old version did not ask.
    """

    values: Mapping[str, Value]
    renamed: Mapping[str, str]
    left: tuple[str, ...]
    fresh: tuple[str, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """What a reader must know about it, in Chinese."""
        told = [f"原“{old}”的数据已转到“{new}”" for old, new in self.renamed.items()]
        told += [f"原“{name}”在新版报表中没有对应的指标，数据未转入" for name in self.left]
        return tuple(told)


def carry(values: Mapping[str, Value], *, version: str, form: Form) -> Carried:
    """Return the values of a filing of an older version under the codes of the present one.

    Args:
        values: by the names of the old version.
        version: the old version.
        form: the present version with its migration map; codes it does not map keep their meaning.

    >>> from xiandao.statistics.methods.form import load
    >>> form = load('code="x"\\nversion="2"\\ntitle="表"\\nfrequency="year"\\nsubject="zone"\\n'
    ...     'purpose="statistics"\\n[[items]]\\nrow="2"\\nlabel="乙"\\n[migrations.1]\\nr1="r2"')
    >>> carried = carry({"r1": Decimal(5), "r9": Decimal(1)}, version="1", form=form)
    >>> carried.values, carried.left
    ({'r2': Decimal('5')}, ('r9',))
    """
    renames = form.migrations.get(version, {})
    known = set(form.codes)
    made: dict[str, Value] = {}
    renamed: dict[str, str] = {}
    left = []
    for name, value in values.items():
        code = name.removesuffix(PRIOR)
        target = renames.get(code, code)
        is_taken = target != code or code not in renames.values()
        if target not in known or not is_taken:
            if value is not None:
                left.append(name)
            continue
        made[target + name[len(code) :]] = value
        if target != code:
            renamed[code] = target
    fresh = tuple(code for code in form.codes if code not in made)
    return Carried(made, renamed, tuple(left), fresh)

"""What changed between two versions of a form: rows added, dropped, renumbered, worded differently."""

from __future__ import annotations

from dataclasses import dataclass, fields

from xiandao.statistics.methods.form import Form, Item


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that differs: ``kind`` is added, removed, renamed or changed; ``fields`` what is different."""

    kind: str
    before: Item | None
    after: Item | None
    fields: tuple[str, ...] = ()


def compare(old: Form, new: Form) -> tuple[RowChange, ...]:
    """Return the rows that differ, in the order of the new form, dropped ones last.

    >>> from xiandao.statistics.methods.form import load
    >>> head = 'code="x"\\ntitle="表"\\nfrequency="year"\\nsubject="zone"\\npurpose="statistics"\\n'
    >>> one = load(head + 'version="1"\\n[[items]]\\nrow="1"\\nlabel="甲"\\n[[items]]\\nrow="2"\\nlabel="乙"')
    >>> two = load(head + 'version="2"\\n[[items]]\\nrow="1"\\nlabel="甲类"\\n[[items]]\\nrow="3"\\nlabel="丙"')
    >>> [(change.kind, change.fields) for change in compare(one, two)]
    [('changed', ('label',)), ('added', ()), ('removed', ())]
    """
    renamed = {after: before for before, after in new.migrations.get(old.version, {}).items()}
    known = {item.code: item for item in old.items}
    found, met = [], set()
    for item in new.items:
        code = renamed.get(item.code, item.code)
        before = known.get(code)
        if before is None:
            found.append(RowChange("added", None, item))
            continue
        met.add(code)
        different = tuple(
            one.name
            for one in fields(Item)
            if one.name not in {"code", "row"}
            and getattr(before, one.name) != getattr(item, one.name)
        )
        if code != item.code:
            found.append(RowChange("renamed", before, item, different))
        elif different:
            found.append(RowChange("changed", before, item, different))
    found += [RowChange("removed", item, None) for item in old.items if item.code not in met]
    return tuple(found)

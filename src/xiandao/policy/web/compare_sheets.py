"""A comparison in words, and as a workbook with one sheet for each kind of difference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from xiandao.policy.methods.compare import Comparison, Names, TargetPair
from xiandao.policy.methods.records import Clause, Target
from xiandao.policy.models.item import Recurrence
from xiandao.policy.models.reading import ProposalKind
from xiandao.ui.exports import Sheet, SheetColumn, who_reads


@dataclass(frozen=True, slots=True)
class Said:
    """A target as one side says it."""

    kind: str
    figure: str
    when: str
    clause: str
    text: str


def said(target: Target | None) -> Said | None:
    """Return a target in words."""
    if target is None:
        return None
    again = target.recurrence or ""
    words = [str(Recurrence(again).label)] if again and again in Recurrence.values else []
    year = [_("%(year)s年") % {"year": target.deadline_year}] if target.deadline_year else []
    return Said(
        str(ProposalKind(target.kind).label),
        target.quantity.label(),
        " · ".join([*words, *year]),
        target.clause,
        target.text,
    )


def states() -> dict[str, str]:
    """Return the words for how two sides stand to each other."""
    return {
        "same": _("一致"), "changed": _("有变化"), "left": _("仅左侧有"), "right": _("仅右侧有"), "both": _("两侧都有"),
    }  # fmt: skip


def changes_in_words(pair: TargetPair) -> tuple[str, ...]:
    """Return the facts that differ, as people call them."""
    words = {
        "value": _("数值"), "value_max": _("上限"), "unit": _("单位"), "comparator": _("比较方式"),
        "deadline_year": _("时限"), "recurrence": _("周期"), "kind": _("类别"),
    }  # fmt: skip
    return tuple(words[name] for name in pair.changed if name in words)


def sheets(request: HttpRequest, left: str, right: str, found: Comparison) -> list[Sheet]:
    """Return the sheets of a comparison: targets, clauses, departments, industries."""
    notes = [
        _("左：%(title)s") % {"title": left},
        _("右：%(title)s") % {"title": right},
        _("导出：%(by)s　%(at)s")
        % {"by": who_reads(request), "at": f"{timezone.localtime():%Y-%m-%d %H:%M}"},
    ]
    clause = [
        SheetColumn(_("对照"), 10), SheetColumn(_("左：条款"), 24, True), SheetColumn(_("左：原文"), 60, True),
        SheetColumn(_("右：条款"), 24, True), SheetColumn(_("右：原文"), 60, True),
    ]  # fmt: skip
    target = [
        SheetColumn(_("对照"), 10), SheetColumn(_("指标"), 30, True), SheetColumn(_("不同之处"), 18, True),
        *(SheetColumn(label, width, True) for side in (_("左"), _("右")) for label, width in columns(side)),
    ]  # fmt: skip
    name = [SheetColumn(_("对照"), 12), SheetColumn(_("名称"), 40)]
    return [
        Sheet(_("目标对照"), target, target_rows(found), notes),
        Sheet(_("条款对照"), clause, clause_rows(found), notes),
        Sheet(_("责任单位对照"), name, name_rows(found.departments), notes),
        Sheet(_("产业对照"), name, name_rows(found.industries), notes),
    ]


def columns(side: str) -> list[tuple[str, int]]:
    """Return the columns that each side has."""
    words = ((_("类别"), 8), (_("目标"), 16), (_("时限"), 12), (_("条款"), 14), (_("原文"), 40))
    return [(f"{side}：{word}", width) for word, width in words]


def target_rows(found: Comparison) -> Iterator[list[Any]]:
    """Yield one row for each pair of targets."""
    words = states()
    for pair in found.targets:
        one = pair.left or pair.right
        row: list[Any] = [
            words[pair.state],
            one.metric if one else "",
            "、".join(changes_in_words(pair)),
        ]
        for side in (said(pair.left), said(pair.right)):
            row += [side.kind, side.figure, side.when, side.clause, side.text] if side else [""] * 5
        yield row


def clause_rows(found: Comparison) -> Iterator[list[Any]]:
    """Yield one row for each pair of clauses."""
    words = states()
    for pair in found.clauses:
        if pair.left and pair.right:
            state = "same" if pair.left.text == pair.right.text else "changed"
        else:
            state = "left" if pair.left else "right"
        yield [words[state], *clause_cells(pair.left), *clause_cells(pair.right)]


def clause_cells(clause: Clause | None) -> list[str]:
    """Return number with heading, and text."""
    return [f"{clause.path} {clause.heading}".strip(), clause.text] if clause else ["", ""]


def name_rows(names: Names) -> Iterator[list[Any]]:
    """Yield one row for each name: those of both sides first."""
    words = states()
    for state in ("both", "left", "right"):
        for name in getattr(names, state):
            yield [words[state], name]

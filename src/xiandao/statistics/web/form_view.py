"""A form as its page shows it: rows with their depth, the rules in words, what differs from another version."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from xiandao.statistics.methods.form import Form, Item
from xiandao.statistics.methods.form_compare import RowChange, compare
from xiandao.statistics.models import FormVersion, RuleVersion
from xiandao.statistics.queries.rules import read
from xiandao.statistics.web.rules_forms import sentence
from xiandao.ui.spoken import said


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One row of a form: how deep it stands, whether a section begins, what it is computed from."""

    item: Item
    depth: int
    section: str
    formula: str
    kind: str


def lines_of(form: Form) -> list[ItemLine]:
    """Return the rows of a form in their order."""
    by_code = {item.code: item for item in form.items}
    labels = {item.code: item.row for item in form.items}
    lines, section = [], ""
    for item in form.items:
        heading = item.section if item.section != section else ""
        section = item.section or section
        lines.append(
            ItemLine(
                item, _depth(item, by_code), heading, _in_rows(item.formula, labels), kind_of(item)
            )
        )
    return lines


def kind_of(item: Item) -> str:
    """Return how a row is answered, in words."""
    kinds = {
        "number": _("数值"), "integer": _("整数"), "text": _("文字"), "choice": _("选择"), "date": _("日期"),
    }  # fmt: skip
    return kinds[item.kind]


def rules_of(row: FormVersion) -> list[tuple[RuleVersion, str]]:
    """Return the checks of a form that are switched on with what they say, the coarsest level first."""
    found = RuleVersion.objects.filter(form_code=row.code, is_active=True).order_by("level", "code")
    return [(rule, sentence(read(rule), row.form)) for rule in found]


def changes_of(old: Form, new: Form) -> list[tuple[RowChange, str, str]]:
    """Return what differs, each with what kind of change it is and which parts of the row changed."""
    words = {
        "added": _("新增"), "removed": _("取消"), "renamed": _("改行次"), "changed": _("修改"),
    }  # fmt: skip
    names = {
        "label": _("名称"), "label_en": _("英文名称"), "kind": _("类型"), "unit": _("计量单位"),
        "is_stock": _("时点数"), "parent": _("上级"), "formula": _("公式"), "is_required": _("必填"),
        "reuse": _("可复用"), "has_prior": _("上年同期数"), "decimals": _("小数位数"), "choices": _("选项"),
        "note": _("指标解释"), "section": _("分组"), "relevant": _("适用条件"),
    }  # fmt: skip
    return [
        (change, words[change.kind], _("、").join(names[name] for name in change.fields))
        for change in compare(old, new)
    ]


def _depth(item: Item, by_code: dict[str, Item]) -> int:
    depth = 0
    while item.parent and item.parent in by_code and depth < 3:
        item, depth = by_code[item.parent], depth + 1
    return depth


def _in_rows(formula: str, labels: dict[str, str]) -> str:
    """Write a computed row the way forms do, by row numbers."""
    for code in sorted(labels, key=len, reverse=True):
        formula = formula.replace(code, labels[code])
    return said(formula)

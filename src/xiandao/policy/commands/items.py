"""Ledger items: every change of a field is compared, swapped by version and kept in the history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import F, Model
from django.utils import timezone

from xiandao.policy.commands.entries import write_parties
from xiandao.policy.methods.tracking import counting_rules
from xiandao.policy.models import Change, Item
from xiandao.policy.models.item import ItemKind, ItemStatus
from xiandao.registry.commands.acting import command, note
from xiandao.registry.queries.organisations import resolve_many
from xiandao.terms.error import XiandaoError

if TYPE_CHECKING:
    from xiandao.registry.models import Account

QUANTIFIED = frozenset({ItemKind.TARGET, ItemKind.PARAMETER, ItemKind.SCOPE})
EDITABLE = (
    "kind", "title", "measure", "metric", "comparator", "value", "value_max", "stretch_value",
    "baseline_value", "unit", "tolerance_pct", "recurrence", "counting_rule", "same_as", "due_on",
    "is_ongoing", "status", "done_on", "lead_name", "division", "person", "issues", "funds_cny_10k",
)  # fmt: skip


def stale(item: Item) -> XiandaoError:
    """Return the error for somebody who edits what another person changed meanwhile."""
    return XiandaoError(
        "POL-409",
        f"「{item.title[:30]}」已被其他人修改",
        "您填写的内容没有丢失；请对照最新内容后再保存",
        {"status": 409, "item": item.pk},
    )


@command("policy.item.edit", on="item")
def edit(
    *,
    item: Item,
    changes: Mapping[str, Any],
    version: int,
    by: Account,
    parties: list[str] | None = None,
    door: str = "web",
) -> Item:
    """Change fields of an item; unchanged ones are ignored, a stale version is refused."""
    note(f"修改台账事项「{item.title[:60]}」", about=item)
    wanted = {name: value for name, value in changes.items() if name in EDITABLE}
    checked(item, wanted)
    rows = changed_fields(item, wanted)
    party_names = [party.name for party in item.parties.all()]
    parties_changed = parties is not None and parties != party_names
    if not rows and not parties_changed:
        return item
    values: dict[str, Any] = {name: wanted[name] for name, *_ in rows}
    lead = values.get("lead_name")
    known = resolve_many([*(parties or []), *([lead] if lead else [])])
    if "lead_name" in values:
        values |= {"lead": known.get(lead) if lead else None, "lead_inferred": False}
    swapped = Item.objects.filter(pk=item.pk, version=version).update(
        **values, version=F("version") + 1, updated_at=timezone.now()
    )
    if not swapped:
        raise stale(item)
    if parties_changed and parties is not None:
        write_parties(item, parties, known)
        rows.append(("parties", "、".join(party_names), "、".join(parties)))
    Change.objects.bulk_create(
        Change(item=item, field=name, before=before, after=after, by=by, door=door)
        for name, before, after in rows
    )
    note(
        f"修改台账事项「{item.title[:60]}」",
        about=item,
        fields=[name for name, *_ in rows],
        door=door,
    )
    item.refresh_from_db()
    return item


def changed_fields(item: Item, wanted: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return (field, before, after) of what really differs, as words."""
    found = []
    for name, value in wanted.items():
        before = getattr(item, name)
        after = Decimal(str(value)) if isinstance(before, Decimal) and value is not None else value
        if before != after:
            found.append((name, worded(before), worded(value)))
    return found


def worded(value: object) -> str:
    """Return a field's value as the history shows it."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, Model):
        return str(value)
    return str(value)


def checked(item: Item, wanted: dict[str, Any]) -> None:
    """Bring dependent fields together and refuse what contradicts itself."""
    bring_together(item, wanted)
    for is_wrong, code, sentence, hint, field in contradictions(item, wanted):
        if is_wrong:
            raise XiandaoError(code, sentence, hint, {"field": field})


def bring_together(item: Item, wanted: dict[str, Any]) -> None:
    """Let a deadline end 持续推进 and the other way round; let the day of completion follow the status."""
    if wanted.get("due_on"):
        wanted["is_ongoing"] = False
    elif wanted.get("is_ongoing"):
        wanted["due_on"] = None
    status = wanted.get("status")
    if status == ItemStatus.DONE and not (wanted.get("done_on") or item.done_on):
        wanted["done_on"] = timezone.localdate()
    if status in {ItemStatus.NOT_STARTED, ItemStatus.UNDER_WAY}:
        wanted["done_on"] = None


def contradictions(
    item: Item, wanted: Mapping[str, Any]
) -> Iterator[tuple[bool, str, str, str, str]]:
    """Yield each thing that may be wrong: whether it is, code, sentence, hint, field."""

    def of(name: str) -> Any:
        return wanted.get(name, getattr(item, name))

    done_on, rule, same = wanted.get("done_on"), wanted.get("counting_rule"), wanted.get("same_as")
    is_late = isinstance(done_on, date) and done_on > timezone.localdate()
    yield is_late, "POL-231", "办结日期在今天之后", "请填写实际办结的日期", "done_on"
    is_unknown = rule is not None and rule not in counting_rules()
    yield is_unknown, "POL-232", "没有这个计数规则", "请从列表中选择", "counting_rule"
    yield not of("title"), "POL-233", "重点任务不能为空", "请填写任务名称", "title"
    value, most, tolerance = of("value"), of("value_max"), wanted.get("tolerance_pct")
    hint = "请填写目标值；没有数值的请把类别改为里程碑或任务"
    yield of("kind") in QUANTIFIED and value is None, "POL-235", "目标没有数值", hint, "value"
    is_reversed = value is not None and most is not None and most < value
    yield is_reversed, "POL-236", "目标上限小于目标值", "请把较小的数填在目标值", "value_max"
    is_out = tolerance is not None and not 0 <= tolerance <= 100
    yield is_out, "POL-237", "容差不在0到100之间", "请填写百分数，例如 10", "tolerance_pct"
    is_chain = same is not None and (
        same.pk == item.pk or same.same_as_id is not None or item.repeats.exists()
    )
    hint = "请关联到最早出现的那一项，且不能关联自己"
    yield is_chain, "POL-234", "同一事项不能这样关联", hint, "same_as"

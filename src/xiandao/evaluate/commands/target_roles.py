"""The role of a target of a paper: given by who keeps the evaluation, with its reason; taken back again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from xiandao.evaluate.commands.records import refuse_role
from xiandao.evaluate.models import TargetRole
from xiandao.registry.commands.acting import command, note
from xiandao.terms.error import InputError

if TYPE_CHECKING:
    from xiandao.policy.models import Item
    from xiandao.registry.models import Account

MANAGE = "evaluate.manage"
TARGET = "target"


@command(MANAGE, on="item")
def give(*, item: Item, role: str, reason: str, by: Account) -> TargetRole:
    """Give a target its role and say why; an earlier one is replaced.

    Raises:
        InputError: ``EVA-608`` it is no target, ``EVA-600`` no such role, ``EVA-603`` no reason.
    """
    words = refuse_role(role, reason)
    if item.kind != TARGET:
        raise InputError(
            "EVA-608",
            _("“%(title)s”不是目标") % {"title": item.title},
            _("只给目标定位"),
            {"field": "item"},
        )
    made, _is_new = TargetRole.objects.update_or_create(
        item=item,
        defaults={
            "role": role,
            "reason": words,
            "organisation": item.organisation,
            "made_by": by,
            "made_at": timezone.now(),
        },
    )
    note(f"目标定位：{item.title}，{made.get_role_display()}", about=made, reason=words)
    return made


@command(MANAGE, on="item")
def withdraw(*, item: Item, by: Account) -> None:
    """Take the role of a target back."""
    gone, _kinds = TargetRole.objects.filter(item=item).delete()
    note(f"取消目标定位：{item.title}", removed=gone)

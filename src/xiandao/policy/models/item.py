"""Ledger items: targets, milestones, tasks and standing parameters, each tied to its clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from xiandao.terms.quantity import Comparator, Quantity

if TYPE_CHECKING:
    from xiandao.registry.models import Organisation


class ItemKind(models.TextChoices):
    """What kind of commitment an item is."""

    TARGET = "target", _("目标")
    MILESTONE = "milestone", _("里程碑")
    TASK = "task", _("任务")
    PARAMETER = "parameter", _("参数")
    SCOPE = "scope", _("范围")


class ItemStatus(models.TextChoices):
    """Where the work stands, as its lead says."""

    NOT_STARTED = "not_started", _("未启动")
    UNDER_WAY = "under_way", _("推进中")
    DONE = "done", _("已办结")
    DROPPED = "dropped", _("已终止")


class Recurrence(models.TextChoices):
    """How often a target starts again."""

    NONE = "", _("一次性")
    ANNUAL = "annual", _("每年")
    QUARTERLY = "quarterly", _("每季")
    MONTHLY = "monthly", _("每月")


class Item(models.Model):
    """One commitment of one paper, tracked to its end."""

    paper = models.ForeignKey("policy.Paper", models.PROTECT, related_name="items")
    clause = models.ForeignKey(
        "policy.Clause", models.PROTECT, null=True, blank=True, related_name="items"
    )
    proposal = models.OneToOneField(
        "policy.Proposal", models.PROTECT, null=True, blank=True, related_name="item"
    )
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("序号"))
    kind = models.CharField(_("类别"), max_length=10, choices=ItemKind.choices)
    title = models.CharField(_("重点任务"), max_length=200)
    measure = models.TextField(_("具体举措"), blank=True)
    start = models.PositiveIntegerField(_("原文起"), null=True, blank=True)
    end = models.PositiveIntegerField(_("原文止"), null=True, blank=True)
    # target
    metric = models.CharField(_("指标"), max_length=200, blank=True)
    comparator = models.CharField(_("比较"), max_length=8, blank=True)
    value = models.DecimalField(_("目标值"), max_digits=20, decimal_places=4, null=True, blank=True)
    value_max = models.DecimalField(
        _("目标上限"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    stretch_value = models.DecimalField(
        _("力争值"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    baseline_value = models.DecimalField(
        _("基期值"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    unit = models.CharField(_("单位"), max_length=20, blank=True)
    tolerance_pct = models.DecimalField(
        _("“左右”容差（%）"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    recurrence = models.CharField(
        _("周期"), max_length=10, choices=Recurrence.choices, default=Recurrence.NONE, blank=True
    )
    counting_rule = models.CharField(_("计数规则"), max_length=30, default="reported")
    same_as = models.ForeignKey(
        "policy.Item", models.SET_NULL, null=True, blank=True, related_name="repeats"
    )
    # time
    due_on = models.DateField(_("完成时限"), null=True, blank=True, db_index=True)
    is_ongoing = models.BooleanField(_("持续推进"), default=False)
    status = models.CharField(
        _("状态"), max_length=12, choices=ItemStatus.choices, default=ItemStatus.NOT_STARTED
    )
    done_on = models.DateField(_("办结日期"), null=True, blank=True)
    # who
    lead = models.ForeignKey(
        "registry.Organisation", models.PROTECT, null=True, blank=True, related_name="led_items"
    )
    lead_name = models.CharField(_("牵头单位（原文）"), max_length=120, blank=True)
    lead_inferred = models.BooleanField(_("牵头为推定"), default=False)
    division = models.CharField(_("责任处室"), max_length=60, blank=True)
    person = models.CharField(_("责任人"), max_length=60, blank=True)
    # what the official table also asks for
    issues = models.TextField(_("存在问题/需协调事项"), blank=True)
    funds_cny_10k = models.DecimalField(
        _("资金使用（万元）"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    version = models.PositiveIntegerField(_("版次"), default=1)
    confirmed_by = models.ForeignKey("registry.Account", models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(_("确认时间"), default=timezone.now)
    updated_at = models.DateTimeField(_("更新时间"), auto_now=True)

    class Meta:
        db_table = "pol_item"
        verbose_name = _("台账事项")
        ordering = ["paper", "number"]
        indexes = [
            models.Index(fields=["paper", "kind"], name="pol_item_paper_ix"),
            models.Index(fields=["lead", "due_on"], name="pol_item_lead_ix"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="pol_item_number_uq"),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(is_ongoing=False), name="pol_item_when_ck"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def figure(self) -> str:
        """The figure as officials write it, such as 30个左右; empty where there is none."""
        if self.value is None:
            return ""
        high = None if self.value_max is None else float(self.value_max)
        return Quantity(
            float(self.value), high, self.unit, Comparator(self.comparator or "eq")
        ).label()

    def places(self, permission: str) -> list[Organisation]:
        """Return where a grant is looked for: the ledger's keeper; to report or instruct also lead and parties."""
        if permission not in ("policy.item.report", "policy.item.instruct"):
            return [self.organisation]
        named = [party.organisation for party in self.parties.all() if party.organisation]
        named += [self.lead] if self.lead else []
        members = [
            m.member for body in named if body.kind == "group" for m in body.memberships.all()
        ]
        return [self.organisation, *named, *members]


class Party(models.Model):
    """A cooperating body of an item, as the paper names it."""

    item = models.ForeignKey("policy.Item", models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(
        "registry.Organisation", models.PROTECT, null=True, blank=True, related_name="party_items"
    )
    name = models.CharField(_("单位（原文）"), max_length=120)
    order = models.PositiveSmallIntegerField(_("顺序"))

    class Meta:
        db_table = "pol_party"
        verbose_name = _("配合单位")
        ordering = ["item", "order"]
        constraints = [
            models.UniqueConstraint(fields=["item", "name"], name="pol_party_name_uq"),
        ]

    def __str__(self) -> str:
        return self.name

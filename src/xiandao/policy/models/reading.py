"""A reading of a paper by the reader, and what a person made of each thing it found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from xiandao.registry.models import Organisation


class Reading(models.Model):
    """One run of the reader over one paper; kept so that two readings can be compared."""

    paper = models.ForeignKey("policy.Paper", models.CASCADE, related_name="readings")
    version = models.CharField(_("阅读器版本"), max_length=20)
    result = models.JSONField(_("读出结果"))
    made_by = models.ForeignKey("registry.Account", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("时间"), default=timezone.now)

    class Meta:
        db_table = "pol_reading"
        verbose_name = _("读取记录")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.paper_id} @ {self.version}"


class ProposalKind(models.TextChoices):
    """What the reader thinks it found."""

    TARGET = "target", _("目标")
    PARAMETER = "parameter", _("参数")
    SCOPE = "scope", _("范围")
    MILESTONE = "milestone", _("里程碑")
    TASK = "task", _("任务")
    BENEFIT = "benefit", _("惠企")


class ProposalState(models.TextChoices):
    """What a person decided."""

    PROPOSED = "proposed", _("待确认")
    CONFIRMED = "confirmed", _("已确认")
    CORRECTED = "corrected", _("已更正")
    REJECTED = "rejected", _("不采纳")


class Proposal(models.Model):
    """One thing read in the text; it enters the ledger only when a person says so."""

    reading = models.ForeignKey("policy.Reading", models.CASCADE, related_name="proposals")
    paper = models.ForeignKey("policy.Paper", models.CASCADE, related_name="proposals")
    clause = models.ForeignKey(
        "policy.Clause", models.SET_NULL, null=True, blank=True, related_name="proposals"
    )
    kind = models.CharField(_("类别"), max_length=10, choices=ProposalKind.choices)
    text = models.TextField(_("原文"))
    start = models.PositiveIntegerField(_("起"))
    end = models.PositiveIntegerField(_("止"))
    # metric, value, value_max, comparator, unit, deadline_year, recurrence, stretch_value, baseline,
    # departments, lead, lead_inferred, others: as the reader names them
    payload = models.JSONField(_("要素"), default=dict)
    state = models.CharField(
        _("状态"), max_length=10, choices=ProposalState.choices, default=ProposalState.PROPOSED
    )
    added_by_hand = models.BooleanField(_("人工补录"), default=False)
    split_from = models.ForeignKey(
        "policy.Proposal", models.SET_NULL, null=True, blank=True, related_name="parts"
    )
    decided_by = models.ForeignKey(
        "registry.Account", models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    reason = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        db_table = "pol_proposal"
        verbose_name = _("读出事项")
        ordering = ["start", "pk"]

    def __str__(self) -> str:
        return self.text[:40]

    def places(self, permission: str) -> list[Organisation]:
        """Return where a grant for deciding on it is looked for: at the paper's."""
        return self.paper.places(permission)

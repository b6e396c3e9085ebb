"""Commissions: a third party recomputes an assessment from its frozen figures and reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from xiandao.registry.models import Organisation


class CommissionState(models.TextChoices):
    """Where a commission stands: nothing is shown before interests are declared."""

    ASSIGNED = "assigned", _("待声明")
    DECLARED = "declared", _("评估中")
    REPORTED = "reported", _("已报告")
    DECLINED = "declined", _("已回避")


class Commission(models.Model):
    """One assessment handed to one evaluator."""

    assessment = models.ForeignKey(
        "evaluate.Assessment", models.PROTECT, related_name="commissions"
    )
    evaluator = models.ForeignKey("registry.Account", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    due_on = models.DateField(_("完成时限"), null=True, blank=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=CommissionState.choices, default=CommissionState.ASSIGNED
    )
    declaration = models.TextField(_("利益冲突声明"), blank=True)
    declared_at = models.DateTimeField(_("声明时间"), null=True, blank=True)
    reproduced_hash = models.CharField(_("复算结果摘要"), max_length=64, blank=True)
    reproduced_at = models.DateTimeField(_("复算时间"), null=True, blank=True)
    # What the evaluator's own computer gave, where the evaluator entered it.
    own_hash = models.CharField(_("自行复算的结果摘要"), max_length=64, blank=True)
    report = models.TextField(_("评估意见"), blank=True)
    reported_at = models.DateTimeField(_("报告时间"), null=True, blank=True)
    made_by = models.ForeignKey("registry.Account", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("委托时间"), default=timezone.now)

    class Meta:
        db_table = "eva_commission"
        verbose_name = _("委托评估")
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "evaluator"], name="eva_commission_uq")
        ]

    def __str__(self) -> str:
        return f"{self.assessment} · {self.evaluator}"

    @property
    def matches(self) -> bool:
        """Whether every run of the evaluator, here and on the own computer, gave the official result."""
        seals = {self.reproduced_hash, self.own_hash} - {""}
        return seals == {self.assessment.result_hash}

    def places(self, permission: str) -> list[Organisation]:
        """Return where a grant for this commission is looked for: the body that gave it."""
        return [self.organisation]

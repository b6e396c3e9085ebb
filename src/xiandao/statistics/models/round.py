"""Rounds: one form collected for one period, and who has been reminded of it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from xiandao.terms.period import Period

if TYPE_CHECKING:
    from xiandao.registry.models import Organisation


class RoundState(models.TextChoices):
    """Whether returns are taken."""

    PLANNED = "planned", _("未开放")
    OPEN = "open", _("填报中")
    CLOSED = "closed", _("已截止")


class Round(models.Model):
    """One form for one period: opens, falls due, may be extended, closes."""

    form = models.ForeignKey("statistics.FormVersion", models.PROTECT, related_name="rounds")
    period = models.CharField(_("报告期"), max_length=16)
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    # Which units owe it: {"above_size": true, "industries": [...], "zones": [...]}; read by methods/duty.py.
    rule = models.JSONField(_("填报范围"), default=dict, blank=True)
    opens_on = models.DateField(_("开放日期"))
    due_on = models.DateField(_("截止日期"))
    extended_reason = models.CharField(_("延期原因"), max_length=200, blank=True)
    state = models.CharField(
        _("状态"), max_length=8, choices=RoundState.choices, default=RoundState.PLANNED
    )
    # Grows with every change of what totals read; a Parquet file of an older revision is stale.
    revision = models.PositiveIntegerField(_("数据版次"), default=0)
    opened_by = models.ForeignKey("registry.Account", models.PROTECT, null=True, related_name="+")
    is_demo = models.BooleanField(_("演示数据"), default=False)

    class Meta:
        db_table = "sta_round"
        verbose_name = _("报告期")
        ordering = ["-due_on", "form"]
        constraints = [
            models.UniqueConstraint(fields=["form", "period"], name="sta_round_period_uq"),
            models.CheckConstraint(condition=Q(due_on__gte=F("opens_on")), name="sta_round_due_ck"),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.period}"

    @cached_property
    def span(self) -> Period:
        """The period itself."""
        return Period.parse(self.period)

    @property
    def period_label(self) -> str:
        """The period as officials write it."""
        return self.span.label

    def places(self, permission: str) -> list[Organisation]:
        """Return where a grant for this round is looked for: the body that collects it."""
        return [self.organisation]


class Reminder(models.Model):
    """One reminder of one unit; 催办 is rate-limited by these rows."""

    round = models.ForeignKey("statistics.Round", models.CASCADE, related_name="reminders")
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    sent_on = models.DateField(_("提醒日期"))
    words = models.CharField(_("说明"), max_length=300, blank=True)
    by = models.ForeignKey("registry.Account", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "sta_reminder"
        verbose_name = _("催报")
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "organisation", "sent_on"], name="sta_reminder_day_uq"
            )
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.organisation_id} {self.sent_on}"

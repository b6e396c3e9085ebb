"""Scores that people give beside the computed one: both are kept, with the reason, and which of them counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from xiandao.registry.models import Organisation


class ManualScore(models.Model):
    """One score that somebody gave a unit of an assessment before it is published."""

    assessment = models.ForeignKey(
        "evaluate.Assessment", models.CASCADE, related_name="manual_scores"
    )
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    score = models.FloatField(_("人工评分"))
    reason = models.CharField(_("理由"), max_length=300)
    clause = models.CharField(_("依据"), max_length=200, blank=True)
    made_by = models.ForeignKey("registry.Account", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("评分时间"), default=timezone.now)
    # Taken back before publication; the row stays.
    removed_by = models.ForeignKey(
        "registry.Account", models.PROTECT, null=True, blank=True, related_name="+"
    )
    removed_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    class Meta:
        db_table = "eva_manual_score"
        verbose_name = _("人工评分")
        ordering = ["assessment", "organisation", "-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "organisation"],
                condition=models.Q(removed_at__isnull=True),
                name="eva_manual_score_uq",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.score:.2f}"

    def places(self, permission: str) -> list[Organisation]:
        """Return where a grant for this score is looked for: the body that made the assessment."""
        return [self.assessment.organisation]

"""Estimates for returns that have not arrived: flagged, with their uncertainty, revised when the return is there."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Estimate(models.Model):
    """One imputed value of one unit."""

    filing = models.ForeignKey("statistics.Filing", models.CASCADE, related_name="estimates")
    item = models.CharField(_("指标"), max_length=40)
    value = models.DecimalField(_("估计值"), max_digits=24, decimal_places=4)
    standard_error = models.FloatField(_("标准误"), null=True, blank=True)
    method = models.CharField(_("方法"), max_length=30)
    made_at = models.DateTimeField(_("估计时间"), default=timezone.now)
    actual = models.DecimalField(
        _("实际值"), max_digits=24, decimal_places=4, null=True, blank=True
    )
    revised_at = models.DateTimeField(_("修订时间"), null=True, blank=True)

    class Meta:
        db_table = "sta_estimate"
        verbose_name = _("缺报估计")
        ordering = ["filing", "item"]
        constraints = [
            models.UniqueConstraint(fields=["filing", "item"], name="sta_estimate_item_uq")
        ]

    def __str__(self) -> str:
        return f"{self.filing_id} {self.item} ≈ {self.value}"

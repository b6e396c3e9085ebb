"""Reporting units: what the register knows of an enterprise or zone that forms and totals need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import date

    from xiandao.registry.models import Organisation


class UnitQuerySet(models.QuerySet["Unit"]):
    """Adjectives of reporting units."""

    def on(self, day: date) -> Self:
        """Keep the rows that hold on the day: membership as it was then."""
        return self.filter(valid_from__lte=day).filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=day)
        )


class Unit(models.Model):
    """Where an enterprise or zone belonged, from when to when; a move makes a new row and history stays."""

    organisation = models.ForeignKey(
        "registry.Organisation", models.PROTECT, related_name="reporting_units"
    )
    region_code = models.CharField(_("区划代码"), max_length=12, db_index=True)
    zone = models.ForeignKey(
        "registry.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    industry = models.CharField(_("未来产业"), max_length=40, blank=True)
    group_code = models.CharField(_("企业集团"), max_length=32, blank=True)
    is_above_size = models.BooleanField(_("规上"), default=False)
    is_high_tech = models.BooleanField(_("高新技术企业"), default=False)
    land_mu = models.DecimalField(
        _("用地（亩）"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止"), null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        db_table = "sta_unit"
        verbose_name = _("填报单位")
        ordering = ["organisation", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "valid_from"], name="sta_unit_start_uq"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="sta_unit_span_ck",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} ({self.valid_from})"

    def places(self, permission: str) -> list[Organisation]:
        """Return where a grant for this unit is looked for: the organisation itself."""
        return [self.organisation]

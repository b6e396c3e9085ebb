"""Indicators: what is measured, by which formula, from which form, and who may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from xiandao.statistics.models.form import Purpose

if TYPE_CHECKING:
    from xiandao.registry.models import Organisation


class IndicatorVersion(models.Model):
    """One version of an indicator's definition, with the time it holds."""

    code = models.CharField(_("代码"), max_length=40)
    version = models.CharField(_("版本"), max_length=20)
    name = models.CharField(_("名称"), max_length=80)
    name_en = models.CharField(_("英文名称"), max_length=120, blank=True)
    group = models.CharField(_("体系"), max_length=40)
    pillar = models.CharField(_("维度"), max_length=40, blank=True)
    meaning = models.TextField(_("定义"))
    unit = models.CharField(_("计量单位"), max_length=20, blank=True)
    is_stock = models.BooleanField(_("时点数"), default=False)
    direction = models.SmallIntegerField(_("方向"), default=1)
    formula = models.CharField(_("公式"), max_length=2000, blank=True)
    frequency = models.CharField(_("频率"), max_length=8)
    source = models.CharField(_("来源"), max_length=80)
    owner = models.CharField(_("负责部门"), max_length=60, blank=True)
    grade = models.CharField(_("公开等级"), max_length=12, default="internal")
    purpose = models.CharField(_("用途"), max_length=16, choices=Purpose.choices)
    clause = models.CharField(_("依据"), max_length=200, blank=True)
    valid_from = models.DateField(_("启用"), null=True, blank=True)
    valid_to = models.DateField(_("停用"), null=True, blank=True)
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(_("顺序"), default=0)

    class Meta:
        db_table = "sta_indicator"
        verbose_name = _("指标")
        ordering = ["group", "order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="sta_indicator_version_uq")
        ]

    def __str__(self) -> str:
        return self.name

    def places(self, permission: str) -> list[Organisation]:
        """Return where a grant for this indicator is looked for: the body that keeps it."""
        return [self.organisation]

"""Schemes: what is evaluated, with which weights and by which clause, in versions with their dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from xiandao.registry.models import Organisation


class SchemeState(models.TextChoices):
    """Where a version of a scheme stands."""

    DRAFT = "draft", _("草案")
    IN_FORCE = "in_force", _("现行")
    RETIRED = "retired", _("停用")


class Scheme(models.Model):
    """One version of a scheme. ``nodes`` is the framework as a list, each with its clause; ``recipe`` what is done."""

    code = models.CharField(_("代码"), max_length=40)
    version = models.CharField(_("版本"), max_length=20)
    title = models.CharField(_("名称"), max_length=120)
    subject = models.CharField(_("评价对象"), max_length=12, default="zone")
    clause = models.CharField(_("依据"), max_length=200, blank=True)
    note = models.TextField(_("说明"), blank=True)
    nodes = models.JSONField(_("指标框架"))
    recipe = models.JSONField(_("计算方案"))
    valid_from = models.DateField(_("启用"), null=True, blank=True)
    valid_to = models.DateField(_("停用"), null=True, blank=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=SchemeState.choices, default=SchemeState.DRAFT
    )
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    made_by = models.ForeignKey("registry.Account", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("拟定时间"), default=timezone.now)
    approved_by = models.ForeignKey(
        "registry.Account", models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(_("批准时间"), null=True, blank=True)

    class Meta:
        db_table = "eva_scheme"
        verbose_name = _("评价体系")
        ordering = ["code", "-valid_from", "-pk"]
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="eva_scheme_uq")]

    def __str__(self) -> str:
        return f"{self.title}（{self.version}）"

    def places(self, permission: str) -> list[Organisation]:
        """Return where a grant for this scheme is looked for: the body that keeps it."""
        return [self.organisation]

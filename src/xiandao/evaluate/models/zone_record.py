"""Projects and results of zones, and targets of papers, each in one of the four roles that the paper names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from xiandao.registry.models import Organisation


class Role(models.TextChoices):
    """四个“地” of Z一(二): where technology begins, results are tried, scenarios are led, industry gathers."""

    ORIGIN = "origin", _("策源地")
    TESTBED = "testbed", _("试验地")
    APPLICATION = "application", _("引领地")
    CLUSTER = "cluster", _("集聚地")


class RecordKind(models.TextChoices):
    """What is recorded."""

    PROJECT = "project", _("项目")
    RESULT = "result", _("成果")


class ZoneRecord(models.Model):
    """One project or result of a zone, with the role that somebody gave it and why."""

    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    kind = models.CharField(_("类别"), max_length=10, choices=RecordKind.choices)
    title = models.CharField(_("名称"), max_length=200)
    role = models.CharField(_("定位"), max_length=12, choices=Role.choices, blank=True)
    role_reason = models.CharField(_("定位理由"), max_length=200, blank=True)
    undertaker = models.CharField(_("承担单位"), max_length=160, blank=True)
    clause = models.CharField(_("依据"), max_length=200, blank=True)
    started_on = models.DateField(_("开始日期"), null=True, blank=True)
    finished_on = models.DateField(_("完成日期"), null=True, blank=True)
    # In 万元; none where there is none to tell.
    amount = models.DecimalField(
        _("金额（万元）"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    note = models.TextField(_("说明"), blank=True)
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey("registry.Account", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("登记时间"), default=timezone.now)
    removed_at = models.DateTimeField(_("注销时间"), null=True, blank=True)
    is_demo = models.BooleanField(_("演示数据"), default=False)

    class Meta:
        db_table = "eva_zone_record"
        verbose_name = _("先导区项目和成果")
        ordering = ["organisation", "-started_on", "-pk"]
        indexes = [models.Index(fields=["organisation", "role"], name="eva_zone_record_role_ix")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "title"],
                condition=models.Q(removed_at__isnull=True),
                name="eva_zone_record_uq",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def places(self, permission: str) -> list[Organisation]:
        """Return where a grant for this record is looked for: its zone."""
        return [self.organisation]


class TargetRole(models.Model):
    """The role that a target of a paper is given, and why."""

    item = models.OneToOneField("policy.Item", models.CASCADE, related_name="+")
    role = models.CharField(_("定位"), max_length=12, choices=Role.choices)
    reason = models.CharField(_("定位理由"), max_length=200, blank=True)
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    made_by = models.ForeignKey("registry.Account", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("定位时间"), default=timezone.now)

    class Meta:
        db_table = "eva_target_role"
        verbose_name = _("目标定位")
        ordering = ["item"]

    def __str__(self) -> str:
        return self.get_role_display()

    def places(self, permission: str) -> list[Organisation]:
        """Return where a grant for this role is looked for: the body that gave it."""
        return [self.organisation]

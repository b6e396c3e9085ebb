"""Rules as data, and what they found in a return."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from xiandao.registry.models import Organisation


class Severity(models.TextChoices):
    """What a finding asks of the reporter."""

    MUST = "must", _("强制")
    EXPLAIN = "explain", _("核实")
    HINT = "hint", _("提示")


class RuleVersion(models.Model):
    """One rule of one form as it stands; its definition is data, never code."""

    form_code = models.CharField(_("报表"), max_length=40, db_index=True)
    code = models.CharField(_("规则"), max_length=40)
    severity = models.CharField(_("级别"), max_length=8, choices=Severity.choices)
    level = models.PositiveSmallIntegerField(_("层次"), default=1)
    # The row of the rule table as methods/rule.py reads it.
    definition = models.JSONField(_("定义"))
    is_active = models.BooleanField(_("启用"), default=False)
    # {period: {"checked": n, "hit": n}} of the last two periods, made before it is switched on.
    hit_rate = models.JSONField(_("命中率"), default=dict, blank=True)
    version = models.PositiveIntegerField(_("版次"), default=1)
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    edited_by = models.ForeignKey("registry.Account", models.PROTECT, related_name="+")
    edited_at = models.DateTimeField(_("修改时间"), default=timezone.now)

    class Meta:
        db_table = "sta_rule"
        verbose_name = _("审核规则")
        ordering = ["form_code", "code"]
        constraints = [
            models.UniqueConstraint(fields=["form_code", "code"], name="sta_rule_code_uq")
        ]

    def __str__(self) -> str:
        return self.code

    def places(self, permission: str) -> list[Organisation]:
        """Return where a grant for this rule is looked for: the body that keeps the form."""
        return [self.organisation]


class Finding(models.Model):
    """One finding in one return, with the reporter's explanation where one was given."""

    filing = models.ForeignKey("statistics.Filing", models.CASCADE, related_name="findings")
    rule = models.CharField(_("规则"), max_length=40)
    severity = models.CharField(_("级别"), max_length=8, choices=Severity.choices)
    # The cell it is shown at; further items in `items`.
    item = models.CharField(_("指标"), max_length=40)
    items = models.JSONField(_("涉及指标"), default=list, blank=True)
    message = models.CharField(_("问题"), max_length=400)
    message_en = models.CharField(_("英文"), max_length=400, blank=True)
    needs_explanation = models.BooleanField(_("须说明"), default=False)
    found_at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "sta_finding"
        verbose_name = _("审核发现")
        ordering = ["filing", "severity", "item"]

    def __str__(self) -> str:
        return self.message

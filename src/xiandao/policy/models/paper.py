"""A policy paper and its clauses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from xiandao.registry.models import Organisation


class PaperState(models.TextChoices):
    """How far a paper has come."""

    READING = "reading", _("待确认")
    ACTIVE = "active", _("已入台账")
    ARCHIVED = "archived", _("已归档")


ISSUES = re.compile(r"^.*?关于印发[《〈]?(.+?)[》〉]?的通知(?=·|$)")


def short_name(text: str) -> str:
    """Return what a notice issues instead of its whole title; a clause behind it (·三（一）) stays."""
    return ISSUES.sub(r"\1", text)


class Paper(models.Model):
    """One policy paper: its cleaned text is the source that everything else points into."""

    title = models.CharField(_("标题"), max_length=200)
    issuer = models.CharField(_("发文机关"), max_length=120, blank=True)
    doc_number = models.CharField(_("文号"), max_length=60, blank=True)
    issued_on = models.DateField(_("成文日期"), null=True, blank=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=PaperState.choices, default=PaperState.READING
    )
    text = models.TextField(_("正文"))
    source = models.ForeignKey(
        "registry.Document", models.PROTECT, null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey(
        "registry.Organisation", models.PROTECT, related_name="papers", verbose_name=_("台账单位")
    )
    added_by = models.ForeignKey("registry.Account", models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("录入时间"), default=timezone.now)
    is_demo = models.BooleanField(_("演示数据"), default=False)

    class Meta:
        db_table = "pol_paper"
        verbose_name = _("政策文件")
        ordering = ["-issued_on", "-added_at"]

    def __str__(self) -> str:
        return self.title

    @property
    def short_title(self) -> str:
        """The name people use: what a notice issues (关于印发…的通知), without the issuer before it."""
        return short_name(self.title)

    def places(self, permission: str) -> list[Organisation]:
        """Return where a grant for this paper is looked for: the body that keeps its ledger."""
        return [self.organisation]


class Clause(models.Model):
    """One clause of a paper with its span in the paper's text."""

    paper = models.ForeignKey("policy.Paper", models.CASCADE, related_name="clauses")
    parent = models.ForeignKey(
        "policy.Clause", models.CASCADE, null=True, blank=True, related_name="children"
    )
    order = models.PositiveIntegerField(_("顺序"))
    path = models.CharField(_("条款号"), max_length=60)
    heading = models.CharField(_("标题"), max_length=200, blank=True)
    start = models.PositiveIntegerField(_("起"))
    end = models.PositiveIntegerField(_("止"))

    class Meta:
        db_table = "pol_clause"
        verbose_name = _("条款")
        ordering = ["paper", "order"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "order"], name="pol_clause_order_uq"),
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.heading}".strip()

    @property
    def short(self) -> str:
        """The clause as the text itself numbers it: 一、总体要求, （二）主要目标, 3．氢能."""
        last = re.search(r"（[^（）]+）$|\d+$|[^（）\d]+$", self.path)
        number = last.group(0) if last else self.path
        mark = "" if number.endswith("）") else "．" if number.isdigit() else "、"
        return f"{number}{mark}{self.heading}" if self.heading else self.path

    @property
    def label(self) -> str:
        """The clause as a list shows it: its number and its heading."""
        return f"{self.path} {self.heading}".strip()

"""Releases: tables that went through the disclosure gate, frozen with their pattern and audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from xiandao.registry.models import Organisation


class ReleaseState(models.TextChoices):
    """Where a release stands."""

    DRAFT = "draft", _("待发布")
    PUBLISHED = "published", _("已发布")
    WITHDRAWN = "withdrawn", _("已撤回")


class Release(models.Model):
    """One protected table. ``cells`` holds what may be seen and nothing else; the true numbers are not in it."""

    title = models.CharField(_("标题"), max_length=200)
    indicator = models.CharField(_("指标"), max_length=40)
    period = models.CharField(_("报告期"), max_length=16)
    rows = models.CharField(_("行"), max_length=20)
    columns = models.CharField(_("列"), max_length=20)
    unit = models.CharField(_("单位"), max_length=20, blank=True)
    method = models.CharField(_("保护方法"), max_length=12)
    cells = models.JSONField(_("单元格"))
    pattern_hash = models.CharField(_("模式摘要"), max_length=64)
    inputs_hash = models.CharField(_("输入摘要"), max_length=64)
    # Verdict and counts for everyone; parameters only for the statistics role.
    audit = models.JSONField(_("审计"), default=dict)
    secret = models.JSONField(_("参数"), default=dict)
    note = models.TextField(_("口径"), blank=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=ReleaseState.choices, default=ReleaseState.DRAFT
    )
    supersedes = models.ForeignKey(
        "statistics.Release", models.PROTECT, null=True, blank=True, related_name="revisions"
    )
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    made_by = models.ForeignKey("registry.Account", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("生成时间"), default=timezone.now)
    published_by = models.ForeignKey(
        "registry.Account", models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True)
    is_demo = models.BooleanField(_("演示数据"), default=False)

    class Meta:
        db_table = "sta_release"
        verbose_name = _("发布表")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.title

    def places(self, permission: str) -> list[Organisation]:
        """Return where a grant for this release is looked for: the body that made it."""
        return [self.organisation]

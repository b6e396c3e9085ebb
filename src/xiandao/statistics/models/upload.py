"""A return workbook that was handed in and waits until the reporter has seen what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from xiandao.registry.models import Organisation


class ReturnUploadState(models.TextChoices):
    """What became of it."""

    WAITING = "waiting", _("待确认")
    TAKEN = "taken", _("已采用")
    DISCARDED = "discarded", _("已放弃")


class ReturnUpload(models.Model):
    """One workbook for one return; its content is kept while it waits, so that it can be given back marked."""

    filing = models.ForeignKey("statistics.Filing", models.CASCADE, related_name="uploads")
    filing_version = models.PositiveIntegerField(_("填报版次"))
    sha256 = models.CharField(_("内容摘要"), max_length=64, db_index=True)
    name = models.CharField(_("文件名"), max_length=200)
    size = models.PositiveIntegerField(_("字节数"))
    content = models.BinaryField(_("内容"))
    # What the bounded reader found (values, people, problems, marks), so that looking again parses nothing.
    outcome = models.JSONField(_("读取结果"), default=dict, blank=True)
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=ReturnUploadState.choices,
        default=ReturnUploadState.WAITING,
    )
    uploaded_by = models.ForeignKey("registry.Account", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("上传时间"), default=timezone.now)

    class Meta:
        db_table = "sta_upload"
        verbose_name = _("报表导入")
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.name

    def places(self, permission: str) -> list[Organisation]:
        """Return where a grant for handling it is looked for: the unit whose return it is."""
        return [self.filing.organisation]

"""A workbook with many reporting units that was handed in and waits until its trial has been read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from xiandao.statistics.models.upload import ReturnUploadState

if TYPE_CHECKING:
    from xiandao.registry.models import Organisation


class UnitSheet(models.Model):
    """One workbook for the register of a body; its content is kept while it waits, to be given back marked."""

    organisation = models.ForeignKey(
        "registry.Organisation", models.PROTECT, related_name="unit_sheets"
    )
    sha256 = models.CharField(_("内容摘要"), max_length=64, db_index=True)
    name = models.CharField(_("文件名"), max_length=200)
    size = models.PositiveIntegerField(_("字节数"))
    content = models.BinaryField(_("内容"))
    # What the bounded reader found and what it would change, so that looking again parses nothing.
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
        db_table = "sta_unit_sheet"
        verbose_name = _("名录导入")
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.name

    def places(self, permission: str) -> list[Organisation]:
        """Return where a grant for handling it is looked for: the body whose register it is."""
        return [self.organisation]

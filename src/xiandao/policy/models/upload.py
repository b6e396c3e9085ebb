"""A ledger workbook that was handed in and waits until somebody has looked at what it would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from xiandao.registry.models import Organisation


class UploadState(models.TextChoices):
    """What became of it."""

    WAITING = "waiting", _("待确认")
    SAVED = "saved", _("已导入")
    DISCARDED = "discarded", _("已放弃")


class Upload(models.Model):
    """One workbook of one account; its content is kept only while it waits."""

    sha256 = models.CharField(_("内容摘要"), max_length=64, db_index=True)
    name = models.CharField(_("文件名"), max_length=200)
    size = models.PositiveIntegerField(_("字节数"))
    content = models.BinaryField(_("内容"))
    # What the bounded reader found in it, so that looking again does not parse again.
    cells = models.TextField(_("单元格"), blank=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=UploadState.choices, default=UploadState.WAITING
    )
    outcome = models.JSONField(_("结果"), default=dict, blank=True)
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey("registry.Account", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("上传时间"), default=timezone.now)
    decided_at = models.DateTimeField(_("处理时间"), null=True, blank=True)

    class Meta:
        db_table = "pol_upload"
        verbose_name = _("台账导入")
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.name

    def places(self, permission: str) -> list[Organisation]:
        """Return where a grant for handling it is looked for: where it was handed in."""
        return [self.organisation]

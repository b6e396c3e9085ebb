"""A workbook with many records or contracts that was handed in and waits until its trial has been read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from xiandao.registry.models import Organisation


class IntakeKind(models.TextChoices):
    """What the lines of a workbook are."""

    RECORDS = "records", _("项目和成果")
    CONTRACTS = "contracts", _("技术合同")


class IntakeState(models.TextChoices):
    """What became of a workbook."""

    WAITING = "waiting", _("待确认")
    TAKEN = "taken", _("已写入")
    DISCARDED = "discarded", _("已放弃")


class Intake(models.Model):
    """One workbook; its content is kept while it waits, to be given back marked."""

    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    kind = models.CharField(_("内容"), max_length=10, choices=IntakeKind.choices)
    name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(_("内容摘要"), max_length=64)
    content = models.BinaryField(_("文件"))
    # What the bounded reader found and what it would change, so that looking again parses nothing.
    outcome = models.JSONField(_("试读结果"), default=dict, blank=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=IntakeState.choices, default=IntakeState.WAITING
    )
    uploaded_by = models.ForeignKey("registry.Account", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("上传时间"), default=timezone.now)

    class Meta:
        db_table = "eva_intake"
        verbose_name = _("项目成果和合同导入")
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.name

    def places(self, permission: str) -> list[Organisation]:
        """Return where a grant for handling it is looked for: the body of who handed it in."""
        return [self.organisation]

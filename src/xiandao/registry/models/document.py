"""Documents: files kept once by their content and served only through a permission check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from xiandao.registry.models.organisation import Organisation


class DocumentGrade(models.TextChoices):
    """Who may see a document: everybody signed in, the organisation's line, or the organisation alone."""

    PUBLIC = "public", _("公开")
    INTERNAL = "internal", _("内部")
    SENSITIVE = "sensitive", _("敏感")


class Document(models.Model):
    """One uploaded file of one organisation; equal contents share one stored file."""

    sha256 = models.CharField(_("内容摘要"), max_length=64, db_index=True)
    name = models.CharField(_("文件名"), max_length=200)
    media_type = models.CharField(_("类型"), max_length=100)
    size = models.PositiveBigIntegerField(_("字节数"))
    grade = models.CharField(
        _("密级标识"), max_length=10, choices=DocumentGrade.choices, default=DocumentGrade.INTERNAL
    )
    organisation = models.ForeignKey(
        "registry.Organisation", models.PROTECT, related_name="documents"
    )
    uploaded_by = models.ForeignKey("registry.Account", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("上传时间"), default=timezone.now)

    class Meta:
        db_table = "reg_document"
        verbose_name = _("文件")
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.name

    def places(self, permission: str) -> list[Organisation]:
        """Return where a grant for this document is looked for: its organisation."""
        return [self.organisation]

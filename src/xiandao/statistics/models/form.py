"""Forms of statistical and administrative reporting, one row for each version."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from xiandao.statistics.methods import form as definitions

if TYPE_CHECKING:
    from datetime import date

    from xiandao.registry.models import Organisation


@lru_cache(maxsize=64)
def _read(definition: str) -> definitions.Form:
    """Read a definition once: thousands of returns share a version, and what is read never changes."""
    return definitions.load(definition)


class Frequency(models.TextChoices):
    """How often a form is due."""

    MONTH = "month", _("月报")
    QUARTER = "quarter", _("季报")
    HALF = "half", _("半年报")
    YEAR = "year", _("年报")


class Subject(models.TextChoices):
    """Who fills a form."""

    ENTERPRISE = "enterprise", _("企业")
    ZONE = "zone", _("先导区")


class Purpose(models.TextChoices):
    """What returns may be used for: the law keeps statistical returns apart from every decision on the respondent."""

    STATISTICS = "statistics", _("统计调查")
    ADMINISTRATION = "administration", _("管理填报")


class FormState(models.TextChoices):
    """Where a version stands."""

    DRAFT = "draft", _("草案")
    IN_USE = "in_use", _("在用")
    RETIRED = "retired", _("停用")


class FormVersion(models.Model):
    """One version of a form; a return keeps the version it was made with."""

    code = models.CharField(_("表号代码"), max_length=40)
    version = models.CharField(_("版本"), max_length=20)
    title = models.CharField(_("表名"), max_length=120)
    frequency = models.CharField(_("报告期别"), max_length=8, choices=Frequency.choices)
    subject = models.CharField(_("填报对象"), max_length=12, choices=Subject.choices)
    purpose = models.CharField(_("用途"), max_length=16, choices=Purpose.choices)
    # The legal block of the upper right corner; without it a respondent may refuse the form.
    table_no = models.CharField(_("表号"), max_length=60, blank=True)
    authority = models.CharField(_("制定机关"), max_length=120, blank=True)
    approval_no = models.CharField(_("批准文号"), max_length=120, blank=True)
    valid_until = models.DateField(_("有效期至"), null=True, blank=True)
    definition = models.TextField(_("定义"))
    state = models.CharField(
        _("状态"), max_length=8, choices=FormState.choices, default=FormState.DRAFT
    )
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("创建时间"), default=timezone.now)
    created_by = models.ForeignKey("registry.Account", models.PROTECT, related_name="+")

    class Meta:
        db_table = "sta_form"
        verbose_name = _("报表")
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="sta_form_version_uq")
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.version}）"

    @cached_property
    def form(self) -> definitions.Form:
        """The definition, ready to be read."""
        return _read(self.definition)

    def is_lawful_on(self, day: date) -> bool:
        """Return whether the legal block is complete and in force on the day."""
        has_all = all((self.table_no, self.authority, self.approval_no))
        return has_all and self.valid_until is not None and day <= self.valid_until

    def places(self, permission: str) -> list[Organisation]:
        """Return where a grant for this form is looked for: the body that keeps it."""
        return [self.organisation]

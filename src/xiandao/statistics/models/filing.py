"""Filings: the return of one unit for one round, every change of it, and every step it took."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xiandao.registry.models import Organisation


class FilingStage(models.TextChoices):
    """Where a return stands; the steps between are declared in data/filing.toml."""

    DRAFT = "draft", _("草稿")
    CITY = "city", _("市级审核")
    PROVINCE = "province", _("省级审核")
    APPROVED = "approved", _("通过")
    RETURNED = "returned", _("退回")
    VOID = "void", _("作废")


# Where the unit has to do something before anybody else can; only there may values change.
WITH_UNIT = (FilingStage.DRAFT, FilingStage.RETURNED)
SOURCES = {"web": _("网页填写"), "workbook": _("工作簿"), "api": _("接口")}


class FilingQuerySet(models.QuerySet["Filing"]):
    """Adjectives of returns."""

    def within_any(self, tops: Iterable[str]) -> Self:
        """Keep the returns of units below any of the paths, as the reach of an account gives them."""
        from xiandao.registry.methods.paths import LAST

        condition = models.Q(pk__in=[])
        for top in filter(None, tops):
            condition |= models.Q(organisation__path__gte=top, organisation__path__lte=top + LAST)
        return self.filter(condition)

    def unquestioned(self) -> Self:
        """Keep the returns that no rule asked about; what was merely explained is for a person to read."""
        return self.exclude(findings__severity__in=("must", "explain"))

    def counted(self) -> Self:
        """Keep what totals are made of: approved returns."""
        return self.filter(stage=FilingStage.APPROVED)


class Filing(models.Model):
    """One return. Values are code-keyed text of decimals, so that a form may change its layout between years."""

    round = models.ForeignKey("statistics.Round", models.PROTECT, related_name="filings")
    organisation = models.ForeignKey(
        "registry.Organisation", models.PROTECT, related_name="filings"
    )
    stage = models.CharField(
        _("状态"), max_length=10, choices=FilingStage.choices, default=FilingStage.DRAFT
    )
    # {item code: "12.5" | null | text}; 上年同期可比数 under "<code>__ly".
    values = models.JSONField(_("填报值"), default=dict, blank=True)
    # While a return that was sent back is mended: what had been filed, as `queries.as_filed` keeps and shows it.
    as_filed = models.JSONField(_("退回时的填报"), default=dict, blank=True)
    # {item code: {"value": …, "source": …, "as_of": …}}: what the system knew already.
    prefill = models.JSONField(_("系统带入"), default=dict, blank=True)
    # {item code: words of the reporter}
    explanations = models.JSONField(_("说明"), default=dict, blank=True)
    # {item code: words of the reviewer}, the cells sent back.
    marked_cells = models.JSONField(_("退回的单元格"), default=dict, blank=True)
    # 单位负责人 · 统计负责人 · 填表人 · 联系电话
    people = models.JSONField(_("签署"), default=dict, blank=True)
    has_consent = models.BooleanField(_("同意用于管理服务"), default=False)
    due_on = models.DateField(_("本单位截止日期"), null=True, blank=True)
    filed_at = models.DateTimeField(_("报出时间"), null=True, blank=True)
    filed_by = models.ForeignKey(
        "registry.Account", models.PROTECT, null=True, blank=True, related_name="+"
    )
    city_by = models.ForeignKey(
        "registry.Account", models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(_("通过时间"), null=True, blank=True)
    approved_by = models.ForeignKey(
        "registry.Account", models.PROTECT, null=True, blank=True, related_name="+"
    )
    was_approved = models.BooleanField(_("曾经通过"), default=False)
    changes_since_approval = models.PositiveIntegerField(_("通过后修改"), default=0)
    must_count = models.PositiveSmallIntegerField(_("强制性问题"), default=0)
    explain_count = models.PositiveSmallIntegerField(_("待说明问题"), default=0)
    hint_count = models.PositiveSmallIntegerField(_("提示"), default=0)
    # Selective editing: expected effect of a mistake here on the total, in per cent; orders the review.
    score = models.FloatField(_("影响分"), default=0)
    version = models.PositiveIntegerField(_("版次"), default=1)
    updated_at = models.DateTimeField(_("更新时间"), auto_now=True)
    is_demo = models.BooleanField(_("演示数据"), default=False)

    objects = FilingQuerySet.as_manager()

    class Meta:
        db_table = "sta_filing"
        verbose_name = _("填报")
        ordering = ["round", "organisation"]
        indexes = [models.Index(fields=["round", "stage"], name="sta_filing_stage_ix")]
        constraints = [
            models.UniqueConstraint(fields=["round", "organisation"], name="sta_filing_unit_uq")
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.organisation}"

    def places(self, permission: str) -> list[Organisation]:
        """Return where a grant is looked for: the unit itself (a city's grant reaches it from above)."""
        return [self.organisation]


class ValueChange(models.Model):
    """One value that was changed: what it was, what it is, who, when, why."""

    filing = models.ForeignKey("statistics.Filing", models.CASCADE, related_name="changes")
    item = models.CharField(_("指标"), max_length=40)
    before = models.CharField(_("原值"), max_length=400, blank=True)
    after = models.CharField(_("新值"), max_length=400, blank=True)
    source = models.CharField(_("途径"), max_length=12)
    reason = models.CharField(_("原因"), max_length=300, blank=True)
    after_approval = models.BooleanField(_("通过后"), default=False)
    by = models.ForeignKey("registry.Account", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"), default=timezone.now)

    class Meta:
        db_table = "sta_value_change"
        verbose_name = _("填报修改")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.item}: {self.before} → {self.after}"

    @property
    def source_label(self) -> str:
        """The way it came in, in words."""
        return str(SOURCES.get(self.source, self.source))


class FilingEvent(models.Model):
    """One step of a return's life."""

    filing = models.ForeignKey("statistics.Filing", models.CASCADE, related_name="events")
    transition = models.CharField(_("动作"), max_length=20)
    before = models.CharField(_("原状态"), max_length=10, blank=True)
    after = models.CharField(_("新状态"), max_length=10)
    words = models.TextField(_("意见"), blank=True)
    cells = models.JSONField(_("单元格"), default=dict, blank=True)
    by = models.ForeignKey("registry.Account", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"), default=timezone.now)

    class Meta:
        db_table = "sta_filing_event"
        verbose_name = _("填报流程")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.transition} {self.at:%Y-%m-%d}"

    @property
    def label(self) -> str:
        """The step in words."""
        from xiandao.casework.methods import kinds

        other = {"import": _("导入历史数据"), "extend": _("延期")}
        known = kinds.get("statistics.filing").transitions.get(self.transition)
        return known.label if known else str(other.get(self.transition, self.transition))

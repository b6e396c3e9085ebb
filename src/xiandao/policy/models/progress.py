"""What was reported on an item, and the records that are counted toward a target."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ProgressState(models.TextChoices):
    """A draft is seen by the reporting body and those above it; a submitted report by all who see the item."""

    DRAFT = "draft", _("暂存")
    SUBMITTED = "submitted", _("已报")


class Progress(models.Model):
    """The state of an item in one period (2026Q3 or 2026-09), in words and where it has one in a value."""

    item = models.ForeignKey("policy.Item", models.CASCADE, related_name="progress")
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    period = models.CharField(_("报告期"), max_length=8)
    period_end = models.DateField(_("期末"), db_index=True)
    words = models.TextField(_("进展"), blank=True)
    value = models.DecimalField(_("现值"), max_digits=20, decimal_places=4, null=True, blank=True)
    issues = models.TextField(_("存在问题"), blank=True)
    funds_cny_10k = models.DecimalField(
        _("资金使用（万元）"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    state = models.CharField(
        _("状态"), max_length=10, choices=ProgressState.choices, default=ProgressState.SUBMITTED
    )
    evidence = models.ManyToManyField(
        "registry.Document", related_name="+", db_table="pol_progress_document", blank=True
    )
    reported_by = models.ForeignKey("registry.Account", models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(_("填报时间"), default=timezone.now)
    version = models.PositiveIntegerField(_("版次"), default=1)

    class Meta:
        db_table = "pol_progress"
        verbose_name = _("进展")
        ordering = ["item", "period_end"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "period"],
                condition=Q(state="submitted"),
                name="pol_progress_period_uq",
            ),
            # Each body keeps its own draft; another's is neither seen nor in the way.
            models.UniqueConstraint(
                fields=["item", "period", "organisation"],
                condition=Q(state="draft"),
                name="pol_progress_draft_uq",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.period}"


class Counted(models.Model):
    """One record counted toward a target: a zone, a platform, a scenario, with the notice that says so."""

    item = models.ForeignKey("policy.Item", models.CASCADE, related_name="counted")
    name = models.CharField(_("名称"), max_length=120)
    organisation = models.ForeignKey(
        "registry.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    place = models.CharField(_("所在地"), max_length=60, blank=True)
    stage = models.CharField(_("阶段"), max_length=20)
    batch = models.CharField(_("批次"), max_length=30, blank=True)
    counted_on = models.DateField(_("公布日期"))
    notice = models.CharField(_("依据文件"), max_length=120, blank=True)
    document = models.ForeignKey(
        "registry.Document", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        db_table = "pol_counted"
        verbose_name = _("计入明细")
        ordering = ["item", "counted_on", "name"]
        constraints = [
            models.UniqueConstraint(fields=["item", "name"], name="pol_counted_name_uq"),
        ]

    def __str__(self) -> str:
        return self.name

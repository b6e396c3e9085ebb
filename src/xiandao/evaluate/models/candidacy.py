"""Candidacies: a body that wants to found a zone, what it has of each condition, and the papers that show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from xiandao.registry.models import Organisation


class CandidacyState(models.TextChoices):
    """Where a candidacy stands: prepared and looked at by the candidate alone, handed in, reviewed, answered."""

    DRAFT = "draft", _("自评中")
    SUBMITTED = "submitted", _("已申报")
    REVIEWED = "reviewed", _("市级已审核")
    RETURNED = "returned", _("已退回")
    ACCEPTED = "accepted", _("已受理")


class Candidacy(models.Model):
    """One zone that a body would found, by the readiness ``rule`` it began with; ``outcome`` is what was handed in."""

    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    title = models.CharField(_("拟建先导区名称"), max_length=120)
    field = models.CharField(_("产业领域"), max_length=60, blank=True)
    rule = models.JSONField(_("成熟度规则"))
    state = models.CharField(
        _("状态"), max_length=10, choices=CandidacyState.choices, default=CandidacyState.DRAFT
    )
    # Readiness, gaps and claims as they were when it was handed in.
    outcome = models.JSONField(_("申报时的成熟度"), default=dict)
    note = models.TextField(_("意见"), blank=True)
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey("registry.Account", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("建立时间"), default=timezone.now)
    submitted_at = models.DateTimeField(_("申报时间"), null=True, blank=True)
    # What the city says that stands above the candidate, where one does.
    review = models.TextField(_("市级审核意见"), blank=True)
    reviewed_by = models.ForeignKey(
        "registry.Account", models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(_("市级审核时间"), null=True, blank=True)
    answered_by = models.ForeignKey(
        "registry.Account", models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    is_demo = models.BooleanField(_("演示数据"), default=False)

    class Meta:
        db_table = "eva_candidacy"
        verbose_name = _("先导区申报")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.title

    def places(self, permission: str) -> list[Organisation]:
        """Return where a grant for this candidacy is looked for: the candidate."""
        return [self.organisation]


class Claim(models.Model):
    """What a candidate says it has of one item of the rule, with the papers that show it."""

    candidacy = models.ForeignKey("evaluate.Candidacy", models.CASCADE, related_name="claims")
    code = models.CharField(_("条目"), max_length=40)
    value = models.FloatField(_("现有"))
    remark = models.CharField(_("说明"), max_length=300, blank=True)
    documents = models.ManyToManyField("registry.Document", related_name="+", blank=True)
    made_by = models.ForeignKey("registry.Account", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("填写时间"), default=timezone.now)

    class Meta:
        db_table = "eva_claim"
        verbose_name = _("申报条目")
        ordering = ["candidacy", "code"]
        constraints = [models.UniqueConstraint(fields=["candidacy", "code"], name="eva_claim_uq")]

    def __str__(self) -> str:
        return f"{self.code} {self.value:g}"

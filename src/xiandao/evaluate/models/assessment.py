"""Assessments: a scheme on the frozen figures of a period; what was frozen never changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from xiandao.evaluate.methods.sealing import canonical
from xiandao.terms.error import XiandaoError

if TYPE_CHECKING:
    from xiandao.registry.models import Organisation

FROZEN: Final = ("scheme_id", "period", "snapshot", "snapshot_hash", "result", "result_hash")
# Open while an edition waits, fixed with its publication.
DECIDED: Final = ("verdict", "verdict_hash")


class AssessmentState(models.TextChoices):
    """Where an assessment stands: frozen figures wait for a second person, then they are official."""

    FROZEN = "frozen", _("待公布")
    PUBLISHED = "published", _("已公布")
    WITHDRAWN = "withdrawn", _("已撤回")


class Assessment(models.Model):
    """One edition of an index.

    ``snapshot`` holds all that the result follows from: units, figures with where they come from, framework,
    recipe, bounds. ``result`` holds scores, ranks, weights, bands and logs. Both are hashed, both are immutable.
    """

    scheme = models.ForeignKey("evaluate.Scheme", models.PROTECT, related_name="assessments")
    title = models.CharField(_("名称"), max_length=160)
    period = models.CharField(_("评价期"), max_length=16)
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    snapshot = models.JSONField(_("冻结数据"))
    snapshot_hash = models.CharField(_("数据摘要"), max_length=64)
    result = models.JSONField(_("结果"))
    result_hash = models.CharField(_("结果摘要"), max_length=64)
    engine = models.CharField(_("计算程序版本"), max_length=20)
    state = models.CharField(
        _("状态"), max_length=10, choices=AssessmentState.choices, default=AssessmentState.FROZEN
    )
    note = models.TextField(_("说明"), blank=True)
    # Manual scores and vetoes beside the computed result, fixed on publication: which counts, final ranks and grades.
    verdict = models.JSONField(_("综合评定"), default=dict, blank=True)
    verdict_hash = models.CharField(_("综合评定摘要"), max_length=64, blank=True)
    made_by = models.ForeignKey("registry.Account", models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField(_("冻结时间"), default=timezone.now)
    published_by = models.ForeignKey(
        "registry.Account", models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(_("公布时间"), null=True, blank=True)
    supersedes = models.ForeignKey(
        "evaluate.Assessment", models.PROTECT, null=True, blank=True, related_name="revisions"
    )
    is_demo = models.BooleanField(_("演示数据"), default=False)

    class Meta:
        db_table = "eva_assessment"
        verbose_name = _("评价批次")
        ordering = ["-period", "-frozen_at"]
        indexes = [models.Index(fields=["state", "period"], name="eva_assessment_state_ix")]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep it; what was frozen cannot be changed, nor what was decided once it does not wait any more.

        Raises:
            XiandaoError: ``EVA-501``.
        """
        kept = None if self._state.adding else type(self).objects.filter(pk=self.pk)
        waits = kept is None or kept.filter(state=AssessmentState.FROZEN).exists()
        fixed = FROZEN if waits else (*FROZEN, *DECIDED)
        held = [name for name in fixed if name in self.__dict__]
        told = kept.values(*held).first() if kept is not None and held else None
        if told and canonical(told) != canonical({name: getattr(self, name) for name in held}):
            raise XiandaoError(
                "EVA-501",
                translate("冻结的评价数据和结果不能修改"),
                translate("如有错误，请撤回本批次，更正来源数据后重新冻结一期"),
                {"assessment": self.pk, "status": 409},
            )
        super().save(*args, **kwargs)

    def places(self, permission: str) -> list[Organisation]:
        """Return where a grant for this assessment is looked for: the body that made it."""
        return [self.organisation]


class Standing(models.Model):
    """Where one unit stands in an assessment: score, rank and the interval that the rank can be told with."""

    assessment = models.ForeignKey("evaluate.Assessment", models.CASCADE, related_name="standings")
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    score = models.FloatField(_("得分"))
    rank = models.PositiveIntegerField(_("位次"))
    rank_low = models.PositiveIntegerField(_("位次区间上沿"))
    rank_high = models.PositiveIntegerField(_("位次区间下沿"))
    band = models.CharField(_("档次"), max_length=20, blank=True)
    grade = models.CharField(_("等级"), max_length=10, blank=True)
    # Pillar scores as a list of [code, score], in the order of the framework.
    pillars = models.JSONField(_("各方面得分"), default=list)

    class Meta:
        db_table = "eva_standing"
        verbose_name = _("评价结果")
        ordering = ["assessment", "rank", "organisation"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "organisation"], name="eva_standing_uq")
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.score:.2f}"

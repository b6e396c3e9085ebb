"""A case: one matter of one kind, standing at one stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from xiandao.casework.methods import kinds
from xiandao.casework.methods.lamps import Lamp, lamp
from xiandao.terms.pack import load_pack

if TYPE_CHECKING:
    from xiandao.registry.models import Organisation


class Case(models.Model):
    """One matter; which stages it can pass is said by its kind (a TOML declaration)."""

    kind = models.CharField(_("事项类型"), max_length=40, db_index=True)
    title = models.CharField(_("标题"), max_length=200)
    # The thing the case is about lies on a higher storey: named, not pointed at.
    subject_type = models.CharField(_("对象类型"), max_length=60, blank=True)
    subject_id = models.CharField(_("对象编号"), max_length=64, blank=True)
    basis = models.TextField(_("依据条款"), blank=True)
    stage = models.CharField(_("环节"), max_length=40)
    version = models.PositiveIntegerField(_("版次"), default=1)
    owner = models.ForeignKey(
        "registry.Organisation", models.PROTECT, related_name="+", verbose_name=_("发起单位")
    )
    responsible = models.ForeignKey(
        "registry.Organisation", models.PROTECT, related_name="+", verbose_name=_("承办单位")
    )
    opened_by = models.ForeignKey("registry.Account", models.PROTECT, related_name="opened_cases")
    opened_at = models.DateTimeField(_("发起时间"), default=timezone.now)
    due_on = models.DateField(_("办理期限"), null=True, blank=True)
    needs_evidence = models.BooleanField(_("答复须附佐证材料"), default=False)
    reminded_on = models.DateField(_("最近催办日期"), null=True, blank=True)
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)

    class Meta:
        db_table = "cas_case"
        verbose_name = _("办件")
        ordering = (
            "-opened_at",
            "-pk",
        )
        indexes = (models.Index(fields=["subject_type", "subject_id"], name="cas_case_subject_ix"),)
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "subject_type", "subject_id", "responsible"],
                condition=models.Q(closed_at__isnull=True) & ~models.Q(subject_id=""),
                name="cas_case_once_uq",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def number(self) -> str:
        """The number that the official sheet carries: year and running number."""
        return f"〔{timezone.localtime(self.opened_at).year}〕{self.pk}号"

    @property
    def kind_label(self) -> str:
        """What this kind of case is called, such as 督办."""
        return kinds.get(self.kind).label

    @property
    def stage_label(self) -> str:
        """What the stage is called, such as 待审核."""
        return kinds.get(self.kind).stage(self.stage).label

    @property
    def lamp(self) -> Lamp:
        """How the case stands against its deadline today."""
        closed = timezone.localdate(self.closed_at) if self.closed_at else None
        calendar = load_pack(settings.XIANDAO_PACK).calendar
        return lamp(self.due_on, closed, True, timezone.localdate(), calendar)

    def places(self, permission: str) -> list[Organisation]:
        """Return where a grant for acting on this case is looked for."""
        return [self.owner, self.responsible]

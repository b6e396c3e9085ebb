"""Support rules: which result of an evaluation gives which support, factor by factor, in versions with their dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from xiandao.evaluate.methods.sealing import canonical
from xiandao.evaluate.models.scheme import SchemeState
from xiandao.terms.error import XiandaoError

if TYPE_CHECKING:
    from xiandao.registry.models import Organisation

FROZEN: Final = ("code", "version", "title", "scheme_code", "clause", "note", "rule")


class SupportRule(models.Model):
    """One version of a published rule: ``rule`` holds its factors and its lines in order, each with its clause."""

    code = models.CharField(_("代码"), max_length=40)
    version = models.CharField(_("版本"), max_length=20)
    title = models.CharField(_("名称"), max_length=120)
    scheme_code = models.CharField(_("所依据的评价体系"), max_length=40)
    clause = models.CharField(_("依据"), max_length=200, blank=True)
    note = models.TextField(_("说明"), blank=True)
    rule = models.JSONField(_("规则"))
    valid_from = models.DateField(_("启用"), null=True, blank=True)
    valid_to = models.DateField(_("停用"), null=True, blank=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=SchemeState.choices, default=SchemeState.DRAFT
    )
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    made_by = models.ForeignKey("registry.Account", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("拟定时间"), default=timezone.now)
    approved_by = models.ForeignKey(
        "registry.Account", models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(_("批准时间"), null=True, blank=True)
    is_demo = models.BooleanField(_("演示数据"), default=False)

    class Meta:
        db_table = "eva_support_rule"
        verbose_name = _("差异化支持规则")
        ordering = ["code", "-valid_from", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="eva_support_rule_uq")
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.version}）"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep it; what is or was in force cannot be changed.

        Raises:
            XiandaoError: ``EVA-599``.
        """
        kept = None if self._state.adding else type(self).objects.filter(pk=self.pk)
        told = (
            kept.exclude(state=SchemeState.DRAFT).values(*FROZEN).first()
            if kept is not None
            else None
        )
        if told and canonical(told) != canonical({name: getattr(self, name) for name in FROZEN}):
            raise XiandaoError(
                "EVA-599",
                translate("批准过的支持规则不能修改"),
                translate("请从这一版拟定新的一版，由另一位负责人批准"),
                {"rule": self.pk, "status": 409},
            )
        super().save(*args, **kwargs)

    def places(self, permission: str) -> list[Organisation]:
        """Return where a grant for this rule is looked for: the body that keeps it."""
        return [self.organisation]

"""Weight sets: what somebody tried in the sandbox and gave a name; they never touch an official result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from xiandao.registry.models import Organisation


class WeightSet(models.Model):
    """Named weights for a scheme, of one account. ``weights`` is a list of [code, weight]."""

    scheme = models.ForeignKey("evaluate.Scheme", models.CASCADE, related_name="weight_sets")
    name = models.CharField(_("名称"), max_length=60)
    weights = models.JSONField(_("权重"))
    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    made_by = models.ForeignKey("registry.Account", models.CASCADE, related_name="+")
    made_at = models.DateTimeField(_("保存时间"), default=timezone.now)

    class Meta:
        db_table = "eva_weight_set"
        verbose_name = _("权重方案")
        ordering = ["scheme", "name"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "made_by", "name"], name="eva_weight_set_uq")
        ]

    def __str__(self) -> str:
        return self.name

    def places(self, permission: str) -> list[Organisation]:
        """Return where a grant is looked for: the body of the person who saved it."""
        return [self.organisation]

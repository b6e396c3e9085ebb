"""History of the ledger: one row per changed field."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Change(models.Model):
    """Who changed which field of which item from what to what, when and by which door."""

    item = models.ForeignKey("policy.Item", models.CASCADE, related_name="changes")
    field = models.CharField(_("字段"), max_length=40)
    before = models.TextField(_("原值"), blank=True)
    after = models.TextField(_("新值"), blank=True)
    by = models.ForeignKey("registry.Account", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"), default=timezone.now)
    door = models.CharField(_("途径"), max_length=20, default="web")

    class Meta:
        db_table = "pol_change"
        verbose_name = _("变更记录")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.item_id}.{self.field}"

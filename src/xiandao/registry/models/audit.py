"""The audit trail: append-only, each event chained to the one before it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    """Who did what to what, when, from where, with what result; never changed, never removed."""

    sequence = models.PositiveBigIntegerField(_("序号"), unique=True)
    at = models.DateTimeField(_("时间"), db_index=True)
    account = models.ForeignKey(
        "registry.Account", models.PROTECT, null=True, blank=True, related_name="+"
    )
    account_name = models.CharField(_("账号"), max_length=60, blank=True)
    organisation = models.ForeignKey(
        "registry.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    action = models.CharField(_("动作"), max_length=60, db_index=True)
    object_type = models.CharField(_("对象类型"), max_length=60, blank=True)
    object_id = models.CharField(_("对象编号"), max_length=64, blank=True)
    summary = models.CharField(_("摘要"), max_length=400)
    details = models.TextField(_("明细"), default="{}")
    address = models.CharField(_("来源地址"), max_length=64, blank=True)
    succeeded = models.BooleanField(_("成功"), default=True)
    algorithm = models.CharField(_("算法"), max_length=10)
    previous_hash = models.CharField(max_length=64)
    row_hash = models.CharField(max_length=64)

    class Meta:
        db_table = "reg_audit_event"
        verbose_name = _("审计事件")
        ordering = ["sequence"]
        indexes = [models.Index(fields=["object_type", "object_id"], name="reg_audit_object_ix")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"


class AuditHead(models.Model):
    """The end of the chain: one row, locked while an event is appended."""

    sequence = models.PositiveBigIntegerField(default=0)
    row_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "reg_audit_head"

    def __str__(self) -> str:
        return str(self.sequence)

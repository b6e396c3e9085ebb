"""Technology contracts: what a research unit has sold or licensed, what was agreed, what was paid, what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from xiandao.registry.models import Organisation


class ContractKind(models.TextChoices):
    """The kinds of technology contract that the register of technology contracts knows."""

    DEVELOPMENT = "development", _("技术开发")
    TRANSFER = "transfer", _("技术转让")
    LICENCE = "licence", _("技术许可")
    CONSULTING = "consulting", _("技术咨询")
    SERVICE = "service", _("技术服务")
    SHARES = "shares", _("作价投资")


class Contract(models.Model):
    """One registered contract of a research unit."""

    organisation = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    number = models.CharField(_("登记编号"), max_length=60)
    title = models.CharField(_("合同名称"), max_length=200)
    kind = models.CharField(_("合同类别"), max_length=12, choices=ContractKind.choices)
    buyer = models.CharField(_("受让方"), max_length=160)
    is_local = models.BooleanField(_("省内转化"), default=True)
    signed_on = models.DateField(_("签订日期"))
    # Both in 万元.
    amount = models.DecimalField(_("合同额（万元）"), max_digits=14, decimal_places=2)
    paid = models.DecimalField(_("到账额（万元）"), max_digits=14, decimal_places=2, default=0)
    product = models.CharField(_("形成的产品"), max_length=200, blank=True)
    note = models.TextField(_("说明"), blank=True)
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey("registry.Account", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("登记时间"), default=timezone.now)
    removed_at = models.DateTimeField(_("注销时间"), null=True, blank=True)
    is_demo = models.BooleanField(_("演示数据"), default=False)

    class Meta:
        db_table = "eva_contract"
        verbose_name = _("技术合同")
        ordering = ["organisation", "-signed_on", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "number"],
                condition=models.Q(removed_at__isnull=True),
                name="eva_contract_uq",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def places(self, permission: str) -> list[Organisation]:
        """Return where a grant for this contract is looked for: the unit that sold."""
        return [self.organisation]

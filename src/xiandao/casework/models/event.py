"""What happened to a case, step by step."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CaseEvent(models.Model):
    """One transition with who, when, the words given and the evidence attached.

    ``responsible`` is the body in charge after it, so that a 转办 shows to whom it went.
    """

    case = models.ForeignKey("casework.Case", models.CASCADE, related_name="events")
    transition = models.CharField(_("动作"), max_length=40)
    from_stage = models.CharField(_("原环节"), max_length=40, blank=True)
    to_stage = models.CharField(_("新环节"), max_length=40)
    by = models.ForeignKey("registry.Account", models.PROTECT, related_name="+")
    responsible = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"), default=timezone.now)
    words = models.TextField(_("意见"), blank=True)
    evidence = models.ManyToManyField(
        "registry.Document", related_name="+", db_table="cas_event_document", blank=True
    )

    class Meta:
        db_table = "cas_event"
        verbose_name = _("办理记录")
        ordering = (
            "at",
            "pk",
        )

    def __str__(self) -> str:
        return f"{self.from_stage} → {self.to_stage}"

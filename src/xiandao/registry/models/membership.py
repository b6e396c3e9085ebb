"""Membership of a named group: 各设区市人民政府, 领导小组成员单位."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Membership(models.Model):
    """One organisation belongs to one group for a time."""

    group = models.ForeignKey("registry.Organisation", models.CASCADE, related_name="memberships")
    member = models.ForeignKey("registry.Organisation", models.CASCADE, related_name="groups")
    valid_from = models.DateField(_("起"), null=True, blank=True)
    valid_to = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        db_table = "reg_membership"
        verbose_name = _("成员")
        constraints = [
            models.UniqueConstraint(fields=["group", "member"], name="reg_membership_uq")
        ]

    def __str__(self) -> str:
        return f"{self.group_id} ∋ {self.member_id}"

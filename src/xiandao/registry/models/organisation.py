"""Organisations of a province, their names over time and their place in the tree."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# LAST and SEGMENT are read from here too by those who build conditions on paths.
from xiandao.registry.methods.paths import LAST as LAST
from xiandao.registry.methods.paths import SEGMENT as SEGMENT

# No organisation of a province is older; a span whose start nobody knows has to begin somewhere.
FOUNDING = date(1949, 10, 1)


class OrganisationKind(models.TextChoices):
    """What an organisation is."""

    PROVINCE = "province", _("省")
    CITY = "city", _("设区市")
    COUNTY = "county", _("县（市、区）")
    DEPARTMENT = "department", _("部门")
    BRANCH = "branch", _("中央驻省机构")
    GROUP = "group", _("成员单位集合")
    ZONE = "zone", _("先导区")
    ENTERPRISE = "enterprise", _("企业")
    INSTITUTE = "institute", _("机构")


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Adjectives of organisations."""

    def within(self, top: Organisation) -> Self:
        """Keep the subtree of ``top``, itself included: one range of the path index."""
        if not top.path:
            return self.none()
        return self.filter(path__gte=top.path, path__lte=top.path + LAST)

    def within_any(self, tops: Iterable[str]) -> Self:
        """Keep the subtrees of several paths, as the reach of an account gives them."""
        condition = Q(pk__in=[])
        for top in filter(None, tops):
            condition |= Q(path__gte=top, path__lte=top + LAST)
        return self.filter(condition)

    def current(self, on: date) -> Self:
        """Keep the organisations that exist on the day; ``valid_to`` is the first day without them."""
        return self.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=on)).filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=on)
        )

    def in_official_order(self) -> Self:
        """Order as officials do: by official sequence, then code."""
        return self.order_by("official_order", "code")


class Organisation(models.Model):
    """A body, place, zone or enterprise that can own, lead, report or sign in."""

    code = models.CharField(_("代码"), max_length=32, unique=True)
    name = models.CharField(_("名称"), max_length=120)
    short_name = models.CharField(_("简称"), max_length=60, blank=True)
    # The spelling that names are compared by (methods/names.py); written by the commands.
    name_key = models.CharField(max_length=120, db_index=True, blank=True, editable=False)
    short_key = models.CharField(max_length=120, db_index=True, blank=True, editable=False)
    kind = models.CharField(_("类型"), max_length=12, choices=OrganisationKind.choices)
    region_code = models.CharField(_("区划代码"), max_length=12, blank=True)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    official_order = models.PositiveIntegerField(_("官方排序"), default=9999)
    initials = models.CharField(_("拼音首字母"), max_length=120, blank=True)
    parent = models.ForeignKey(
        "registry.Organisation", models.PROTECT, null=True, blank=True, related_name="children"
    )
    # Who reaches what hangs on this column: two organisations may never share a path.
    path = models.CharField(_("层级路径"), max_length=96, unique=True)
    valid_from = models.DateField(_("启用日期"), null=True, blank=True)
    valid_to = models.DateField(_("停用日期"), null=True, blank=True)
    is_demo = models.BooleanField(_("演示数据"), default=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        db_table = "reg_organisation"
        verbose_name = _("组织")
        ordering = ["official_order", "code"]
        indexes = [models.Index(fields=["kind", "official_order"], name="reg_org_kind_ix")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name people use: the short one where there is one."""
        return self.short_name or self.name

    def covers(self, other: Organisation) -> bool:
        """Return whether ``other`` is this organisation or stands below it."""
        return bool(self.path) and other.path.startswith(self.path)

    def places(self, permission: str) -> list[Organisation]:
        """Return where a grant for acting on this organisation is looked for: itself."""
        return [self]


class Parentage(models.Model):
    """Who an organisation belonged to, and when."""

    organisation = models.ForeignKey(
        "registry.Organisation", models.CASCADE, related_name="parentages"
    )
    parent = models.ForeignKey("registry.Organisation", models.PROTECT, related_name="+")
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        db_table = "reg_parentage"
        verbose_name = _("隶属关系")
        ordering = ["organisation", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "valid_from"], name="reg_parentage_start_uq"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=models.F("valid_from")),
                name="reg_parentage_span_ck",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} → {self.parent_id} ({self.valid_from})"

    @property
    def is_from_the_beginning(self) -> bool:
        """Whether no earlier place is known, so that the start is not a date of any paper."""
        return self.valid_from == FOUNDING


class Alias(models.Model):
    """Another name of an organisation, as documents write it."""

    organisation = models.ForeignKey(
        "registry.Organisation", models.CASCADE, related_name="aliases"
    )
    name = models.CharField(_("别名"), max_length=120)
    key = models.CharField(max_length=120, db_index=True, blank=True, editable=False)
    valid_from = models.DateField(_("起"), null=True, blank=True)
    valid_to = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        db_table = "reg_alias"
        verbose_name = _("别名")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="reg_alias_name_uq")
        ]

    def __str__(self) -> str:
        return self.name

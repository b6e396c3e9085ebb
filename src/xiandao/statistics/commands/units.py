"""The register of reporting units: who reports from when, and where it belongs from when on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from xiandao.casework.methods.words import checked
from xiandao.catalog.methods.classification import known_catalogue
from xiandao.registry.commands.acting import command, note
from xiandao.statistics.commands.forms import MANAGE
from xiandao.statistics.models import Unit
from xiandao.terms.error import InputError, TermError
from xiandao.terms.pack import load_pack
from xiandao.terms.place import PlaceCode

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Organisation

LONGEST_REASON = 200
LONGEST_GROUP = 32
MOST_LAND_MU = 10**8
REPORTING = ("enterprise", "zone")
FACTS = (
    "region_code",
    "zone",
    "industry",
    "group_code",
    "is_above_size",
    "is_high_tech",
    "land_mu",
)


@command(MANAGE, on="organisation")
def enrol(
    *,
    organisation: Organisation,
    region_code: str,
    zone: Organisation | None,
    industry: str,
    group_code: str = "",
    is_above_size: bool = False,
    is_high_tech: bool = False,
    land_mu: Decimal | None = None,
    valid_from: date,
    by: Account,
) -> Unit:
    """Enter an enterprise or zone that reports from a day on.

    Raises:
        InputError: ``STA-320`` where the register already knows it, ``STA-321`` where a fact is impossible.
    """
    unit = Unit(
        organisation=organisation,
        region_code=region_code,
        zone=zone,
        industry=industry,
        group_code=group_code,
        is_above_size=is_above_size,
        is_high_tech=is_high_tech,
        land_mu=land_mu,
        valid_from=valid_from,
    )
    refuse_impossible(unit)
    refuse_known(unit)
    _save(unit)
    note(f"列入填报单位名录：{organisation.label}", about=unit, valid_from=valid_from.isoformat())
    return unit


@command(MANAGE, on="unit")
def move(*, unit: Unit, on: date, by: Account, **changes: Any) -> Unit:
    """Change where a unit belongs from a day on; the row until then stays, so that history is as it was.

    Args:
        unit: the row that holds now.
        on: the first day of the new facts.
        by: who changes the register.
        changes: any of ``FACTS``.

    Raises:
        InputError: ``STA-321`` where a fact is impossible, ``STA-322`` where the row holds no more or began later.
    """
    unknown = sorted(set(changes) - set(FACTS))
    if unknown:
        raise TypeError(f"no facts of a unit: {unknown}")
    before = _open_before(unit, on)
    facts = {name: getattr(before, name) for name in FACTS} | changes
    after = Unit(organisation=before.organisation, valid_from=on, **facts)
    refuse_impossible(after)
    before.valid_to = on
    before.save(update_fields=["valid_to"])
    _save(after)
    note(
        f"填报单位变更：{before.organisation.label}",
        about=after,
        on=on.isoformat(),
        changed=sorted(changes),
    )
    return after


@command(MANAGE, on="unit")
def end(*, unit: Unit, on: date, reason: str, by: Account) -> Unit:
    """Let a unit report no more from a day on; its rows and its returns stay.

    Args:
        unit: the row that holds now.
        on: the first day on which it reports no more.
        reason: why, for the record.
        by: who changes the register.

    Raises:
        InputError: ``STA-322`` where the row holds no more or began later, ``STA-323`` without a reason.
    """
    words = checked(reason, what=_("原因"), limit=LONGEST_REASON)
    if not words:
        raise InputError(
            "STA-323", _("没有写明原因"), _("请写明退出名录的原因"), {"field": "reason"}
        )
    before = _open_before(unit, on)
    before.valid_to = on
    before.save(update_fields=["valid_to"])
    note(
        f"退出填报单位名录：{before.organisation.label}",
        about=before,
        on=on.isoformat(),
        reason=words,
    )
    return before


def refuse_known(unit: Unit) -> None:
    """Refuse to enter a unit that the register has on the day already, or from a later day on."""
    rows = Unit.objects.filter(organisation=unit.organisation)
    if rows.filter(valid_to__isnull=True).exists():
        raise InputError(
            "STA-320",
            _("%(name)s已在填报单位名录中") % {"name": unit.organisation.label},
            _("归属有变化的，请办理变更"),
            {"field": "organisation"},
        )
    later = rows.filter(Q(valid_to__gt=unit.valid_from)).order_by("-valid_to").first()
    if later is not None:
        raise InputError(
            "STA-320",
            _("%(name)s的名录记录到 %(day)s 为止，起始日期不能更早")
            % {"name": unit.organisation.label, "day": f"{later.valid_to:%Y-%m-%d}"},
            _("请核对起始日期；历史记录不作改动"),
            {"field": "valid_from"},
        )


def refuse_impossible(unit: Unit) -> None:
    """Refuse facts that contradict the catalogue, the code of places or each other."""
    wrong = _wrong(unit)
    if wrong is not None:
        field, sentence, hint = wrong
        raise InputError("STA-321", sentence, hint, {"field": field})


def _wrong(unit: Unit) -> tuple[str, str, str] | None:
    if unit.organisation.kind not in REPORTING:
        return "organisation", _("只有企业和先导区可以列入填报单位名录"), _("请核对组织类型")
    try:
        place = PlaceCode.parse(unit.region_code)
    except TermError as error:
        return "region_code", error.sentence, error.hint
    if not load_pack(settings.XIANDAO_PACK).province.contains(place):
        return "region_code", _("“%(code)s”不在本省") % {"code": place}, _("请核对行政区划代码")
    if unit.zone is not None and unit.zone.kind != "zone":
        return "zone", _("“%(name)s”不是先导区") % {"name": unit.zone.label}, _("请选择先导区")
    if unit.zone is not None and unit.organisation.kind == "zone":
        return "zone", _("先导区不能再归属先导区"), _("请留空")
    codes = {industry.code for industry in known_catalogue().industries}
    if unit.industry and unit.industry not in codes:
        return (
            "industry",
            _("产业目录中没有“%(code)s”") % {"code": unit.industry},
            _("请从目录选择"),
        )
    if len(unit.group_code) > LONGEST_GROUP:
        return (
            "group_code",
            _("集团代码超过%(most)d个字符") % {"most": LONGEST_GROUP},
            _("请填写集团代码"),
        )
    if unit.land_mu is not None and not (
        unit.land_mu.is_finite() and 0 <= unit.land_mu < MOST_LAND_MU
    ):
        return "land_mu", _("用地面积应在0到一亿亩之间"), _("请填写亩数")
    return None


def _open_before(unit: Unit, on: date) -> Unit:
    """Return the row as it is now, held, if it is still open and began before the day."""
    before = Unit.objects.select_for_update().get(pk=unit.pk)
    if before.valid_to is not None:
        raise InputError(
            "STA-322",
            _("这条记录已于 %(day)s 终止") % {"day": f"{before.valid_to:%Y-%m-%d}"},
            _("请刷新页面，在最新记录上办理；历史记录不作改动"),
            {"field": "on"},
        )
    if on <= before.valid_from:
        raise InputError(
            "STA-322",
            _("变更日期须晚于现有记录的起始日期 %(day)s")
            % {"day": f"{before.valid_from:%Y-%m-%d}"},
            _("请核对日期；历史记录不作改动"),
            {"field": "on"},
        )
    return before


def _save(unit: Unit) -> None:
    try:
        with transaction.atomic():
            unit.save(force_insert=True)
    except IntegrityError as error:
        raise InputError(
            "STA-320",
            _("%(name)s在这一天已有名录记录") % {"name": unit.organisation.label},
            _("请核对起始日期"),
            {"field": "valid_from"},
        ) from error

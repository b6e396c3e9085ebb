"""Schemes: planted from what comes with the product, drafted from an older version, put in force by a second person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xiandao.evaluate.methods.edition import framework_of
from xiandao.evaluate.methods.recipe import Recipe
from xiandao.evaluate.methods.scheme_book import shipped
from xiandao.evaluate.models import Scheme, SchemeState
from xiandao.evaluate.queries.gathering import told_nodes
from xiandao.registry.commands.acting import command, note
from xiandao.registry.methods.wording import one_line, storable
from xiandao.terms.error import InputError, XiandaoError

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Organisation

MANAGE, PUBLISH = "evaluate.manage", "evaluate.publish"


@command(MANAGE, on="organisation")
def plant(*, organisation: Organisation, by: Account) -> list[Scheme]:
    """Enter the schemes that come with the product as drafts; a version that is there already stays as it is."""
    known = set(Scheme.objects.values_list("code", "version"))
    made = [
        Scheme(
            code=one.code,
            version=one.version,
            title=one.title,
            subject=one.subject,
            clause=one.clause,
            note=one.note,
            nodes=told_nodes(one.nodes),
            recipe=dict(one.recipe),
            valid_from=one.valid_from,
            organisation=organisation,
            made_by=by,
        )
        for one in shipped()
        if (one.code, one.version) not in known
    ]
    Scheme.objects.bulk_create(made)
    note(f"载入随系统提供的评价体系 {len(made)} 个", about=organisation)
    return made


@command(MANAGE, on="scheme")
def draft(
    *, scheme: Scheme, version: str, weights: Mapping[str, float], reason: str, by: Account
) -> Scheme:
    """Draft the next version of a scheme with other weights; the version in force stays as it is.

    Args:
        weights: new weights by code; those not named stay.
        reason: why, kept with the version and named as the clause of each weight that changed.

    Raises:
        InputError: ``EVA-505`` no version or no reason, ``EVA-506`` the version exists, ``EVA-507`` an unknown code,
            ``EVA-010`` weights that make no framework.
    """
    name, words = one_line(version, limit=20), storable(reason).strip()[:200]
    if not name or not words:
        raise InputError(
            "EVA-505",
            _("请填写新版本号和调整理由"),
            _("例如版本“2027”，理由写明依据的文件或会议"),
            {"field": "version" if not name else "reason"},
        )
    unknown = sorted(set(weights) - {node["code"] for node in scheme.nodes if node.get("parent")})
    if unknown:
        raise InputError(
            "EVA-507",
            _("评价体系里没有“%(codes)s”") % {"codes": "、".join(unknown)[:80]},
            _("请刷新页面后重试"),
            {"codes": unknown},
        )
    nodes = [
        {**node, "weight": weights[node["code"]], "clause": words}
        if node["code"] in weights and float(node.get("weight", 1)) != weights[node["code"]]
        else dict(node)
        for node in scheme.nodes
    ]
    framework_of(nodes)
    made = Scheme(
        code=scheme.code, version=name, title=scheme.title, subject=scheme.subject, clause=scheme.clause,
        note=words, nodes=nodes, recipe=scheme.recipe, organisation=scheme.organisation, made_by=by,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise InputError(
            "EVA-506",
            _("已经有“%(version)s”这个版本") % {"version": name},
            _("请换一个版本号"),
            {"field": "version"},
        ) from None
    note(f"拟定评价体系新版本：{made}", about=made, reason=words)
    return made


@command(MANAGE, on="scheme")
def remove(*, scheme: Scheme, by: Account) -> None:
    """Delete a draft; what is or was in force stays for good.

    Raises:
        XiandaoError: ``EVA-529`` it is no draft.
    """
    held = Scheme.objects.select_for_update().filter(pk=scheme.pk).first()
    if held is None or held.state != SchemeState.DRAFT:
        raise XiandaoError(
            "EVA-529",
            _("只有草稿可以删除"),
            _("批准过的版本要留作依据；请刷新页面查看最新状态"),
            {"status": 409},
        )
    note(f"删除评价体系草稿：{held}", about=held, version=held.version)
    held.delete()


@command(PUBLISH, on="scheme")
def approve(*, scheme: Scheme, valid_from: date | None = None, by: Account) -> Scheme:
    """Put a draft in force; the version before it ends. Not by its maker.

    Raises:
        XiandaoError: ``EVA-508`` it is no draft, ``EVA-509`` its maker cannot approve it; InputError: ``EVA-552`` it
            would begin before the version that it follows, ``EVA-554`` it would begin on a day to come.
    """
    held = Scheme.objects.select_for_update().get(pk=scheme.pk)
    if held.state != SchemeState.DRAFT:
        raise XiandaoError(
            "EVA-508",
            _("这一版现在是“%(state)s”，不能再批准") % {"state": held.get_state_display()},
            _("请刷新页面查看最新状态"),
            {"status": 409},
        )
    refuse_maker(held.made_by_id, by)
    refuse_later(valid_from)
    Recipe(held.recipe)
    framework_of(held.nodes)
    day = valid_from or timezone.localdate()
    before = Scheme.objects.select_for_update().filter(code=held.code, state=SchemeState.IN_FORCE)
    refuse_earlier([one.valid_from for one in before], day)
    before.update(state=SchemeState.RETIRED, valid_to=day)
    held.state, held.valid_from = SchemeState.IN_FORCE, day
    held.approved_by, held.approved_at = by, timezone.now()
    held.save()
    scheme.refresh_from_db()
    note(f"批准评价体系：{held}", about=held)
    return held


def refuse_later(day: date | None) -> None:
    """Refuse a day to come: a version is in force from the moment it is approved.

    Raises:
        InputError: ``EVA-554``.
    """
    if day is not None and day > timezone.localdate():
        raise InputError(
            "EVA-554",
            _("启用日期%(day)s还没有到") % {"day": day.isoformat()},
            _("请填写今天或以前的日期；要以后启用的，届时再批准"),
            {"field": "valid_from"},
        )


def refuse_earlier(before: Iterable[date | None], day: date) -> None:
    """Refuse that a version ends before it has begun; ``before`` are the days from which it was in force.

    Raises:
        InputError: ``EVA-552``.
    """
    began = max((one for one in before if one), default=None)
    if began is not None and day < began:
        raise InputError(
            "EVA-552",
            _("启用日期早于现行一版的启用日期%(day)s") % {"day": began.isoformat()},
            _("请填写同一天或更晚的日期"),
            {"field": "valid_from"},
        )


def refuse_maker(maker: int, by: Account) -> None:
    """Refuse that one person does both halves of a matter.

    Raises:
        XiandaoError: ``EVA-509``.
    """
    if maker == by.pk:
        raise XiandaoError(
            "EVA-509",
            _("拟定和批准须由不同的人办理"),
            _("请由另一位有审定权限的人员办理"),
            {"status": 403},
        )


def plain(value: Any) -> float:
    """Return a weight that somebody typed.

    Raises:
        InputError: ``EVA-510``.
    """
    text = str(value).strip()
    try:
        # Python takes "1_0" for ten; nobody writes ten that way.
        number = -1.0 if "_" in text else float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1000:
        raise InputError(
            "EVA-510",
            _("权重“%(value)s”不能用") % {"value": str(value)[:20]},
            _("请填写0至1000之间的数"),
            {"value": str(value)[:20]},
        )
    return number

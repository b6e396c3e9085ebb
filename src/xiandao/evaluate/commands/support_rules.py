"""Support rules: planted from what comes with the product, drafted anew, put in force by a second person, ended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xiandao.evaluate.commands.schemes import refuse_earlier, refuse_later, refuse_maker
from xiandao.evaluate.methods.support_book import shipped
from xiandao.evaluate.methods.support_edit import changed
from xiandao.evaluate.models import SchemeState, SupportRule
from xiandao.evaluate.queries import support_of
from xiandao.registry.commands.acting import command, note
from xiandao.registry.methods.wording import one_line, storable
from xiandao.terms.error import InputError, XiandaoError

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Organisation

MANAGE, PUBLISH = "evaluate.manage", "evaluate.publish"


@command(MANAGE, on="organisation")
def plant(*, organisation: Organisation, by: Account) -> list[SupportRule]:
    """Enter the rules that come with the product as drafts; a version that is there already stays as it is."""
    known = set(SupportRule.objects.values_list("code", "version"))
    made = [
        SupportRule(
            code=one.code,
            version=one.version,
            title=one.title,
            scheme_code=one.scheme,
            clause=one.clause,
            note=one.note,
            rule=dict(one.rule),
            organisation=organisation,
            made_by=by,
        )
        for one in shipped()
        if (one.code, one.version) not in known
    ]
    SupportRule.objects.bulk_create(made)
    note(f"载入随系统提供的支持规则 {len(made)} 个", about=organisation)
    return made


@command(MANAGE, on="rule")
def draft(
    *,
    rule: SupportRule,
    version: str,
    values: Mapping[str, float | str],
    reason: str,
    by: Account,
) -> SupportRule:
    """Draft the next version of a rule with other values; the version in force stays as it is.

    Args:
        values: new values by key, as ``support_edit.editables`` names them; those not named stay.
        reason: why, kept with the version and with each line that changes.

    Raises:
        InputError: ``EVA-505`` no version or no reason, ``EVA-506`` the version exists, ``EVA-590…596`` values that
            make no rule.
    """
    name, words = one_line(version, limit=20), storable(reason).strip()[:200]
    if not name or not words:
        raise InputError(
            "EVA-505",
            _("请填写新版本号和调整理由"),
            _("例如版本“2027”，理由写明依据的文件或会议"),
            {"field": "version" if not name else "reason"},
        )
    told = {key: storable(one) if isinstance(one, str) else one for key, one in values.items()}
    made = SupportRule(
        code=rule.code, version=name, title=rule.title, scheme_code=rule.scheme_code, clause=rule.clause,
        note=words, rule=changed(rule.rule, told, words), organisation=rule.organisation, made_by=by,
        is_demo=rule.is_demo,
    )  # fmt: skip
    _keep(made)
    note(f"拟定支持规则新版本：{made}", about=made, reason=words)
    return made


def _keep(made: SupportRule) -> None:
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise InputError(
            "EVA-506",
            _("已经有“%(version)s”这个版本") % {"version": made.version},
            _("请换一个版本号"),
            {"field": "version"},
        ) from None


@command(PUBLISH, on="rule")
def approve(*, rule: SupportRule, valid_from: date | None = None, by: Account) -> SupportRule:
    """Put a draft in force; the version before it ends. Not by its maker.

    Raises:
        XiandaoError: ``EVA-597`` it is no draft, ``EVA-509`` its maker cannot approve it; InputError: ``EVA-552`` it
            would begin before the version that it follows, ``EVA-554`` on a day to come, ``EVA-593`` it asks for what
            the scheme does not give.
    """
    held = SupportRule.objects.select_for_update().get(pk=rule.pk)
    _refuse_state(held, SchemeState.DRAFT)
    refuse_maker(held.made_by_id, by)
    refuse_later(valid_from)
    read, scheme = support_of.checked(held), support_of.scheme_of(held)
    if scheme is not None:
        scale = support_of.scale_of(scheme.recipe)
        read.refuse_strangers(tuple(support_of.pillar_names(scheme.nodes)), scale)
    day = valid_from or timezone.localdate()
    before = SupportRule.objects.select_for_update().filter(
        code=held.code, organisation=held.organisation, state=SchemeState.IN_FORCE
    )
    refuse_earlier([one.valid_from for one in before], day)
    before.update(state=SchemeState.RETIRED, valid_to=day)
    held.state, held.valid_from = SchemeState.IN_FORCE, day
    held.approved_by, held.approved_at = by, timezone.now()
    held.save()
    rule.refresh_from_db()
    note(f"批准支持规则：{held}", about=held)
    return held


@command(PUBLISH, on="rule")
def retire(*, rule: SupportRule, reason: str, by: Account) -> SupportRule:
    """End a rule without another in its place; what it gave in earlier editions can still be read.

    Raises:
        XiandaoError: ``EVA-597`` it is not in force; InputError: ``EVA-505`` no reason.
    """
    held = SupportRule.objects.select_for_update().get(pk=rule.pk)
    _refuse_state(held, SchemeState.IN_FORCE)
    words = storable(reason).strip()[:200]
    if not words:
        raise InputError(
            "EVA-505", _("请填写停用理由"), _("写明依据的文件或会议"), {"field": "reason"}
        )
    held.state, held.valid_to = SchemeState.RETIRED, timezone.localdate()
    held.save()
    rule.refresh_from_db()
    note(f"停用支持规则：{held}", about=held, reason=words)
    return held


def _refuse_state(held: SupportRule, wanted: SchemeState) -> None:
    if held.state != wanted:
        raise XiandaoError(
            "EVA-597",
            _("这一版现在是“%(state)s”，不能再办理") % {"state": held.get_state_display()},
            _("请刷新页面查看最新状态"),
            {"status": 409},
        )

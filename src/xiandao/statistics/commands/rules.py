"""Rules of checking: those that come with the product, editing them, trying them, switching them on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from xiandao.registry.commands.acting import command, note
from xiandao.registry.methods.wording import storable
from xiandao.statistics.methods.expression import parse
from xiandao.statistics.methods.linting import Flaw, lint
from xiandao.statistics.methods.rule import Rule, of_row, to_row
from xiandao.statistics.methods.rule_problems import bounds
from xiandao.statistics.methods.rule_shorthand import shipped
from xiandao.statistics.models import FormState, FormVersion, RuleVersion
from xiandao.statistics.queries import rules as known
from xiandao.statistics.queries import trials
from xiandao.statistics.queries.forms import in_use
from xiandao.terms.error import InputError, XiandaoError

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Organisation

MANAGE = "statistics.manage"
CODE = re.compile(r"[\w.-]{1,40}")
EXPRESSIONS = ("when", "left", "right")
LONGEST = 2000


@command(MANAGE, on="organisation")
def plant(*, organisation: Organisation, by: Account) -> list[RuleVersion]:
    """Put the rules that come with the product into use; what is there already stays as it is."""
    there = set(RuleVersion.objects.values_list("form_code", "code"))
    rows = [
        _row(rule, organisation, by, is_active=rule.is_active)
        for rules in shipped().values()
        for rule in rules
        if (rule.form, rule.code) not in there
    ]
    made = RuleVersion.objects.bulk_create(rows)
    note(f"载入随系统提供的审核规则 {len(made)} 条", about=organisation)
    return made


@command(MANAGE, on="organisation")
def add(
    *, form_code: str, definition: Mapping[str, Any], organisation: Organisation, by: Account
) -> RuleVersion:
    """Keep a new rule, not yet switched on, with its hit rate on the last two periods.

    Raises:
        InputError: ``STA-251`` the code cannot be so or is taken, and what ``edit`` raises.
    """
    code = str(definition.get("code", "")).strip()
    if not CODE.fullmatch(code):
        raise InputError(
            "STA-251",
            _("规则代码应为1至40个字母、数字或连接号"),
            _("例如 Q-B01"),
            {"field": "code"},
        )
    rule = sound({**definition, "code": code, "form": form_code})
    row = _row(rule, organisation, by, is_active=False)
    row.hit_rate = trials.rates(rule)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise InputError(
            "STA-251",
            _("这张报表已有代码为“%(code)s”的规则") % {"code": code},
            _("请换一个代码，或修改已有的规则"),
            {"field": "code"},
        ) from None
    note(f"新增审核规则：{form_code} {code}", about=row, definition=row.definition)
    return row


@command(MANAGE, on="rule")
def edit(
    *, rule: RuleVersion, definition: Mapping[str, Any], version: int, by: Account
) -> RuleVersion:
    """Change a rule; it is tried on the last two periods and rests until it is switched on again.

    Args:
        rule: as it is kept.
        definition: the fields of ``methods.rule.Rule`` that change; code and form stay.
        version: of the rule as it was seen.

    Raises:
        InputError: what reading the rule raises, with the field; ``STA-252`` a flaw that linting found.
        XiandaoError: ``STA-250`` somebody else was first.
    """
    before = rule.definition
    full = {**before, **definition, "code": rule.code, "form": rule.form_code}
    if any(full.get(name) != before.get(name) for name in (*EXPRESSIONS, "op")):
        full.pop("items", None)
    read = sound(full)
    row = to_row(read) | {"is_active": True}
    _swap(
        rule,
        version,
        {
            "definition": row,
            "severity": read.severity,
            "level": read.level,
            "hit_rate": trials.rates(read),
            "is_active": False,
        },
        by,
    )
    changed = {name: [before.get(name), row[name]] for name in row if before.get(name) != row[name]}
    note(f"修改审核规则：{rule.form_code} {rule.code}", about=rule, changed=changed)
    return rule


@command(MANAGE, on="rule")
def measure(*, rule: RuleVersion, version: int, by: Account) -> RuleVersion:
    """Try a rule anew on the last two periods."""
    _swap(rule, version, {"hit_rate": trials.rates(known.read(rule))}, by)
    note(f"试审规则：{rule.form_code} {rule.code}", about=rule, hit_rate=rule.hit_rate)
    return rule


@command(MANAGE, on="rule")
def switch(*, rule: RuleVersion, on: bool, version: int, by: Account) -> RuleVersion:
    """Switch a rule on or off; on only with its hit rate known on the returns as they are.

    Raises:
        XiandaoError: ``STA-253`` the hit rate is not that of the last two periods, ``STA-250`` somebody was first.
        InputError: ``STA-252`` by now it clashes with a rule that is on.
    """
    if on and not trials.is_fresh(rule.hit_rate, rule.form_code):
        raise XiandaoError(
            "STA-253",
            _("还没有最近两期的命中率，不能启用"),
            _("请先试审，看过命中的单位后再启用"),
            {"status": 409},
        )
    if on:
        sound(rule.definition)
    _swap(rule, version, {"is_active": on}, by)
    word = "启用" if on else "停用"
    note(f"{word}审核规则：{rule.form_code} {rule.code}", about=rule, hit_rate=rule.hit_rate)
    return rule


def sound(definition: Mapping[str, Any]) -> Rule:
    """Return the rule of a definition if nothing keeps it from being switched on.

    Raises:
        InputError: with the field that is wrong; ``STA-252`` for what linting finds.
    """
    rule = _read(definition)
    for flaw in flaws(rule):
        if flaw.is_error:
            raise InputError(
                "STA-252",
                flaw.message,
                _("请按提示修改表达式后再保存"),
                {"field": field_of(flaw, rule), "flaw": flaw.code, "rules": list(flaw.rules)},
            )
    return rule


def flaws(rule: Rule) -> list[Flaw]:
    """Return what linting finds in a rule beside its form and the other rules that are on."""
    forms = {
        row.code: row.form
        for row in FormVersion.objects.filter(state=FormState.IN_USE).exclude(code=rule.form)
    }
    form = in_use(rule.form).form
    found = lint(rule, form, forms=forms, rules=known.active(rule.form))
    if rule.needs_explanation and not rule.is_population and not rule.items:
        found.append(Flaw("STA-252", _("没有涉及本表指标，填报人无处填写说明")))
    return found


def field_of(flaw: Flaw, rule: Rule) -> str:
    """Return the field of a rule beside which a flaw is shown."""
    if flaw.code == "STA-242":
        return "right" if rule.right else "left"
    for name in EXPRESSIONS:
        text = getattr(rule, name)
        if any(re.search(rf"\b{re.escape(item)}\b", text) for item in flaw.items):
            return name
    return "left"


def _read(definition: Mapping[str, Any]) -> Rule:
    given = {
        name: storable(value)[:LONGEST] if isinstance(value, str) else value
        for name, value in definition.items()
    }
    try:
        return of_row(given)
    except InputError as error:
        if "field" in error.details:
            raise
        raise InputError(
            error.code, error.sentence, error.hint, {**error.details, "field": _unreadable(given)}
        ) from None


def _unreadable(given: Mapping[str, Any]) -> str:
    """Return which of the expressions cannot be read."""
    for name in EXPRESSIONS:
        text = str(given.get(name) or "")
        for side in bounds(text) if given.get("op") == "between" and name == "right" else (text,):
            try:
                parse(side or "0")
            except InputError:
                return name
    return "left"


def _row(rule: Rule, organisation: Organisation, by: Account, *, is_active: bool) -> RuleVersion:
    return RuleVersion(
        form_code=rule.form,
        code=rule.code,
        severity=rule.severity,
        level=rule.level,
        definition=to_row(rule) | {"is_active": True},
        is_active=is_active,
        organisation=organisation,
        edited_by=by,
    )


def _swap(rule: RuleVersion, version: int, changes: Mapping[str, Any], by: Account) -> None:
    now = {"version": F("version") + 1, "edited_by": by, "edited_at": timezone.now()}
    if not RuleVersion.objects.filter(pk=rule.pk, version=version).update(**changes, **now):
        last = RuleVersion.objects.select_related("edited_by").get(pk=rule.pk)
        raise XiandaoError(
            "STA-250",
            _("%(who)s已先一步修改这条规则，您的内容没有保存")
            % {"who": last.edited_by.display_name},
            _("请核对最新内容后再保存"),
            {"status": 409, "version": last.version},
        )
    rule.refresh_from_db()

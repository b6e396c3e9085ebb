"""审核规则: what returns are checked by, form by form; writing, trying and switching a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from xiandao.casework.methods.lamps import Lamp, Tone, lit
from xiandao.registry.commands.acting import Refused
from xiandao.statistics.commands import rules as commands
from xiandao.statistics.methods.messages import message_of
from xiandao.statistics.models import Filing, FormState, FormVersion, RuleVersion, Severity
from xiandao.statistics.queries import rules as questions
from xiandao.statistics.queries import trials
from xiandao.statistics.queries.forms import known_to as forms_known_to
from xiandao.statistics.queries.review import filed
from xiandao.statistics.queries.wording import told
from xiandao.statistics.web.filing import whole
from xiandao.statistics.web.rules_forms import RuleForm, formula, level_label, reading, sentence
from xiandao.terms.error import XiandaoError
from xiandao.terms.period import Period
from xiandao.ui import exports
from xiandao.ui.answers import answer
from xiandao.ui.grids import Column, Filter, Grid, Grouping
from xiandao.ui.page import page
from xiandao.ui.spoken import said

if TYPE_CHECKING:
    from xiandao.registry.models import Account
    from xiandao.statistics.methods.form import Form

VIEW, MANAGE, REMIND = "statistics.view", "statistics.manage", "statistics.remind"
TONES = {Severity.MUST: Tone.OVER, Severity.EXPLAIN: Tone.LATE, Severity.HINT: Tone.IDLE}
MOST_UNITS = 100


@page(VIEW, writes=True, methods=("GET", "POST"))
def rules(request: HttpRequest) -> HttpResponse:
    """List the rules by form; whoever manages forms adds one here."""
    account = cast("Account", request.user)
    kept = _forms(account)
    form = RuleForm() if kept else None
    if request.method == "POST":
        if not kept:
            raise PermissionDenied(MANAGE)
        form = RuleForm(request.POST)
        made = _add(form, kept, request, account)
        if made is not None:
            messages.success(request, _("已保存，看过命中率后请启用"))
            return redirect("sta_rule", made.pk)
    grid = _grid(request, account)
    file = exports.wanted(request, grid)
    if file is not None:
        return file
    bad = form is not None and form.is_bound
    context = {
        "grid": grid,
        "form": form,
        "kept": kept,
        "may_plant": account.may_somewhere(MANAGE),
        "chosen": request.POST.get("form_code", request.GET.get("form_code", "")),
        "count": questions.known_to(account).count(),
        "active": questions.known_to(account).filter(is_active=True).count(),
    }
    return answer(request, "statistics/rules.html", context, status=422 if bad else 200)


@page(VIEW, writes=True, methods=("GET", "POST"))
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one rule; its keeper edits, tries and switches it here."""
    account = cast("Account", request.user)
    found = get_object_or_404(questions.known_to(account), pk=pk)
    may_edit = account.may(MANAGE, [found.organisation])
    form, problem = RuleForm(definition=found.definition), None
    if request.method == "POST":
        if not may_edit:
            raise PermissionDenied(MANAGE)
        form = RuleForm(request.POST, definition=found.definition)
        problem = _act(request, found, form, account)
        if problem is None and not (form.is_bound and form.errors):
            return redirect("sta_rule", pk)
        if request.POST.get("act") != "edit":
            form = RuleForm(definition=found.definition)
        found = get_object_or_404(questions.known_to(account), pk=pk)
    context = _context(found, account, form if may_edit else None)
    context["problem"] = problem
    status = 422 if request.method == "POST" else 200
    return answer(request, "statistics/rule.html", context, status=status)


def state_lamp(row: RuleVersion) -> Lamp:
    """Return whether a rule is switched on, as a lamp."""
    return lit(Tone.OK, _("已启用")) if row.is_active else lit(Tone.IDLE, _("未启用"))


def severity_lamp(row: RuleVersion) -> Lamp:
    """Return how grave what it finds is, as a lamp."""
    severity = Severity(row.severity)
    return lit(TONES[severity], str(severity.label))


def rate_in_words(row: RuleVersion) -> str:
    """Return the hit rate of the last periods in one line."""
    rates = [
        f"{said(Period.parse(period).label)} {one['hit']}/{one['checked']}"
        for period, one in sorted(row.hit_rate.items(), reverse=True)
    ]
    return _("；").join(rates) or _("未试审")


def _forms(account: Account) -> list[FormVersion]:
    if not account.may_somewhere(MANAGE):
        return []
    found = FormVersion.objects.filter(state=FormState.IN_USE).select_related("organisation")
    return [row for row in found.order_by("code") if account.may(MANAGE, [row.organisation])]


def _add(
    form: RuleForm, kept: list[FormVersion], request: HttpRequest, account: Account
) -> RuleVersion | None:
    version = next((row for row in kept if row.code == request.POST.get("form_code")), None)
    if version is None:
        form.add_error(None, _("请选择报表"))
    if not form.is_valid() or version is None:
        return None
    try:
        made: RuleVersion = commands.add(
            form_code=version.code,
            definition=form.written(),
            organisation=version.organisation,
            by=account,
        )
    except Refused:
        raise
    except XiandaoError as error:
        form.tell(error)
        return None
    return made


def _act(
    request: HttpRequest, found: RuleVersion, form: RuleForm, account: Account
) -> XiandaoError | None:
    act, version = request.POST.get("act", ""), whole(request.POST.get("version", ""))
    known: dict[str, Any] = {"rule": found, "version": version, "by": account}
    try:
        if act == "edit":
            if not form.is_valid():
                return None
            commands.edit(**known, definition=form.written())
            messages.success(request, _("已保存并试审，看过命中率后请启用"))
        elif act == "measure":
            form.errors.clear()
            commands.measure(**known)
            messages.success(request, _("已用最近两期通过的报表试审"))
        else:
            form.errors.clear()
            commands.switch(**known, on=act == "on")
            messages.success(request, _("规则已启用") if act == "on" else _("规则已停用"))
    except Refused:
        raise
    except XiandaoError as error:
        if act == "edit" and "field" in error.details:
            form.tell(error)
        return error
    return None


def _context(found: RuleVersion, account: Account, form: RuleForm | None) -> dict[str, Any]:
    read = questions.read(found)
    version = FormVersion.objects.filter(code=found.form_code).first()
    definition = version.form if version else None
    reviews = account.may_somewhere(REMIND)
    return {
        "rule": found,
        "definition": read,
        "version": version,
        "severity": severity_lamp(found),
        "state": state_lamp(found),
        "level": level_label(found.level),
        "formula": formula(read),
        "reading": reading(read, definition) if definition else "",
        "sentence": sentence(read, definition) if definition else "",
        "items": [
            definition.item(code)
            for code in dict.fromkeys(one.removesuffix("__ly") for one in read.items)
            if definition and code in definition.codes
        ],
        "flaws": commands.flaws(read) if form else [],
        "form": form,
        "reviews": reviews,
        "rates": sorted(found.hit_rate.items(), reverse=True) if reviews else [],
        "hits": _hits(account, found) if reviews else [],
        "is_fresh": trials.is_fresh(found.hit_rate, found.form_code),
        "story": questions.story(found) if form else [],
        "crumbs": [(_("审核规则"), reverse("sta_rules")), (found.code, "")],
    }


def _hits(account: Account, found: RuleVersion) -> list[tuple[str, list[Filing]]]:
    """Return by period the returns that the rule hits, as far as the account reviews them."""
    by_period: dict[str, list[str]] = {}
    for period, unit in trials.hits(questions.read(found)):
        by_period.setdefault(period, []).append(unit)
    rows = filed(account).filter(round__form__code=found.form_code, stage="approved")
    return [
        (
            period,
            list(
                rows.filter(round__period=period, organisation__code__in=units).order_by(
                    "organisation__official_order", "organisation__code"
                )[:MOST_UNITS]
            ),
        )
        for period, units in by_period.items()
    ]


def _grid(request: HttpRequest, account: Account) -> Grid:
    versions: dict[str, FormVersion] = {}
    for row in forms_known_to(account).exclude(state=FormState.DRAFT).order_by("code", "version"):
        versions[row.code] = row
    forms = {code: row.form for code, row in versions.items()}
    titles = {code: told(row) for code, row in versions.items()}

    def title(row: RuleVersion) -> str:
        return titles.get(row.form_code, row.form_code)

    return Grid(
        request,
        _columns(forms, tells_rate=account.may_somewhere(REMIND)),
        questions.known_to(account).order_by("form_code", "code"),
        name="rules",
        search=("code",),
        filters=[
            Filter("form_code", _("报表"), list(titles.items())),
            Filter("severity", _("级别"), Severity.choices),
            Filter("is_active", _("状态"), [("1", _("已启用")), ("0", _("未启用"))]),
        ],
        groupings=[Grouping("form", _("报表"), title, ("form_code",))],
        default_group="form",
        per_page=100,
        title=_("审核规则"),
        note=_("命中率为最近两期已通过报表中命中的份数和总份数。"),
        is_numbered=False,
    )


def _columns(forms: dict[str, Form], *, tells_rate: bool) -> list[Column]:
    def words(row: RuleVersion) -> str:
        read = questions.read(row)
        form = forms.get(row.form_code)
        return sentence(read, form) if form else told(message_of(read, None))

    rate = Column("rate", _("命中率"), sortable=False, width=170, getter=rate_in_words)
    return [
        Column(
            "code",
            _("规则"),
            kind="link",
            url=lambda row: reverse("sta_rule", args=[row.pk]),
            is_pinned=True,
        ),
        Column("severity", _("级别"), kind="lamp", getter=severity_lamp),
        Column("level", _("层次"), getter=lambda row: level_label(row.level)),
        Column(
            "formula",
            _("审核关系"),
            width=260,
            sortable=False,
            getter=lambda row: formula(questions.read(row)),
        ),
        Column("words", _("命中时的提示"), width=300, sortable=False, getter=words),
        *([rate] if tells_rate else []),
        Column("is_active", _("状态"), kind="lamp", getter=state_lamp),
    ]

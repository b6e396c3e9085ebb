"""What a page about one record or contract does: show its form, enter, change, take out; refusals beside the field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from xiandao.evaluate.queries.written_down import RECORD
from xiandao.evaluate.web.telling import STALE, tell
from xiandao.evaluate.web.written_forms import BodyForm, told_of
from xiandao.terms.error import XiandaoError
from xiandao.ui.answers import answer

if TYPE_CHECKING:
    from xiandao.evaluate.models import Contract, ZoneRecord
    from xiandao.registry.models import Account, Organisation


@dataclass(frozen=True, slots=True)
class Noun:
    """How a kind of thing is called, shown and changed; ``home`` is the page of a body's own things."""

    name: str
    form: type[BodyForm]
    add: Callable[..., Any]
    change: Callable[..., Any]
    remove: Callable[..., Any]
    home: Callable[[Organisation], str]
    crumbs: Callable[[Organisation | None, str], list[tuple[str, str]]]


def entered(
    request: HttpRequest, account: Account, noun: Noun, own: Sequence[Organisation], start: str
) -> HttpResponse:
    """Show an empty form, or enter what was typed into it."""
    if not own:
        raise PermissionDenied(RECORD)
    first = start if any(one.code == start for one in own) else own[0].code
    form = noun.form(request.POST or None, bodies=own, initial={"organisation": first})
    if request.method == "POST" and form.is_valid():
        body = next(one for one in own if one.code == form.cleaned_data["organisation"])
        try:
            made = noun.add(organisation=body, facts=form.facts(), by=account)
        except XiandaoError as error:
            tell(form, error)
        else:
            messages.success(request, _("已登记“%(title)s”") % {"title": made.title})
            return redirect(noun.home(body))
    context = {
        "form": form,
        "noun": noun.name,
        "held": None,
        "may": True,
        "crumbs": noun.crumbs(None, _("登记")),
    }
    return answer(request, "evaluate/written.html", context, status=422 if form.errors else 200)


def kept(
    request: HttpRequest,
    account: Account,
    noun: Noun,
    held: ZoneRecord | Contract,
    told: dict[str, Any],
) -> HttpResponse:
    """Show the form of something that is entered; change it or take it out."""
    may = account.may(RECORD, held.places(RECORD))
    form, status = noun.form(bodies=[held.organisation], initial=told_of(held, noun.form)), 0
    name = type(held)._meta.model_name or ""
    if request.method == "POST":
        if not may:
            raise PermissionDenied(RECORD)
        form = noun.form(request.POST, bodies=[held.organisation])
        act = request.POST.get("act")
        if act not in ("change", "remove"):
            raise Http404
        try:
            if _done(request, account, noun, held, form, act, name):
                return redirect(noun.home(held.organisation))
        except XiandaoError as error:
            if error.details.get("status") != STALE or act != "change":
                raise
            again = _again(noun, held, form, error)
            # Who presses twice finds what was typed in its place already.
            if again is None:
                return redirect(noun.home(held.organisation))
            form, status = again, STALE
    context = {
        "form": form,
        "noun": noun.name,
        "held": held,
        "may": may,
        "crumbs": noun.crumbs(held.organisation, held.title),
        **told,
    }
    return answer(
        request, "evaluate/written.html", context, status=status or (422 if form.errors else 200)
    )


def _again(
    noun: Noun, held: ZoneRecord | Contract, form: BodyForm, error: XiandaoError
) -> BodyForm | None:
    """Return the form as it was typed, with what others have entered meanwhile; None where that is the same."""
    held.refresh_from_db()
    if held.removed_at is not None:
        raise error
    typed = {name: form.data.get(name, "") for name in form.fields} | {"version": held.version}
    fresh = noun.form(typed, bodies=[held.organisation])
    now = told_of(held, noun.form)
    fresh.is_valid()
    others = [
        _("%(label)s：%(value)s")
        % {"label": field.label, "value": _shown(field.field, now[field.name])}
        for field in fresh
        if field.name in form.changed_from(now)
    ]
    if not others:
        return None
    words = _(
        "您打开之后，他人修改过这一项，没有保存；您填写的都还在。下列各项现在登记的与您填写的不同：%(now)s。核对后可以再次保存"
    )
    fresh.add_error(None, words % {"now": _("；").join(others)})
    return fresh


def _shown(field: forms.Field, value: Any) -> str:
    """Return what is entered as people read it."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(field, forms.ChoiceField):
        return str(dict(cast("Any", field.choices)).get(value, value))
    return str(value) if value not in (None, "") else _("没有填写")


def _done(
    request: HttpRequest,
    account: Account,
    noun: Noun,
    held: ZoneRecord | Contract,
    form: BodyForm,
    act: str,
    name: str,
) -> bool:
    if not form.is_valid() and act == "change":
        return False
    subject: dict[str, Any] = {"record" if name == "zonerecord" else name: held}
    version = form.cleaned_data.get("version") or 0
    try:
        if act == "remove":
            noun.remove(**subject, version=version, by=account)
            messages.success(request, _("已注销“%(title)s”") % {"title": held.title})
        else:
            noun.change(**subject, facts=form.facts(), version=version, by=account)
            messages.success(request, _("已保存“%(title)s”") % {"title": held.title})
    except XiandaoError as error:
        tell(form, error)
        return False
    return True

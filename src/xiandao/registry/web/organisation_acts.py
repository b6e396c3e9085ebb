"""The forms by which the chosen organisation is changed, and what each of them does."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiandao.registry.commands import groups, organisations
from xiandao.registry.models import Account, Organisation
from xiandao.registry.models.organisation import OrganisationKind
from xiandao.registry.web.forms import OrganisationField, day_field, tell
from xiandao.terms.error import XiandaoError

ADDED = [choice for choice in OrganisationKind.choices if choice[0] != OrganisationKind.PROVINCE]


class ActForm(forms.Form):
    """A change of the chosen organisation; ``act`` names it in the request."""

    act = ""
    title: str | Promise = ""
    verb: Callable[..., Any]
    target = "organisation"

    def do(self, chosen: Organisation, by: Account) -> None:
        """Run the command."""
        type(self).verb(**{self.target: chosen}, **self.cleaned_data, by=by)


class AliasForm(ActForm):
    """One more name."""

    act, title, verb = "alias", gettext_lazy("新增别名"), organisations.add_alias
    name = forms.CharField(label=gettext_lazy("别名"), max_length=120)
    valid_to = day_field(gettext_lazy("停用日期"), required=False)


class RenameForm(ActForm):
    """Another name from a day on."""

    act, title, verb = "rename", gettext_lazy("更名"), organisations.rename
    name = forms.CharField(label=gettext_lazy("新名称"), max_length=120)
    short_name = forms.CharField(label=gettext_lazy("新简称"), max_length=60, required=False)
    on = day_field(gettext_lazy("生效日期"))


class MoveForm(ActForm):
    """Another parent from a day on."""

    act, title, verb = "move", gettext_lazy("调整隶属关系"), organisations.move
    parent = OrganisationField(label=gettext_lazy("新的上级"))
    on = day_field(gettext_lazy("生效日期"))


class AddForm(ActForm):
    """A new organisation below this one."""

    act, title, verb, target = "add", gettext_lazy("新增下级组织"), organisations.add, "parent"
    code = forms.CharField(label=gettext_lazy("代码"), max_length=32)
    name = forms.CharField(label=gettext_lazy("名称"), max_length=120)
    short_name = forms.CharField(label=gettext_lazy("简称"), max_length=60, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("类型"), choices=ADDED)
    valid_from = day_field(gettext_lazy("启用日期"), required=False)


class CloseForm(ActForm):
    """The end of the organisation."""

    act, title, verb = "close", gettext_lazy("停用组织"), organisations.close
    on = day_field(gettext_lazy("停用日期"))


class MemberForm(ActForm):
    """One more member of a group."""

    act, title, verb, target = "member", gettext_lazy("新增成员"), groups.add_member, "group"
    member = OrganisationField(label=gettext_lazy("成员单位"))


FORMS: dict[str, type[ActForm]] = {
    form.act: form for form in (MemberForm, AliasForm, AddForm, RenameForm, MoveForm, CloseForm)
}


def bound(request: HttpRequest, chosen: Organisation) -> ActForm:
    """Return the form that was sent."""
    act = request.POST.get("act", "")
    if act not in FORMS:
        raise Http404
    return FORMS[act](request.POST, prefix=act)


def perform(form: ActForm, chosen: Organisation, *, by: Account) -> str:
    """Run what the form asks for; return the sentence about it, or nothing where the form says what is wrong."""
    if not form.is_valid():
        return ""
    try:
        form.do(chosen, by)
    except XiandaoError as error:
        tell(form, error)
        return ""
    return _("已办理：%(title)s") % {"title": form.title}


def offered(chosen: Organisation, sent: ActForm | None) -> list[ActForm]:
    """Return every form, the one that was sent with its errors."""
    first = {
        "rename": {"name": chosen.name, "short_name": chosen.short_name, "on": timezone.localdate()}
    }
    return [
        sent if sent is not None and sent.act == act else form(prefix=act, initial=first.get(act))
        for act, form in FORMS.items()
        if (act == MemberForm.act) <= (chosen.kind == OrganisationKind.GROUP)
    ]

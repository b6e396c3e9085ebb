"""Forms: those that come with the product, those that come as a workbook, and putting a version into use."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from xiandao.registry.commands.acting import command, note, require
from xiandao.statistics.methods.form import Form, load
from xiandao.statistics.methods.form_intake import read_form
from xiandao.statistics.methods.form_text import form_text
from xiandao.statistics.models import FormState, FormVersion
from xiandao.terms.error import InputError, XiandaoError

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Organisation

MANAGE = "statistics.manage"


@command(MANAGE, on="organisation")
def plant(*, organisation: Organisation, by: Account) -> list[FormVersion]:
    """Put the forms that come with the product into use, kept by the body; what is there already stays as it is."""
    made = []
    for text in shipped_texts():
        form = load(text)
        if FormVersion.objects.filter(code=form.code).exists():
            continue
        made.append(keep(form, text, FormState.IN_USE, organisation, by))
    note(
        f"载入随系统提供的报表 {len(made)} 张", about=organisation, forms=[row.code for row in made]
    )
    return made


@command(MANAGE, on="organisation")
def import_workbook(*, organisation: Organisation, data: bytes, by: Account) -> FormVersion:
    """Keep a form that came as a workbook as a draft; it is collected once it has been put into use.

    Raises:
        InputError: ``STA-005``, ``STA-101`` … where the workbook cannot be read as a form, ``STA-011`` where the
            version is there already: a version that may have returns never changes.
    """
    form = read_form(data)
    for known in FormVersion.objects.filter(code=form.code):
        require(by, MANAGE, known)
        if known.version == form.version:
            raise InputError(
                "STA-011",
                _("报表“%(code)s”的版本“%(version)s”已经存在")
                % {"code": form.code, "version": form.version},
                _("报表有改动的，请在 settings 工作表中改用新的版本号"),
                {"form": form.code, "version": form.version},
            )
    made = keep(form, form_text(form), FormState.DRAFT, organisation, by)
    note(f"导入报表草案：{made}", about=made, items=len(form.items))
    return made


@command(MANAGE, on="form")
def publish(*, form: FormVersion, by: Account) -> FormVersion:
    """Put a draft into use; the version in use until now is retired, returns made with it keep it.

    Raises:
        XiandaoError: ``STA-010`` where it is no draft any more.
    """
    drafts = FormVersion.objects.filter(pk=form.pk, state=FormState.DRAFT)
    others = FormVersion.objects.filter(code=form.code, state=FormState.IN_USE)
    for other in others.exclude(pk=form.pk):
        require(by, MANAGE, other)
        FormVersion.objects.filter(pk=other.pk).update(state=FormState.RETIRED)
    if not drafts.update(state=FormState.IN_USE):
        raise XiandaoError(
            "STA-010",
            _("这一版报表不是草案，不能再次启用"),
            _("请刷新页面查看现行版本"),
            {"form": form.code, "version": form.version, "status": 409},
        )
    form.refresh_from_db()
    note(f"启用报表：{form}", about=form)
    return form


def keep(
    form: Form, text: str, state: FormState, organisation: Organisation, by: Account
) -> FormVersion:
    """Write one version of a form as it was declared."""
    legal = form.legal
    return FormVersion.objects.create(
        code=form.code,
        version=form.version,
        title=form.title,
        frequency=form.frequency,
        subject=form.subject,
        purpose=form.purpose,
        table_no=legal.table_no,
        authority=legal.authority,
        approval_no=legal.approval_no,
        valid_until=legal.valid_until,
        definition=text,
        state=state,
        organisation=organisation,
        created_by=by,
    )


def shipped_texts() -> list[str]:
    """Return the declarations that come with the product, in the order of their file names."""
    folder = files("xiandao.statistics").joinpath("data/forms")
    found = sorted(folder.iterdir(), key=lambda entry: entry.name)
    return [entry.read_text(encoding="utf-8") for entry in found if entry.name.endswith(".toml")]

"""Forms: planting what is shipped, once, by who may; putting a version into use."""

from dataclasses import replace

import pytest

from xiandao.registry.commands.acting import Refused
from xiandao.statistics.commands import forms
from xiandao.statistics.methods.form import shipped
from xiandao.statistics.methods.form_workbook import form_workbook
from xiandao.statistics.models import FormVersion
from xiandao.terms.error import InputError, XiandaoError


def test_every_shipped_form_is_planted_in_use_with_its_head_and_definition(world):
    rows = {row.code: row for row in FormVersion.objects.all()}
    assert set(rows) == set(shipped())
    for code, form in shipped().items():
        row = rows[code]
        assert (row.state, row.form) == ("in_use", form)
        assert (row.frequency, row.subject, row.purpose) == (
            form.frequency, form.subject, form.purpose,
        )  # fmt: skip


def test_planting_again_changes_nothing(world):
    before = list(FormVersion.objects.values())
    assert forms.plant(organisation=world.top, by=world.statistician) == []
    assert list(FormVersion.objects.values()) == before


@pytest.mark.parametrize("who", ["analyst", "city_statistician_a", "reporter_1"])
def test_forms_are_kept_by_the_statistician_of_the_province(world, who):
    with pytest.raises(Refused):
        forms.plant(organisation=world.top, by=getattr(world, who))
    with pytest.raises(Refused):
        forms.publish(form=world.forms["quick"], by=getattr(world, who))


def test_what_is_in_use_already_is_not_put_into_use_again(world):
    with pytest.raises(XiandaoError) as caught:
        forms.publish(form=world.forms["quick"], by=world.statistician)
    assert caught.value.code == "STA-010"
    world.forms["quick"].refresh_from_db()
    assert world.forms["quick"].state == "in_use"


def workbook(version="2027", title="企业月度快报（新）"):
    form = replace(shipped()["quick"], version=version, title=title)
    return form_workbook(form)


def test_a_workbook_becomes_a_draft_that_says_what_the_workbook_said(world):
    made = forms.import_workbook(organisation=world.top, data=workbook(), by=world.statistician)
    assert (made.state, made.code, made.version) == ("draft", "quick", "2027")
    assert made.form == replace(shipped()["quick"], version="2027", title="企业月度快报（新）")


def test_a_version_that_exists_is_never_replaced(world):
    with pytest.raises(InputError) as caught:
        forms.import_workbook(organisation=world.top, data=workbook("2026"), by=world.statistician)
    assert caught.value.code == "STA-011"
    assert FormVersion.objects.filter(code="quick").count() == 1


def test_the_new_version_retires_the_old_one_which_its_rounds_keep(world, quick):
    made = forms.import_workbook(organisation=world.top, data=workbook(), by=world.statistician)
    forms.publish(form=made, by=world.statistician)
    states = dict(FormVersion.objects.filter(code="quick").values_list("version", "state"))
    assert states == {"2026": "retired", "2027": "in_use"}
    quick.refresh_from_db()
    assert quick.form.version == "2026"


@pytest.mark.parametrize("data", [b"", b"no workbook", b"PK\x03\x04broken"])
def test_what_is_no_workbook_is_refused_and_leaves_nothing(world, data):
    with pytest.raises(InputError):
        forms.import_workbook(organisation=world.top, data=data, by=world.statistician)
    assert not FormVersion.objects.filter(state="draft").exists()

"""Forms on their pages: the legal block, the rows, the checks; a new version comes as a workbook and is compared."""

import io
from dataclasses import replace

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from xiandao.statistics.commands import rules
from xiandao.statistics.methods.form import Legal, shipped
from xiandao.statistics.methods.form_workbook import form_workbook
from xiandao.statistics.models import FormState, FormVersion


@pytest.fixture
def ruled(world):
    rules.plant(organisation=world.top, by=world.statistician)
    return world


def workbook(form, **cells):
    """Return the workbook of a form with some cells of the sheet ``survey`` changed."""
    book = openpyxl.load_workbook(io.BytesIO(form_workbook(form)))
    for cell, value in cells.items():
        book["survey"][cell] = value
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("form.xlsx", out.getvalue())


def newer():
    form = shipped()["quick"]
    items = [
        replace(item, label="期末从业人员数") if item.code == "r01" else item for item in form.items
    ]
    return replace(form, version="2027", items=tuple(items), legal=Legal())


def test_a_form_shows_its_legal_block_its_rows_and_its_checks(ruled, sign_in):
    form = ruled.forms["607-2"]
    text = sign_in(ruled.viewer).get(reverse("sta_form", args=[form.pk])).content.decode()
    for words in (form.table_no, form.authority, "指标解释", "审核关系", "研究开发"):
        assert words in text
    assert "启用这一版" not in text


def test_a_form_without_approval_says_that_it_is_on_trial(ruled, sign_in):
    row = ruled.forms["quick"]
    FormVersion.objects.filter(pk=row.pk).update(approval_no="")
    client = sign_in(ruled.viewer)
    assert "未经批准，试填" in client.get(reverse("sta_form", args=[row.pk])).content.decode()
    assert "未经批准，试填" in client.get(reverse("sta_forms")).content.decode()


def test_definition_and_blank_template_are_workbooks(ruled, sign_in):
    client, pk = sign_in(ruled.viewer), ruled.forms["quick"].pk
    definition = client.get(reverse("sta_form_workbook", args=[pk]))
    assert openpyxl.load_workbook(io.BytesIO(definition.content)).sheetnames[:2] == [
        "survey",
        "choices",
    ]
    template = client.get(reverse("sta_form_template", args=[pk]))
    assert "填报表" in openpyxl.load_workbook(io.BytesIO(template.content)).sheetnames


def test_a_new_version_is_imported_compared_and_put_into_use(ruled, sign_in):
    client = sign_in(ruled.statistician)
    answer = client.post(reverse("sta_form_import"), {"workbook": workbook(newer())})
    draft = FormVersion.objects.get(version="2027")
    assert (draft.state, answer.url) == (FormState.DRAFT, reverse("sta_form", args=[draft.pk]))

    text = client.get(answer.url).content.decode()
    assert "与现行版本对照" in text
    assert "期末从业人员数" in text
    assert sign_in(ruled.viewer).get(answer.url).status_code == 404
    client.post(answer.url)
    draft.refresh_from_db()
    ruled.forms["quick"].refresh_from_db()
    assert (draft.state, ruled.forms["quick"].state) == (FormState.IN_USE, FormState.RETIRED)


def test_what_is_wrong_with_a_workbook_is_told_by_sheet_and_cell(ruled, sign_in):
    client = sign_in(ruled.statistician)
    answer = client.post(reverse("sta_form_import"), {"workbook": workbook(newer(), A3="dezimal")})
    assert answer.status_code in {400, 422}
    assert "survey" in answer.content.decode()
    assert "A3" in answer.content.decode()
    broken = SimpleUploadedFile("form.xlsx", b"no workbook at all")
    assert client.post(reverse("sta_form_import"), {"workbook": broken}).status_code in {400, 422}
    assert not FormVersion.objects.filter(version="2027").exists()


@pytest.mark.parametrize("name", ["analyst", "viewer", "reporter_1", "city_statistician_a"])
def test_others_import_and_publish_nothing(ruled, sign_in, name):
    client = sign_in(getattr(ruled, name))
    sent = client.post(reverse("sta_form_import"), {"workbook": workbook(newer())})
    assert sent.status_code == 403
    assert client.post(reverse("sta_form", args=[ruled.forms["quick"].pk])).status_code == 403

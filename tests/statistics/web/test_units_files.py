"""Many units through the pages: the template, a trial, the file marked, written whole or not at all."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.statistics import world as factory
from xiandao.statistics.models import Unit, UnitSheet


@pytest.fixture
def newcomer(world):
    return factory.body(
        "E-7", "望海新单位有限公司", "enterprise", "000001000003000001000003", world.county_b, 1, "990201"
    )  # fmt: skip


def filled(client, *rows):
    """Return the downloaded template with rows below its headings."""
    template = client.get(reverse("sta_units_template"))
    book = openpyxl.load_workbook(io.BytesIO(template.content))
    for line, row in enumerate(rows, 2):
        for at, value in row.items():
            book["填报单位"][f"{at}{line}"] = value
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("名录.xlsx", out.getvalue())


def test_a_sound_file_is_tried_and_then_written(world, newcomer, sign_in):
    client = sign_in(world.statistician)
    file = filled(
        client,
        {"A": "E-7", "J": "2026-10-01"},
        {"A": "E-3", "C": "990101", "D": "Z-A", "J": "2026-11-01"},
    )
    trial = client.post(reverse("sta_units_upload"), {"file": file})
    held = UnitSheet.objects.get()
    assert trial.url == reverse("sta_units_trial", args=[held.pk])
    told = client.get(trial.url).content.decode()
    assert "将列入名录" in told
    assert "将办理变更" in told
    assert not newcomer.reporting_units.exists()
    assert held.name in client.get(reverse("sta_units_upload")).content.decode()
    answer = client.post(reverse("sta_units_take", args=[held.pk]), {"act": "take"})
    assert "新列入 1 家，变更 1 家" in client.get(answer.url).content.decode()
    assert newcomer.reporting_units.get().region_code == "990201"
    assert world.ent_3.reporting_units.count() == 2


def test_a_wrong_file_comes_back_marked_and_writes_nothing(world, newcomer, sign_in):
    client = sign_in(world.statistician)
    file = filled(client, {"A": "E-7", "J": "2026-10-01"}, {"A": "E-404", "J": "2026-10-01"})
    trial = client.post(reverse("sta_units_upload"), {"file": file})
    held = UnitSheet.objects.get()
    told = client.get(trial.url).content.decode()
    assert "E-404" in told
    assert "A3" in told
    assert "写入名录</button>" not in told
    marked = client.get(reverse("sta_units_marked", args=[held.pk]))
    book = openpyxl.load_workbook(io.BytesIO(marked.content))
    assert "E-404" in book["填报单位"]["A3"].comment.text
    assert "核对清单" in book.sheetnames
    refused = client.post(reverse("sta_units_take", args=[held.pk]), {"act": "take"})
    assert refused.status_code == 409
    assert not newcomer.reporting_units.exists()


def test_a_file_can_be_put_aside(world, newcomer, sign_in):
    client = sign_in(world.statistician)
    client.post(
        reverse("sta_units_upload"), {"file": filled(client, {"A": "E-7", "J": "2026-10-01"})}
    )
    held = UnitSheet.objects.get()
    client.post(reverse("sta_units_take", args=[held.pk]), {"act": "discard"})
    assert client.get(reverse("sta_units_marked", args=[held.pk])).status_code == 404
    again = client.post(reverse("sta_units_take", args=[held.pk]), {"act": "take"})
    assert again.status_code == 409
    assert not newcomer.reporting_units.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"file": SimpleUploadedFile("a.xlsx", b"no workbook")},
        {"file": SimpleUploadedFile("a.exe", b"MZ")},
    ],
)
def test_what_is_no_workbook_is_refused_beside_the_field(world, sign_in, sent):
    answer = sign_in(world.statistician).post(reverse("sta_units_upload"), sent)
    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()
    assert not UnitSheet.objects.exists()


def test_nobody_else_gets_at_a_file(world, newcomer, sign_in):
    client = sign_in(world.statistician)
    client.post(
        reverse("sta_units_upload"), {"file": filled(client, {"A": "E-7", "J": "2026-10-01"})}
    )
    held = UnitSheet.objects.get()
    for who in ("city_statistician_a", "analyst", "reporter_1"):
        other = sign_in(getattr(world, who))
        assert other.get(reverse("sta_units_template")).status_code == 403
        assert other.get(reverse("sta_units_trial", args=[held.pk])).status_code == 403
        assert (
            other.post(reverse("sta_units_take", args=[held.pk]), {"act": "take"}).status_code
            == 403
        )
    assert Unit.objects.filter(organisation=newcomer).count() == 0

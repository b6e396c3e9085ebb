"""四地画像: one bar a zone whose parts filter the list; suggestions confirmed with one click; forms and workbooks."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.evaluate import entered
from tests.policy import ledgers
from xiandao.evaluate.models import Intake, TargetRole, ZoneRecord
from xiandao.evaluate.web.role_bars import Piece, role_bar

NEW = {"organisation": "Z-1", "kind": "project", "title": "新基地", "act": "change"}


@pytest.fixture
def known(world):
    entered.records(world)
    return world


def text(response):
    return response.content.decode()


def zone_url(code="Z-1", part=""):
    return reverse("eva_roles_zone", args=[code]) + (f"?part={part}" if part else "")


def rows(page):
    return re.findall(r'/evaluate/records/\d+">([^<]+)</a>', page)


def test_a_part_of_the_bar_leads_to_exactly_its_records_without_a_script(known, sign_in):
    client = sign_in(known.zone_reporter)
    page = text(client.get(zone_url()))
    assert 'class="fill role-origin"' in page
    assert len(rows(page)) == 4
    for part, titles in (
        ("origin", {"关键核心技术攻关", "样机"}), ("cluster", {"量产生产线"}), ("open", {"公共中试基地"}), ("testbed", set()),
    ):  # fmt: skip
        assert f"{zone_url()}?part={part}" in page
        assert set(rows(text(client.get(zone_url(part=part))))) == titles
    assert client.get(zone_url(part="x")).status_code == 404


def test_a_zone_comes_to_its_own_page_and_to_no_other(known, sign_in):
    client = sign_in(known.zone_reporter)
    assert client.get(reverse("eva_roles")).headers["Location"] == zone_url()
    assert client.get(zone_url("Z-5")).status_code == 404
    other = ZoneRecord.objects.get(organisation=known.zone_5)
    assert client.get(reverse("eva_record", args=[other.pk])).status_code == 404


def test_the_province_sees_a_bar_for_each_zone(known, sign_in):
    page = text(sign_in(known.analyst).get(reverse("eva_roles")))
    assert page.count('class="rolebar"') == 3
    assert "还没有登记" in page
    assert f"{zone_url('Z-5')}?part=application" in page


def test_more_zones_are_not_more_queries(known, sign_in, django_assert_max_num_queries):
    client = sign_in(known.analyst)
    client.get(reverse("eva_roles"))
    with django_assert_max_num_queries(20):
        client.get(reverse("eva_roles"))
    with django_assert_max_num_queries(25):
        client.get(zone_url())


def test_a_suggestion_is_confirmed_with_one_click_and_says_which_word(known, sign_in):
    client = sign_in(known.zone_reporter)
    row = ZoneRecord.objects.get(role="", organisation=known.zone_1)
    page = text(client.get(zone_url(part="open")))
    assert "建议试验地：含“中试基地”" in page
    assert client.post(zone_url(), {"confirm": f"{row.pk}.{row.version}"}).status_code == 302
    row.refresh_from_db()
    assert (row.role, row.role_reason) == ("testbed", "含“中试基地”，依据Z三(二)")
    assert client.post(zone_url(), {"confirm": f"{row.pk}.1"}).status_code == 404
    viewer = sign_in(known.viewer)
    assert 'name="confirm"' not in text(viewer.get(zone_url()))


def test_ticked_records_get_one_role_and_foreign_ones_none(known, sign_in):
    client = sign_in(known.zone_reporter)
    held = ZoneRecord.objects.filter(organisation=known.zone_1)
    own = [f"{one.pk}.{one.version}" for one in held]
    other = f"{ZoneRecord.objects.get(organisation=known.zone_5).pk}.1"
    page = text(client.get(zone_url()))
    assert all(f'name="records" value="{one}"' in page for one in own)
    told = {"role": "cluster", "role_reason": "论证会", "records": own}
    assert client.post(zone_url(), told | {"records": [*own, other]}).status_code == 404
    assert client.post(zone_url(), told | {"role_reason": ""}).status_code == 422
    assert "请选择1至500项" in text(client.post(zone_url(), told | {"records": []}))
    assert client.post(zone_url(), told).status_code == 302
    late = client.post(zone_url(), told | {"role": "origin", "role_reason": "另一位写的理由"})
    assert late.status_code == 422
    assert "他人刚改过" in text(late)
    assert "另一位写的理由" in text(late)
    roles = ZoneRecord.objects.filter(organisation=known.zone_1).values_list("role", flat=True)
    assert set(roles) == {"cluster"}


def test_a_record_is_entered_changed_and_taken_out_by_form(known, sign_in):
    client = sign_in(known.zone_reporter)
    new = reverse("eva_record_new")
    wrong = client.post(new, NEW | {"role": "origin"})
    assert wrong.status_code == 422
    assert "没有写定位理由" in text(wrong)
    assert client.post(new, NEW).headers["Location"] == zone_url()
    held = ZoneRecord.objects.get(title="新基地")
    url = reverse("eva_record", args=[held.pk])
    assert client.post(url, NEW | {"title": "改名", "version": 1}).status_code == 302
    late = client.post(url, NEW | {"act": "change", "title": "又改", "version": 1})
    assert late.status_code == 409
    assert "您填写的不同：名称：改名" in text(late)
    assert 'value="又改"' in text(late)
    assert client.post(url, {"act": "remove", "version": 1}).status_code == 409
    assert client.post(url, {"act": "remove", "version": 2}).status_code == 302
    assert client.get(url).status_code == 404
    assert sign_in(known.viewer).get(new).status_code == 403


def test_the_list_goes_out_as_a_workbook_with_text_for_formulas(known, sign_in):
    ZoneRecord.objects.filter(title="样机").update(title="=1+1")
    client = sign_in(known.zone_reporter)
    file = client.get(zone_url(), {"export": "records", "part": "origin"})
    parts = zipfile.ZipFile(io.BytesIO(file.content))
    assert b"<f>" not in b"".join(parts.read(name) for name in parts.namelist() if "sheet" in name)


def test_a_workbook_is_tried_given_back_marked_and_taken(known, sign_in):
    client = sign_in(known.zone_reporter)
    upload = reverse("eva_records_upload")
    assert client.get(reverse("eva_records_template")).content[:2] == b"PK"
    assert client.post(upload).status_code == 422
    head = "先导区代码,类别,名称\n"

    def sent(rows):
        file = SimpleUploadedFile("表.csv", (head + rows).encode())
        return client.post(upload, {"file": file}, follow=True)

    page = text(sent("Z-1,项目,甲\nZ-9,项目,乙\n"))
    assert "A3" in page
    assert "改正之前一行也不写入" in page
    held = Intake.objects.latest("pk")
    marked = client.get(reverse("eva_intake_marked", args=[held.pk]))
    assert marked.content[:2] == b"PK"
    take = reverse("eva_intake_take", args=[held.pk])
    assert client.post(take, {"act": "take"}).status_code == 409
    sent("Z-1,项目,甲\n")
    take = reverse("eva_intake_take", args=[Intake.objects.latest("pk").pk])
    assert client.post(take, {"act": "take"}).status_code == 302
    assert ZoneRecord.objects.filter(title="甲").exists()
    assert sign_in(known.analyst).get(reverse("eva_intake", args=[held.pk])).status_code == 404


def test_a_bar_of_nothing_says_so_and_a_label_never_leaves_its_part():
    assert "还没有登记" in role_bar([Piece("origin", "策源地", 0)])
    drawn = role_bar([Piece("origin", "策源地", 99), Piece("open", "<b>", 1)], has_labels=True)
    assert drawn.count("<text") == 1
    assert "<b>" not in drawn


def test_targets_stand_under_their_role_and_the_analyst_settles_them(db, monkeypatch, sign_in):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args, **_named: ledgers.TODAY)
    ledger = ledgers.with_items(ledgers.build())
    client = sign_in(ledger.analyst)
    url, item = reverse("eva_roles"), ledger.items[0]
    assert "建议集聚地：含“先导区”" in text(client.get(url))
    assert client.post(url, {"item": item.pk, "act": "confirm"}).status_code == 302
    assert TargetRole.objects.get().role == "cluster"
    told = {"item": item.pk, "act": "give", "role": "origin"}
    assert client.post(url, told).status_code == 422
    assert client.post(url, told | {"role_reason": "会议"}).status_code == 302
    assert TargetRole.objects.get().role == "origin"
    assert client.post(url, {"item": item.pk, "act": "withdraw"}).status_code == 302
    assert not TargetRole.objects.exists()
    assert sign_in(ledger.officer).post(url, told | {"role_reason": "会议"}).status_code in (
        403,
        404,
    )


def test_who_has_no_zone_in_reach_is_told_so(known, sign_in):
    entered.institutes(known)
    page = text(sign_in(known.clerk).get(reverse("eva_roles")))
    assert "您的范围内没有先导区。" in page
    assert "rolebar" not in page

"""A ledger workbook goes out, is filled in, and comes back: differences first, then all or nothing."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from tests.policy import ledgers
from tests.policy.ledgers import changed, workbook

pytestmark = pytest.mark.django_db


def hand_in(client, data, name="台账.xlsx"):
    return client.post(reverse("ledger_import"), {"file": SimpleUploadedFile(name, data)})


def looked_at(client, data):
    """Hand a workbook in and return the page of differences with the upload."""
    from xiandao.policy.models import Upload

    answer = hand_in(client, data)
    assert answer.status_code == 302, answer.content.decode()
    upload = Upload.objects.latest("pk")
    return client.get(answer["Location"]).content.decode(), upload


def confirm(client, upload, **said):
    lines = client.get(reverse("upload", args=[upload.pk])).context["stale_lines"]
    said = {"stale_lines": ",".join(str(line) for line in lines)} | said
    return client.post(reverse("upload_confirm", args=[upload.pk]), said)


def test_an_unchanged_workbook_changes_nothing(world, sign_in):
    client = sign_in(world.analyst)
    text, upload = looked_at(client, workbook(world))
    assert "没有需要保存的修改" in text
    assert confirm(client, upload).status_code == 409


def test_nothing_is_saved_before_the_differences_were_confirmed(world, sign_in):
    client, item = sign_in(world.analyst), world.items[3]
    text, upload = looked_at(client, changed(workbook(world), {"C7": "建立健全统计监测制度"}))
    assert "建立统计监测制度" in text
    assert "建立健全统计监测制度" in text
    item.refresh_from_db()
    assert item.title == "建立统计监测制度"
    assert confirm(client, upload).status_code == 302
    item.refresh_from_db()
    assert (item.title, item.version) == ("建立健全统计监测制度", 2)
    change = item.changes.get()
    assert (change.field, change.before, change.door, change.by) == (
        "title", "建立统计监测制度", "excel", world.analyst,
    )  # fmt: skip


def test_every_editable_column_comes_back_in(world, sign_in):
    client, item = sign_in(world.analyst), world.items[0]
    cells = {
        "D4": "=1+1 分三批建设", "E4": "不少于35个·2027年", "F4": "省经信厅", "G4": "省发展改革委、省财政厅",
        "H4": "产业处/王工", "J4": 18, "M4": "２２", "N4": "第三批5个完成公示", "O4": "1,820.5", "Q4": "-用地指标不足",
        "R4": "推进中",
    }  # fmt: skip
    text, upload = looked_at(client, changed(workbook(world), cells))
    assert "处错误" not in text, text
    assert confirm(client, upload).status_code == 302
    item.refresh_from_db()
    assert item.measure == "=1+1 分三批建设"
    assert (item.value, item.comparator, item.unit) == (35, "ge", "个")
    assert (item.lead, item.lead_name) == (world.jxt, "省经信厅")
    assert list(item.parties.values_list("name", "organisation")) == [
        ("省发展改革委", world.fgw.pk), ("省财政厅", None),
    ]  # fmt: skip
    assert (item.division, item.person, item.status) == ("产业处", "王工", "under_way")
    assert (str(item.funds_cny_10k), item.issues) == ("1820.50", "-用地指标不足")
    reports = {one.period: (one.value, one.words) for one in item.progress.all()}
    assert reports == {"2026Q1": (18, ""), "2026Q4": (22, "第三批5个完成公示")}


def test_a_lead_that_no_organisation_answers_to_is_pointed_out(world, sign_in):
    text, _upload = looked_at(
        sign_in(world.analyst), changed(workbook(world), {"F4": "省不存在厅"})
    )
    assert "名录中没有这个单位" in text
    text, _upload = looked_at(
        sign_in(world.analyst), changed(workbook(world), {"F4": "省经信厅（推定）"})
    )
    assert "名录中没有这个单位" not in text


def test_a_new_row_becomes_a_new_item_of_its_paper(world, sign_in):
    from xiandao.policy.models import Item

    client = sign_in(world.analyst)
    cells = {"B9": f"{ledgers.TITLE}·二", "C9": "发布白皮书", "E9": "2份·2027年", "F9": "省科技厅"}
    _text, upload = looked_at(client, changed(workbook(world), cells))
    assert confirm(client, upload).status_code == 302
    item = Item.objects.get(number=6)
    assert (item.title, item.kind, item.value, item.clause, item.lead) == (
        "发布白皮书", "target", 2, world.clauses[1], world.kjt,
    )  # fmt: skip
    assert item.due_on.isoformat() == "2027-12-31"


def test_a_missing_row_is_said_and_stays(world, sign_in):
    from xiandao.policy.models import Item

    client = sign_in(world.analyst)
    book = load_workbook(BytesIO(workbook(world)))
    book["任务台账"].delete_rows(5)
    book["任务台账"]["C4"] = "先导区建设"
    stream = BytesIO()
    book.save(stream)
    text, upload = looked_at(client, stream.getvalue())
    assert "没有的 1 行：不会删除" in text
    assert confirm(client, upload).status_code == 302
    assert Item.objects.count() == 5
    assert Item.objects.get(number=2).title == "前瞻技术研发项目"


def test_moved_and_inserted_rows_and_columns_still_meet_their_items(world, sign_in):
    client = sign_in(world.analyst)
    book = load_workbook(BytesIO(workbook(world)))
    sheet = book["任务台账"]
    first, last = ([cell.value for cell in sheet[line]] for line in (4, 8))
    for column, (one, two) in enumerate(zip(last, first, strict=True), 1):
        sheet.cell(4, column, one)
        sheet.cell(8, column, two)
    sheet.unmerge_cells("A1:S1")
    sheet.unmerge_cells("A2:Q2")
    sheet.unmerge_cells("R2:S2")
    sheet.insert_cols(4)
    sheet["D3"] = "我的备注"
    sheet.insert_rows(6)
    sheet["C9"] = "未来产业先导区（更名）"
    sheet.title = "改了名"
    stream = BytesIO()
    book.save(stream)
    text, upload = looked_at(client, stream.getvalue())
    assert "我的备注" in text
    assert confirm(client, upload).status_code == 302
    titles = [item.title for item in world.paper.items.order_by("number")]
    assert titles[0] == "未来产业先导区（更名）"
    assert titles[4] == "开放科研设施"


def test_errors_come_back_in_the_clerks_own_file_and_nothing_is_saved(world, sign_in):
    client = sign_in(world.analyst)
    cells = {
        "C4": "先导区", "E4": "很多个", "I5": "2027年2月30日", "O6": "一千", "M7": "#DIV/0!", "R8": "快了", "U4": "我自己的备注",
    }  # fmt: skip
    data = changed(workbook(world), cells)
    book = load_workbook(BytesIO(data))
    book["任务台账"]["M7"].data_type = "e"
    stream = BytesIO()
    book.save(stream)
    text, upload = looked_at(client, stream.getvalue())
    assert "有 5 处错误" in text
    refused = confirm(client, upload)
    assert refused.status_code == 409
    assert world.items[0].__class__.objects.get(number=1).title == "未来产业先导区"
    answer = client.get(reverse("upload_marked", args=[upload.pk]))
    marked = load_workbook(BytesIO(answer.content))
    table, problems = marked["任务台账"], marked["问题清单"]
    noted = {cell.coordinate for row in table.iter_rows() for cell in row if cell.comment}
    assert noted == {"E4", "I5", "O6", "M7", "R8"}
    assert all(table[place].fill.fgColor.rgb == "FFFDE2DF" for place in noted)
    assert table["U4"].value == "我自己的备注"
    assert [row[1].value for row in problems.iter_rows(min_row=2)] == ["E4", "I5", "O6", "M7", "R8"]
    assert "不是可识别的目标" in table["E4"].comment.text


def test_a_mended_file_loses_its_old_marks(world, sign_in):
    client = sign_in(world.analyst)
    _text, upload = looked_at(client, changed(workbook(world), {"O6": "一千", "O7": "两千"}))
    marked = client.get(reverse("upload_marked", args=[upload.pk])).content
    _text, again = looked_at(client, changed(marked, {"O6": 1000}))
    table = load_workbook(BytesIO(client.get(reverse("upload_marked", args=[again.pk])).content))[
        "任务台账"
    ]
    assert table["O6"].comment is None
    assert table["O6"].fill.fill_type is None
    assert table["O7"].comment is not None


def test_a_stale_row_shows_both_values_and_waits_for_a_decision(world, sign_in):
    from xiandao.policy.commands import items

    client, item = sign_in(world.analyst), world.items[3]
    data = changed(workbook(world), {"C7": "我的标题"})
    items.edit(item=item, changes={"title": "同事的标题"}, version=1, by=world.second)
    text, upload = looked_at(client, data)
    assert "同事的标题" in text
    assert "我的标题" in text
    assert confirm(client, upload).status_code == 409
    item.refresh_from_db()
    assert item.title == "同事的标题"
    assert confirm(client, upload, all="keep").status_code == 302
    item.refresh_from_db()
    assert item.title == "同事的标题"


def test_a_stale_row_is_saved_when_the_file_is_to_win(world, sign_in):
    from xiandao.policy.commands import items

    client, item = sign_in(world.analyst), world.items[3]
    data = changed(workbook(world), {"C7": "我的标题"})
    items.edit(
        item=item, changes={"title": "同事的标题", "person": "张工"}, version=1, by=world.second
    )
    _text, upload = looked_at(client, data)
    assert confirm(client, upload, **{"line-7": "mine"}).status_code == 302
    item.refresh_from_db()
    assert (item.title, item.person) == ("我的标题", "张工")


def test_an_edit_between_looking_and_confirming_is_noticed(world, sign_in):
    from xiandao.policy.commands import items

    client, item = sign_in(world.analyst), world.items[3]
    _text, upload = looked_at(client, changed(workbook(world), {"C7": "我的标题"}))
    items.edit(item=item, changes={"title": "同事的标题"}, version=1, by=world.second)
    answer = client.post(reverse("upload_confirm", args=[upload.pk]), {"stale_lines": ""})
    assert answer.status_code == 409
    item.refresh_from_db()
    assert item.title == "同事的标题"


def test_a_saved_workbook_cannot_be_saved_twice(world, sign_in):
    client = sign_in(world.analyst)
    _text, upload = looked_at(client, changed(workbook(world), {"C7": "一次"}))
    url = reverse("upload_confirm", args=[upload.pk])
    assert client.post(url).status_code == 302
    assert client.post(url).status_code == 409


def test_an_officer_reports_in_excel_but_cannot_change_the_rest(world, sign_in):
    client, item = sign_in(world.officer), world.items[0]
    data = workbook(world, world.officer)
    text, _upload = looked_at(client, changed(data, {"C4": "改名", "N4": "已公示"}))
    assert "您没有修改「重点任务」的权限" in text
    _text, upload = looked_at(client, changed(data, {"N4": "已公示"}))
    assert confirm(client, upload).status_code == 302
    assert item.progress.get().words == "已公示"


def test_an_item_of_another_organisation_in_the_hidden_sheet_is_refused(world, sign_in):
    client = sign_in(world.stranger)
    text, upload = looked_at(client, changed(workbook(world), {"C7": "偷改"}))
    assert "不在您可见的范围" in text
    assert confirm(client, upload).status_code == 409
    assert world.paper.items.get(number=4).title == "建立统计监测制度"


def test_another_accounts_upload_does_not_exist(world, sign_in):
    _text, upload = looked_at(sign_in(world.analyst), workbook(world))
    other = sign_in(world.second)
    assert other.get(reverse("upload", args=[upload.pk])).status_code == 404
    assert other.get(reverse("upload_marked", args=[upload.pk])).status_code == 404
    assert other.post(reverse("upload_confirm", args=[upload.pk])).status_code == 404


def plain_workbook():
    book, stream = Workbook(), BytesIO()
    book.active["A1"] = "别的表"
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "文件是空的"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "旧版 .xls"),
        (b"<html></html>", "不是 .xlsx"),
        (plain_workbook(), "不是从本系统导出"),
        (b"PK\x03\x04broken", "损坏"),
    ],
)
def test_what_is_no_ledger_workbook_is_refused_beside_the_field(world, sign_in, data, words):
    from xiandao.policy.models import Upload

    answer = hand_in(sign_in(world.analyst), data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Upload.objects.exists()


def test_a_new_row_of_a_foreign_paper_is_an_error(world, sign_in):
    text, _upload = looked_at(
        sign_in(world.analyst), changed(workbook(world), {"B9": "别的文件·一", "C9": "新事项"})
    )
    assert "任务来源不是这本台账的文件" in text

"""Saving a workbook: all or nothing, with the history and the versions of single edits."""

from datetime import datetime

import pytest

from tests.policy.ledgers import changed, many, workbook
from xiandao.policy.commands import exports, imports, rows
from xiandao.policy.methods.ledger_findings import Diff
from xiandao.policy.methods.workbook import ledger_workbook
from xiandao.policy.models import Item, Upload
from xiandao.terms.error import InputError, XiandaoError

pytestmark = pytest.mark.django_db


def taken(world, cells, by=None):
    data = changed(workbook(world), cells)
    return imports.take(data, name="台账.xlsx", by=by or world.analyst)


def test_a_failure_in_the_middle_saves_nothing(world, monkeypatch):
    upload = taken(world, {"C4": "甲", "C5": "乙", "C6": "丙"})
    calls = []

    def fail_at_the_third(item, row, writer):
        calls.append(item)
        if len(calls) == 3:
            raise RuntimeError("power cut")
        return written(item, row, writer)

    written = rows.update
    monkeypatch.setattr(rows, "update", fail_at_the_third)
    with pytest.raises(RuntimeError):
        imports.confirm(upload=upload, choices={}, by=world.analyst)
    assert not Item.objects.filter(title__in=["甲", "乙", "丙"]).exists()
    assert Upload.objects.get().state == "waiting"


def test_the_outcome_adds_up_to_the_rows_of_the_file(world):
    outcome = imports.confirm(
        upload=taken(world, {"C4": "甲", "C9": "新"}), choices={}, by=world.analyst
    )
    assert outcome == {"changed": 1, "new": 1, "kept": 0, "unchanged": 4}


def test_the_content_goes_when_it_is_no_longer_needed(world):
    upload = taken(world, {"C4": "甲"})
    imports.confirm(upload=upload, choices={}, by=world.analyst)
    upload.refresh_from_db()
    assert (bytes(upload.content), upload.cells, upload.state) == (b"", "", "saved")
    other = taken(world, {"C4": "乙"})
    imports.discard(upload=other, by=world.analyst)
    other.refresh_from_db()
    assert (bytes(other.content), other.state) == (b"", "discarded")


def test_old_workbooks_give_way_to_new_ones(world):
    for number in range(imports.MOST_WAITING + 2):
        taken(world, {"C4": f"第{number}版"})
    assert Upload.objects.filter(state="waiting").count() == imports.MOST_WAITING


def test_nobody_saves_another_accounts_workbook(world):
    upload = taken(world, {"C4": "甲"})
    with pytest.raises(XiandaoError, match="已经处理过了"):
        imports.confirm(upload=upload, choices={}, by=world.second)


def test_a_broken_workbook_is_not_kept(world):
    with pytest.raises(InputError):
        imports.take(b"PK\x03\x04nothing", name="x.xlsx", by=world.analyst)
    assert not Upload.objects.exists()


def test_a_lead_that_is_marked_as_inferred_becomes_certain_when_the_mark_is_taken_away(world):
    Item.objects.filter(pk=world.items[0].pk).update(lead_inferred=True)
    imports.confirm(upload=taken(world, {"F4": "省科技厅"}), choices={}, by=world.analyst)
    world.items[0].refresh_from_db()
    assert (world.items[0].lead_inferred, world.items[0].lead) == (False, world.kjt)


def test_many_rows_are_saved_in_few_statements(world, django_assert_max_num_queries):
    many(world, 300)
    upload = taken(world, {f"Q{line}": "缺地" for line in range(4, 304)})
    with django_assert_max_num_queries(350):
        outcome = imports.confirm(upload=upload, choices={}, by=world.analyst)
    assert outcome["changed"] == 300


def test_numbers_of_several_papers_are_numbered_through(world):
    from xiandao.policy.methods.ledger_columns import OfficialRow

    same = [OfficialRow(1, item=5), OfficialRow(1, item=6)]
    assert [one.number for one in exports.in_order(same, [6, 5])] == [1, 2]


def test_nothing_to_save_is_said(world):
    with pytest.raises(XiandaoError, match="没有修改"):
        imports.confirm(upload=taken(world, {}), choices={}, by=world.analyst)
    assert imports.rows_to_save(Diff((), (), (), 0), {}) == []


def test_a_new_row_goes_to_the_clerks_own_paper_whatever_papers_the_file_names(world):
    from datetime import date

    from tests.policy.factories import person
    from xiandao.policy.models import Paper
    from xiandao.registry.models import Organisation

    city = Organisation.objects.create(
        code="9901",
        name="澜州市",
        kind="city",
        path="000001000009",
        parent=world.province,
        name_key="澜州市",
    )
    clerk = person("city", city, "analyst")
    Paper.objects.filter(pk=world.paper.pk).update(organisation=world.province)
    own = Paper.objects.create(
        title=world.paper.title, state="active", text="正文", organisation=city, added_by=clerk,
        issued_on=date(2020, 1, 1),
    )  # fmt: skip
    # The province's paper is in force above the city, so the clerk sees it and may name it in the hidden sheet.
    for source in ("", f"{own.title}·一"):
        data = ledger_workbook(
            [], title="任务台账", scope="全部", made_by="甲", made_at=datetime(2026, 11, 22), period="2026Q4",
            papers=[world.paper.pk, own.pk],
        )  # fmt: skip
        upload = imports.take(
            changed(data, {"B4": source, "C4": f"塞进上级台账{source}"}), name="台账.xlsx", by=clerk
        )
        imports.confirm(upload=upload, choices={}, by=clerk)
    assert world.paper.items.count() == len(world.items)
    assert {item.organisation for item in own.items.all()} == {city}
    assert own.items.count() == 2

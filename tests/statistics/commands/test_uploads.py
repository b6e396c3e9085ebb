"""A workbook in place of typing: tried out first, given back marked, taken over only when its reporter says so."""

import io

import pytest
from openpyxl import load_workbook

from tests.statistics import world as factory
from tests.statistics.methods.books import edited
from tests.statistics.returns import SOUND, filed, whole
from xiandao.registry.commands.acting import Refused
from xiandao.statistics.commands import filings, reviews, rules, uploads
from xiandao.statistics.methods.marked import Mark, marked
from xiandao.statistics.models import Filing, FilingStage, ReturnUpload, ReturnUploadState
from xiandao.statistics.web.filing_files import workbook_of
from xiandao.terms.error import InputError, XiandaoError


@pytest.fixture
def draft(world, quick):
    rules.plant(organisation=world.top, by=world.statistician)
    return factory.filing_of(quick, world.ent_1)


def written(filing, values):
    """The return's own template, filled in as an office program would do it."""

    def fill(book):
        sheet = book["填报表"]
        rows = {cell.value: cell.row for cell in sheet["B"] if cell.value}
        form = filing.round.form.form
        heads = {}
        for row in sheet.iter_rows(min_row=1, max_row=15):
            for cell in row:
                text = str(cell.value or "")
                heads.setdefault(
                    "now" if text.startswith("本期") else "ly" if "上年同期" in text else "",
                    cell.column,
                )
        for name, value in values.items():
            item = form.item(name)
            column = heads["ly" if name.endswith("__ly") else "now"]
            sheet.cell(rows[item.row], column).value = value

    return edited(workbook_of(filing), fill)


def number(values):
    return {name: int(value) for name, value in values.items()}


def receive(filing, by, values, name="快报.xlsx"):
    return uploads.receive(filing=filing, data=written(filing, number(values)), name=name, by=by)


def test_an_upload_is_tried_out_and_changes_nothing(world, draft):
    held = receive(draft, world.reporter_1, whole({"r80": "500"}))
    assert held.state == ReturnUploadState.WAITING
    assert held.outcome["is_sound"]
    assert Filing.objects.get(pk=draft.pk).values == {}
    assert {change[0] for change in held.outcome["changes"]} >= {"r01", "r13", "r65__ly"}
    assert any(mark["severity"] == "must" and mark["cell"] for mark in held.outcome["marks"])


def test_the_marked_file_is_the_reporter_s_own_with_its_cells_coloured(world, draft):
    held = receive(draft, world.reporter_1, whole({"r80": "500"}))
    marks = [Mark(**row) for row in held.outcome["marks"]]
    book = load_workbook(io.BytesIO(marked(bytes(held.content), marks)))
    mark = next(one for one in marks if one.severity == "must" and one.cell)
    cell = book["填报表"][mark.cell]
    assert cell.comment is not None
    assert cell.fill.fgColor.rgb not in (None, "00000000")


def test_what_was_broken_is_marked_mended_taken_and_filed(world, draft):
    broken = receive(draft, world.reporter_1, whole({"r80": "500"}))
    mended = receive(draft, world.reporter_1, whole(), name="快报_改.xlsx")
    broken.refresh_from_db()
    assert (broken.state, bytes(broken.content)) == (ReturnUploadState.DISCARDED, b"")
    done = uploads.take(upload=mended, by=world.reporter_1)
    assert {name: done.values[name] for name in SOUND} == SOUND
    assert {row.source for row in done.changes.all()} == {"workbook"}
    done = filed(done, world.reporter_1)
    assert done.stage == FilingStage.CITY
    mended.refresh_from_db()
    assert (mended.state, bytes(mended.content)) == (ReturnUploadState.TAKEN, b"")


def test_a_file_is_decided_about_once(world, draft):
    held = receive(draft, world.reporter_1, whole())
    uploads.take(upload=held, by=world.reporter_1)
    for again in (uploads.take, uploads.discard):
        with pytest.raises(XiandaoError) as refused:
            again(upload=held, by=world.reporter_1)
        assert refused.value.code == "STA-360"


def test_a_file_with_cells_that_cannot_be_read_is_not_taken(world, draft):
    held = uploads.receive(
        filing=draft, data=written(draft, {"r65": "很多"}), name="x.xlsx", by=world.reporter_1
    )
    assert not held.outcome["is_sound"]
    with pytest.raises(XiandaoError) as refused:
        uploads.take(upload=held, by=world.reporter_1)
    assert refused.value.code == "STA-361"
    assert Filing.objects.get(pk=draft.pk).values == {}


def test_a_return_that_was_changed_since_is_not_overwritten(world, draft):
    held = receive(draft, world.reporter_1, whole())
    current = factory.filing_of(draft.round, world.ent_1)
    filings.save(filing=current, values={"r01": "7"}, version=current.version, by=world.reporter_1)
    with pytest.raises(XiandaoError) as lost:
        uploads.take(upload=held, by=world.reporter_1)
    assert lost.value.code == "STA-364"
    assert Filing.objects.get(pk=draft.pk).values == {"r01": "7"}
    held.refresh_from_db()
    assert held.state == ReturnUploadState.WAITING


def test_the_file_of_another_unit_or_period_cannot_be_taken(world, draft, quick):
    theirs = factory.filing_of(quick, world.ent_2)
    before = factory.filing_of(factory.opened(world, period="2026-09"), world.ent_1)
    for other in (theirs, before):
        data = written(other, number(whole()))
        held = uploads.receive(filing=draft, data=data, name="x.xlsx", by=world.reporter_1)
        assert any(mark["severity"] == "must" for mark in held.outcome["marks"])
        with pytest.raises(XiandaoError) as refused:
            uploads.take(upload=held, by=world.reporter_1)
        assert refused.value.code == "STA-361"
    assert Filing.objects.get(pk=draft.pk).values == {}


def test_what_cannot_be_read_as_a_return_is_not_kept_at_all(world, draft):
    for data in (b"", b"PK\x03\x04 broken", b"%PDF-1.7 nothing", b"\x00" * 100):
        with pytest.raises(XiandaoError):
            uploads.receive(filing=draft, data=data, name="x.xlsx", by=world.reporter_1)
    assert not ReturnUpload.objects.exists()


@pytest.mark.parametrize(
    "name", ["reporter_2", "zone_reporter", "city_statistician_a", "statistician"]
)
def test_nobody_else_hands_in_takes_or_discards_a_file(world, draft, name):
    account = getattr(world, name)
    data = workbook_of(draft)
    with pytest.raises(Refused):
        uploads.receive(filing=draft, data=data, name="x.xlsx", by=account)
    held = uploads.receive(filing=draft, data=data, name="x.xlsx", by=world.reporter_1)
    for verb in (uploads.take, uploads.discard):
        with pytest.raises(Refused):
            verb(upload=held, by=account)


def test_a_filed_return_takes_no_file(world, draft):
    data = workbook_of(draft)
    done = filed(draft, world.reporter_1)
    with pytest.raises(XiandaoError) as refused:
        uploads.receive(filing=done, data=data, name="x.xlsx", by=world.reporter_1)
    assert refused.value.code == "STA-343"


def test_after_approval_a_file_too_needs_its_reason(world, draft):
    done = filed(draft, world.reporter_1)
    done = reviews.act(
        filing=done, transition="pass", version=done.version, by=world.city_statistician_a
    )
    done = reviews.act(
        filing=done, transition="approve", version=done.version, by=world.statistician
    )
    done = reviews.act(
        filing=done,
        transition="return",
        version=done.version,
        words="请核实",
        by=world.statistician,
    )
    held = receive(done, world.reporter_1, whole({"r01": "121"}))
    with pytest.raises(InputError) as refused:
        uploads.take(upload=held, by=world.reporter_1)
    assert refused.value.code == "STA-346"
    assert uploads.take(upload=held, reason="漏报一人", by=world.reporter_1).values["r01"] == "121"

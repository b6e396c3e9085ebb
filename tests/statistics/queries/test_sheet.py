"""The sheet of a return: values beside what was known before, what is wrong beside the cells, nobody else's hands."""

import pytest

from tests.statistics import world as factory
from tests.statistics.returns import SOUND
from xiandao.statistics.models import Finding
from xiandao.statistics.queries.sheet import sheet


@pytest.fixture
def filing(world, quick):
    return factory.filing_of(quick, world.ent_1)


def rows(page):
    return {row.item.code: row for section in page.sections for row in section.rows}


def test_every_row_of_the_form_stands_once_in_its_section_and_order(world, filing):
    page = sheet(filing, world.reporter_1)
    codes = [row.item.code for section in page.sections for row in section.rows]
    assert codes == list(filing.round.form.form.codes)
    assert (rows(page)["r166"].depth, rows(page)["r80"].depth, rows(page)["r01"].depth) == (2, 1, 0)


def test_last_period_and_what_the_system_knows_stand_beside_an_empty_cell(world, filing):
    before = factory.opened(world, period="2026-09")
    factory.write(factory.filing_of(before, world.ent_1), values={"r01": "118"})
    filing.prefill = {
        "r01": {"value": "118", "source": "2026年9月快报", "as_of": "2026-09-30"},
        "r13": {"value": "9", "source": "x", "as_of": ""},
    }
    page = sheet(filing, world.reporter_1)
    row = rows(page)["r01"]
    assert (row.last, row.now.can_adopt, page.last_label, page.adoptable) == (
        "118",
        True,
        "2026-09",
        1,
    )
    assert rows(page)["r13"].now.prefill is None
    filing.values = {"r01": "120"}
    assert not rows(sheet(filing, world.reporter_1))["r01"].now.can_adopt


def test_only_the_reporter_may_edit_and_only_while_it_is_with_it(world, filing):
    assert sheet(filing, world.reporter_1).can_edit
    for name in ("city_statistician_a", "statistician", "zone_reporter"):
        assert not sheet(filing, getattr(world, name)).can_edit
    for stage, may in {"returned": True, "city": False, "approved": False, "void": False}.items():
        assert sheet(factory.write(filing, stage), world.reporter_1).can_edit is may


def test_findings_marks_and_words_stand_at_their_row_and_the_rest_above(world, filing):
    filing.marked_cells = {"r65__ly": "核对", "r01": ""}
    filing.explanations = {"r01": "属实"}
    for item, severity in (("r01", "explain"), ("r01__ly", "must"), ("", "must")):
        Finding.objects.create(
            filing=filing, rule="X", severity=severity, item=item, message="问题",
            needs_explanation=severity == "explain",
        )  # fmt: skip
    page = sheet(filing, world.reporter_1)
    row = rows(page)["r01"]
    assert (row.worst, len(row.findings), row.wants_words, row.explanation) == (
        "must",
        2,
        True,
        "属实",
    )
    assert (row.sent_back, rows(page)["r65"].sent_back, rows(page)["r02"].sent_back) == (
        "",
        "核对",
        None,
    )
    assert (row.now.worst, row.prior.worst) == ("explain", "must")
    assert len(page.general) == 1


def test_after_a_conflict_both_texts_are_shown_where_they_differ(world, filing):
    filing.values = {"r01": "120", "r14": "1000", "r22": "5"}
    page = sheet(
        filing,
        world.reporter_1,
        typed={"r01": "121", "r14": "1,000", "r22": "", "r30": "7"},
        is_conflict=True,
    )
    found = rows(page)
    assert (found["r01"].now.value, found["r01"].now.theirs) == ("121", "120")
    assert found["r14"].now.theirs is None
    assert (found["r22"].now.value, found["r22"].now.theirs) == ("", "5")
    assert found["r30"].now.theirs == ""
    assert rows(sheet(filing, world.reporter_1, typed={"r01": "121"}))["r01"].now.theirs is None


def test_how_much_is_filled_counts_what_the_reporter_fills(world, filing):
    filing.values = {**SOUND, "r13": "10000"}
    page = sheet(filing, world.reporter_1)
    assert (page.filled, page.total) == (29, 29)


def test_a_choice_of_last_period_stands_there_in_words(world):
    before = factory.opened(world, "zone-quarter", "2026Q2")
    factory.write(factory.filing_of(before, world.zone_a), values={"r801": "up"})
    now = factory.filing_of(factory.opened(world, "zone-quarter", "2026Q3"), world.zone_a)
    row = rows(sheet(now, world.zone_reporter))["r801"]
    assert row.last == dict(row.item.choices)["up"] != "up"

"""A return that was sent back: its reporter mends it, everybody else reads what was filed until it is filed again."""

from importlib import import_module
from io import BytesIO

import openpyxl
import pytest
from django.apps import apps
from django.urls import reverse

from tests.statistics import returns
from tests.statistics import world as factory
from xiandao.statistics.commands import filings, reviews
from xiandao.statistics.models import Filing, FilingStage
from xiandao.statistics.queries.as_filed import as_filed, as_seen, filed_values
from xiandao.statistics.queries.comparison import comparison
from xiandao.statistics.queries.history import history_of, others_of
from xiandao.statistics.queries.sheet import sheet

FILED, MENDED = "8000", "8765"
WORDS = "重新核对过的说明"


def sent_back(world, found, by=None):
    """The return of the first enterprise, filed and sent back."""
    done = returns.filed(factory.filing_of(found, world.ent_1), world.reporter_1)
    return reviews.act(
        filing=done, transition="return", version=done.version, words="请核实",
        cells={"r22": "请核实"}, by=by or world.city_statistician_a,
    )  # fmt: skip


def mended(world, filing):
    """The same return, saved and not filed yet: another figure, other words, another signature, consent."""
    return filings.save(
        filing=filing, values={"r22": MENDED}, explanations={"r22": WORDS}, people={"head": "新负责人"},
        has_consent=True, version=filing.version, by=world.reporter_1,
    )  # fmt: skip


@pytest.fixture
def filing(world, quick):
    return mended(world, sent_back(world, quick))


def values_of(page):
    return {row.item.code: row.now.value for part in page.sections for row in part.rows}


def test_the_sheet_shows_the_reporter_what_stands_there_and_reviewers_what_was_filed(world, filing):
    own = values_of(sheet(filing, world.reporter_1))
    assert (own["r22"], own["r13"]) == (MENDED, "10765")
    for account in (world.city_statistician_a, world.statistician):
        page = sheet(filing, account)
        seen = values_of(page)
        assert (seen["r22"], seen["r13"]) == (FILED, "10000")
        assert page.filing.people == returns.PEOPLE
        assert not page.filing.has_consent
        assert WORDS not in str([row.explanation for part in page.sections for row in part.rows])


def test_the_comparison_of_a_reviewer_is_made_of_what_was_filed(filing):
    line = next(line for line in comparison(filing).lines if line.item.code == "r22")
    assert (str(line.value), line.explanation) == (FILED, "")


def test_findings_made_while_mending_are_the_reporters_alone(world, filing):
    broken = filings.save(
        filing=filing,
        values={"r01": None, "r80": None},
        version=filing.version,
        by=world.reporter_1,
    )
    assert broken.must_count + broken.explain_count
    own = sheet(broken, world.reporter_1)
    other = sheet(broken, world.statistician)
    assert any(row.findings for part in own.sections for row in part.rows) or own.general
    assert not any(row.findings for part in other.sections for row in part.rows)
    assert not any(line.findings for line in comparison(broken).lines)
    assert as_filed(broken).must_count == as_filed(broken).explain_count == 0


def test_once_filed_again_the_new_text_is_everybodys(world, filing):
    for code in {row.item for row in filing.findings.all() if row.needs_explanation}:
        filing = filings.save(
            filing=filing, values={}, explanations={code.removesuffix("__ly"): "属实"},
            version=filing.version, by=world.reporter_1,
        )  # fmt: skip
    done = filings.submit(filing=filing, version=filing.version, by=world.reporter_1)
    assert done.stage == FilingStage.CITY
    assert done.as_filed == {}
    assert values_of(sheet(done, world.statistician))["r22"] == MENDED


def test_an_approved_return_sent_back_is_read_as_it_was_approved(world, quick):
    done = returns.filed(factory.filing_of(quick, world.ent_1), world.reporter_1)
    done = returns.passed(done, world.city_statistician_a)
    done = returns.approved(done, world.statistician)
    back = reviews.act(
        filing=done, transition="return", version=done.version, words="核", by=world.statistician
    )
    kept = filings.save(
        filing=back,
        values={"r22": MENDED},
        version=back.version,
        reason="录错",
        by=world.reporter_1,
    )
    seen = as_seen(world.statistician, kept)
    assert (seen.values["r22"], seen.changes_since_approval) == (FILED, 0)
    assert kept.changes_since_approval > 0


def test_what_other_returns_are_checked_against_is_what_was_filed(world, filing):
    later = factory.opened(world, period="2026-11", due_on=factory.DUE)
    other = factory.filing_of(later, world.ent_1)
    assert str(dict(history_of(other))[factory.PERIOD]["r22"]) == FILED
    assert {str(values["r22"]) for values in others_of(
        Filing(round=factory.planned(world, "607-2", "2026"), organisation=world.ent_1)
    ).values() if "r22" in values} <= {FILED}  # fmt: skip


def shown(client, name, filing):
    return client.get(reverse(name, args=[filing.pk]))


@pytest.mark.parametrize("name", ["sta_filing", "sta_review_filing", "sta_filing_history"])
def test_no_page_of_a_reviewer_holds_anything_that_is_not_filed(world, filing, sign_in, name):
    page = shown(sign_in(world.statistician), name, filing).content.decode()
    assert "重新报出后才能看到" in page
    for secret in ("8765", "8,765", "10765", "10,765", WORDS, "新负责人"):
        assert secret not in page, secret


@pytest.mark.parametrize("name", ["sta_filing", "sta_filing_history"])
def test_the_pages_of_the_reporter_show_what_was_saved(world, filing, sign_in, name):
    page = shown(sign_in(world.reporter_1), name, filing).content.decode()
    assert "8765" in page
    assert "重新报出后才能看到" not in page


def test_the_workbook_of_a_reviewer_is_filled_with_what_was_filed(world, filing, sign_in):
    def cells(account):
        file = shown(sign_in(account), "sta_filing_template", filing).content
        book = openpyxl.load_workbook(BytesIO(file))
        return {cell.value for page in book for row in page.iter_rows() for cell in row}

    assert 8000 in cells(world.statistician)
    assert not {8765, WORDS, "新负责人"} & cells(world.statistician)
    assert {8765, "新负责人"} <= cells(world.reporter_1)


def test_the_queue_counts_what_was_filed(world, filing, sign_in):
    filings.save(
        filing=filing,
        values={"r01": None, "r80": None},
        version=filing.version,
        by=world.reporter_1,
    )
    client = sign_in(world.statistician)
    address = f"{reverse('sta_review')}?round={filing.round_id}&show=all"
    grid = client.get(address).context["grid"]
    counts = {column.key: column.getter for column in grid.columns if column.getter}
    row = Filing.objects.get(pk=filing.pk)
    assert row.must_count or row.explain_count
    assert counts["must_count"](row) is counts["explain_count"](row) is None


def test_a_return_that_is_mended_is_never_counted_among_those_without_problems(
    world, filing, sign_in
):
    filing.findings.all().delete()
    address = f"{reverse('sta_review')}?round={filing.round_id}&show=all&problem="
    client = sign_in(world.statistician)
    name = filing.organisation.name
    assert name not in client.get(f"{address}green").content.decode()
    assert name in client.get(f"{address}open").content.decode()


def test_returns_that_stood_sent_back_before_this_was_kept_get_their_filed_values(world, filing):
    Filing.objects.filter(pk=filing.pk).update(as_filed={})
    step = import_module("xiandao.statistics.migrations.0003_filing_as_filed")
    step.keep(apps, None)
    kept = Filing.objects.get(pk=filing.pk)
    assert (filed_values(kept)["r22"], filed_values(kept)["r13"]) == (FILED, "10000")
    assert kept.as_filed["explanations"] == {}
    assert kept.values["r22"] == MENDED

"""Papers: taken in once, read in a bounded way, put into force only when everything is decided."""

import pytest

from tests.policy.factories import TEXT, active_paper, paper_from
from xiandao.policy.commands import papers
from xiandao.policy.models import Paper, Proposal
from xiandao.registry.models import Document
from xiandao.terms.error import InputError, XiandaoError

pytestmark = pytest.mark.django_db


def test_a_paper_is_kept_with_its_head_its_clauses_and_what_was_read(paper):
    assert paper.title == "示范省人民政府关于培育未来产业的意见"
    assert paper.doc_number == "示政发〔2026〕8号"
    assert paper.issued_on.isoformat() == "2026-03-02"
    assert {"target", "milestone", "benefit"} <= set(paper.proposals.values_list("kind", flat=True))
    for row in paper.proposals.all():
        assert paper.text[row.start : row.end] == row.text
    assert paper.readings.count() == 1
    assert paper.source.size == len(TEXT.encode())


def test_a_clause_hangs_below_the_clause_whose_number_begins_its_own(paper):
    inner = paper.clauses.get(path="二（一）")
    assert inner.parent.path == "二"
    assert paper.clauses.get(path="二").parent is None


def test_nothing_read_enters_the_ledger_by_itself(paper):
    assert paper.items.count() == 0
    assert set(paper.proposals.values_list("state", flat=True)) == {"proposed"}


@pytest.mark.parametrize("again", [TEXT, TEXT.replace("50个", "60个")], ids=["text", "number"])
def test_the_same_paper_is_not_taken_in_twice_and_its_place_is_told(province, paper, again):
    with pytest.raises(XiandaoError) as refused:
        paper_from(again, by=province.analyst, kept_by=province.top)
    assert refused.value.code == "POL-409"
    assert refused.value.details["paper"] == paper.pk


def test_a_paper_without_a_number_is_known_by_its_text(province):
    text = TEXT.replace("示政发〔2026〕8号\n", "")
    first = paper_from(text, by=province.analyst, kept_by=province.top)
    with pytest.raises(XiandaoError) as refused:
        paper_from(text, by=province.analyst, kept_by=province.top)
    assert refused.value.details["paper"] == first.pk


def test_another_ledger_may_keep_the_same_paper(province, paper):
    own = paper_from(TEXT, by=province.city_analyst, kept_by=province.b9901)
    assert own.pk != paper.pk


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "POL-101"),
        ("今天天气很好，我们去公园玩。".encode(), "POL-002"),
        (b"%PDF-1.7 broken", "POL"),
        (b"PK\x03\x04 broken", "POL"),
        (b"\x89PNG\r\n\x1a\n", "POL-103"),
    ],
)
def test_what_is_no_policy_paper_is_refused_and_leaves_nothing(province, data, code):
    with pytest.raises(InputError) as refused:
        papers.add(
            data=data, filename="x", kept_by=papers.KeptBy(province.top), by=province.analyst
        )
    assert refused.value.code.startswith(code)
    assert refused.value.hint
    assert not Paper.objects.exists()
    assert not Document.objects.exists()


def test_a_text_longer_than_a_web_request_should_read_is_refused(province, monkeypatch):
    monkeypatch.setattr(papers, "MOST_CHARACTERS", 100)
    with pytest.raises(InputError) as refused:
        paper_from(TEXT, by=province.analyst, kept_by=province.top)
    assert refused.value.code == "POL-104"


def test_forms_that_need_a_foreign_parser_are_opened_in_a_child_process(province, monkeypatch):
    asked = []

    def limited(function, data, **others):
        asked.append(function)
        return TEXT

    monkeypatch.setattr(papers, "run_limited", limited)
    papers.add(
        data=b"<html><body>x</body></html>", filename="a.html",
        kept_by=papers.KeptBy(province.top), by=province.analyst,
    )  # fmt: skip
    assert asked == ["xiandao.policy.methods.intake:text_of"]


def test_somebody_without_the_right_reads_no_file_at_all(province, monkeypatch):
    monkeypatch.setattr(papers, "read", lambda *_, **__: pytest.fail("read"))
    with pytest.raises(XiandaoError) as refused:
        paper_from(TEXT, by=province.officer, kept_by=province.top)
    assert refused.value.details["status"] == 403


def test_the_ledger_waits_until_everything_is_decided(province, paper):
    with pytest.raises(XiandaoError) as refused:
        papers.activate(paper=paper, by=province.analyst)
    assert refused.value.details["waiting"] == paper.proposals.count()
    paper.refresh_from_db()
    assert paper.state == "reading"


def test_the_ledger_comes_into_force_once_everything_is_decided(province):
    assert active_paper(TEXT, by=province.analyst, kept_by=province.top).state == "active"


def test_reading_again_proposes_only_what_is_new_and_keeps_decisions(province, paper):
    first = paper.proposals.order_by("start").first()
    Proposal.objects.filter(pk=first.pk).update(state="rejected", kind="scope")
    gone = paper.proposals.order_by("start").last()
    place = (gone.start, gone.end)
    gone.delete()
    before = paper.proposals.count()
    papers.reread(paper=paper, by=province.analyst)
    assert paper.readings.count() == 2
    assert paper.proposals.count() == before + 1
    assert paper.proposals.filter(start=place[0], end=place[1], state="proposed").exists()
    first.refresh_from_db()
    assert (first.state, first.kind) == ("rejected", "scope")


def test_the_file_of_a_draft_is_the_keepers_and_opens_to_those_below_once_the_paper_is_in_force(
    province,
):
    from xiandao.registry.queries import documents

    below, keeper = province.city_analyst, province.analyst
    draft = paper_from(TEXT, by=keeper, kept_by=province.top)
    assert documents.may_open(keeper, draft.source)
    assert not documents.may_open(below, draft.source)
    draft.delete()
    active = active_paper(TEXT, by=keeper, kept_by=province.top)
    assert documents.may_open(below, active.source)
    assert documents.may_open(province.viewer, active.source)


def test_the_file_of_a_city_in_force_stays_hidden_from_its_peers(province):
    from xiandao.registry.queries import documents

    active = active_paper(TEXT, by=province.city_analyst, kept_by=province.b9901)
    assert documents.may_open(province.viewer, active.source)
    assert not documents.may_open(province.city_officer, active.source)

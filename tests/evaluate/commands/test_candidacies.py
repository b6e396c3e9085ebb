"""Candidacies: only the candidate fills in and hands in, of two at once one wins, what was handed in stays."""

import pytest

from tests.evaluate import candidates
from xiandao.evaluate.commands import candidacies
from xiandao.evaluate.commands.candidacies import number_of
from xiandao.evaluate.models import Candidacy, CandidacyState, Claim
from xiandao.registry.models import Document
from xiandao.terms.error import XiandaoError


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    """Documents of one test are not those of another."""
    settings.XIANDAO_DOCUMENTS = tmp_path / "documents"


@pytest.fixture
def draft(world):
    return candidates.opened(world)


def code_of(action):
    with pytest.raises(XiandaoError) as found:
        action()
    return found.value.code


def claim(draft, by, **changes):
    told = {"code": "talent", "value": "3", "version": draft.version, "by": by}
    return candidacies.claim(candidacy=draft, **{**told, **changes})


def test_only_the_own_body_is_put_forward_and_only_by_who_records_for_it(world):
    for by, at in ((world.zone_reporter, world.zone_2), (world.analyst, world.zone_1)):
        assert code_of(lambda by=by, at=at: candidates.opened(world, by=by, at=at)) in {
            "EVA-630",
            "REG-403",
        }
    assert code_of(lambda: candidates.opened(world, by=world.officer, at=world.bureau)) == "EVA-630"
    assert candidates.opened(world, by=world.city_officer, at=world.city_a).state == "draft"


def test_a_superior_cannot_fill_in_what_a_candidate_has(world, draft):
    assert code_of(lambda: claim(draft, world.city_officer)) == "EVA-630"
    assert code_of(lambda: claim(draft, world.other_reporter)) == "REG-403"
    assert not Claim.objects.exists()


def test_of_two_who_fill_in_at_once_one_wins_and_nothing_of_the_other_is_kept(world, draft):
    stale = Candidacy.objects.get(pk=draft.pk)
    first = stale.version
    claim(draft, world.zone_reporter, uploads=[candidates.paper()])
    wrong = {"version": first, "value": "9", "uploads": [candidates.paper("另一份.txt")]}
    assert code_of(lambda: claim(stale, world.zone_reporter, **wrong)) == "EVA-632"
    assert Claim.objects.get().value == 3
    assert Document.objects.get().grade == "sensitive"


@pytest.mark.parametrize("value", ["", "很多", "-1", "nan", "inf", "1e13"])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(XiandaoError) as found:
        number_of(value)
    assert (found.value.code, found.value.details["field"]) == ("EVA-631", "value")


def test_numbers_may_carry_commas():
    assert number_of(" 1,200.5 ") == 1200.5


def test_a_paper_of_somebody_else_is_no_evidence(world, draft):
    from xiandao.registry.commands import documents

    theirs = documents.store(
        data=b"x", name="x.txt", organisation=world.zone_5, by=world.other_reporter
    )
    assert code_of(lambda: claim(draft, world.zone_reporter, papers=[theirs])) == "EVA-631"


def test_a_hostile_upload_is_refused_and_leaves_the_item_as_it_was(world, draft):
    claim(draft, world.zone_reporter)
    disguised = candidates.paper("批复.pdf")
    wrong = {"value": "8", "uploads": [disguised]}
    assert code_of(lambda: claim(draft, world.zone_reporter, **wrong)) == "REG-022"
    assert Claim.objects.get().value == 3


def test_a_paper_can_be_taken_off_and_stays_a_document_of_the_candidate(world, draft):
    claim(draft, world.zone_reporter, uploads=[candidates.paper()])
    kept = Document.objects.get()
    told = {"candidacy": draft, "code": "talent", "by": world.zone_reporter}
    candidacies.detach(document=kept.pk, version=draft.version, **told)
    assert not Claim.objects.get().documents.exists()
    assert Document.objects.filter(pk=kept.pk).exists()
    again = {"document": kept.pk, "version": draft.version}
    assert code_of(lambda: candidacies.detach(**again, **told)) == "EVA-631"


def test_gaps_are_no_barrier_but_must_be_confirmed_by_name(world, draft):
    told = {"candidacy": draft, "version": draft.version, "by": world.zone_reporter}
    with pytest.raises(XiandaoError) as found:
        candidacies.submit(**told)
    assert found.value.code == "EVA-634"
    assert "发展规划或实施方案" in found.value.sentence
    assert candidacies.submit(confirmed=True, **told).state == CandidacyState.SUBMITTED


def test_what_was_handed_in_is_frozen_with_its_seal_and_cannot_be_filled_in(world):
    made = candidates.submitted(world)
    assert made.outcome["state"] == "成熟"
    assert made.outcome["gaps"] == []
    assert len(made.outcome["seal"]) == 64
    assert len(made.outcome["claims"][0]["papers"][0]["sha256"]) == 64
    assert code_of(lambda: claim(made, world.zone_reporter)) == "EVA-632"


def test_it_can_be_taken_back_until_somebody_has_looked_at_it(world):
    from xiandao.evaluate.commands import candidacy_answers

    made = candidates.submitted(world)
    told = {"candidacy": made, "by": world.zone_reporter}
    candidacies.take_back(version=made.version, **told)
    assert (made.state, made.outcome, made.submitted_at) == ("draft", {}, None)
    candidacies.submit(version=made.version, **told)
    candidacy_answers.review(
        candidacy=made, words="同意报送", version=made.version, by=world.city_officer
    )
    assert code_of(lambda: candidacies.take_back(version=made.version, **told)) == "EVA-632"


def test_pressing_twice_begins_one_candidacy_and_an_accepted_one_frees_its_name(world, draft):
    assert code_of(lambda: candidates.opened(world)) == "EVA-636"
    Candidacy.objects.update(state=CandidacyState.ACCEPTED)
    assert candidates.opened(world).pk != draft.pk


def test_a_draft_is_dropped_by_its_candidate_and_what_was_handed_in_is_not(world, draft):
    claim(draft, world.zone_reporter)
    assert code_of(lambda: candidacies.discard(candidacy=draft, version=1, by=world.zone_reporter)) == "EVA-632"  # fmt: skip
    told = {"candidacy": draft, "version": draft.version}
    assert code_of(lambda: candidacies.discard(**told, by=world.city_officer)) == "EVA-630"
    candidacies.discard(**told, by=world.zone_reporter)
    assert not Candidacy.objects.exists()
    made = candidates.submitted(world)
    told = {"candidacy": made, "version": made.version, "by": world.zone_reporter}
    assert code_of(lambda: candidacies.discard(**told)) == "EVA-632"
    assert Candidacy.objects.get().state == CandidacyState.SUBMITTED

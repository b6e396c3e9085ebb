"""Verdicts on the platform: as things stand while an edition waits, fixed afterwards; who is left out comes last."""

import pytest

from tests.evaluate import world as factory
from xiandao.evaluate.commands import assessments, manual_scores
from xiandao.evaluate.methods.grading import EXCLUDED
from xiandao.evaluate.models import Assessment
from xiandao.evaluate.queries import brief_of, official, public_of, ranking, verdicts

LEVELS = [{"name": "A", "share": 0.2}, {"name": "B", "share": 0.4}, {"name": "C"}]
VETO = {
    "indicator": "FUTURE_SHARE", "when": "<", "value": 50, "exclude": True,
    "reason": "产值占比不达标", "clause": "办法第十二条",
}  # fmt: skip
CAPPED = {**VETO, "exclude": False, "cap": "C"}


def frozen(world, monkeypatch, *vetoes, **manual):
    type(world.scheme).objects.filter(pk=world.scheme.pk).update(
        recipe={
            **factory.RECIPE,
            "grades": {"levels": LEVELS, "vetoes": list(vetoes)},
            "manual": manual,
        }
    )
    world.scheme.refresh_from_db()
    return factory.frozen(world, monkeypatch)


def give(world, made, zone, score):
    return manual_scores.give(
        assessment=made, organisation=zone, score=score, reason="现场核查", by=world.analyst
    )


def ranks(account, made, **others):
    return {row.code: row.place for row in ranking.ranking_of(account, made, **others).rows}


def test_the_ranking_follows_what_counts_and_the_computed_one_stays_beside_it(world, monkeypatch):
    made = frozen(world, monkeypatch)
    before = ranks(world.analyst, made)
    give(world, made, world.zone_5, 99.0)
    assessments.publish(assessment=made, by=world.leader)
    rows = ranking.ranking_of(world.analyst, made).rows
    assert (rows[0].code, rows[0].score, rows[0].grade) == ("Z-5", 99.0, "A")
    assert rows[0].decided.automatic_rank == before["Z-5"]
    assert [row.rank for row in rows] == [1, 2, 3, 4, 5, 6]
    assert all(row.low <= row.rank <= row.high for row in rows)
    assert ranks(world.analyst, made, as_computed=True) == before


def test_moves_since_the_edition_before_are_those_of_final_ranks(world, monkeypatch):
    first = factory.frozen(world, monkeypatch, period=factory.BEFORE)
    was = ranks(world.analyst, first)["Z-5"]
    give(world, first, world.zone_5, 99.0)
    assessments.publish(assessment=first, by=world.leader)
    second = factory.assessed(world, monkeypatch)
    row = next(one for one in ranking.ranking_of(world.analyst, second).rows if one.code == "Z-5")
    assert row.gained == 1 - was
    assert row.score_change < 0
    standing = brief_of.standing_of(world.analyst, second, "Z-5")
    told = brief_of.brief_of(world.analyst, second, standing)
    assert told.row.gained == 1 - was
    assert told.since.change == pytest.approx(0)


def test_who_is_left_out_has_no_place_and_everybody_reads_so(world, monkeypatch):
    made = frozen(world, monkeypatch, VETO)
    assessments.publish(assessment=made, by=world.leader)
    last = ranking.ranking_of(world.analyst, made).rows[-1]
    assert (last.code, last.place, last.interval, last.grade) == ("Z-5", None, "—", EXCLUDED)
    assert sorted(one for one in ranks(world.analyst, made).values() if one) == [1, 2, 3, 4, 5]
    view = public_of.newest()
    assert view.is_decided
    assert (view.bands[-1].label, view.bands[-1].names) == (EXCLUDED, (world.zone_5.label,))
    other = ranking.ranking_of(world.zone_reporter, made).others
    assert {one.code: one.band for one in other}["Z-5"] == EXCLUDED


def test_public_bands_follow_the_final_rank_and_say_no_score(world, monkeypatch):
    made = frozen(world, monkeypatch)
    give(world, made, world.zone_5, 99.0)
    before = {name: band.label for band in public_of.bands_of(computed_rows(made)) for name in band.names}  # fmt: skip
    assessments.publish(assessment=made, by=world.leader)
    after = {name: band.label for band in public_of.newest().bands for name in band.names}
    assert before[world.zone_5.label] != "前2" == after[world.zone_5.label]
    assert "99" not in str(public_of.newest().bands)


def computed_rows(made):
    return [ranking.row_of(one) for one in made.standings.select_related("organisation")]


def test_an_edition_that_waits_shows_what_would_be_published_and_a_published_one_never_moves(
    world, monkeypatch
):
    made = frozen(world, monkeypatch, CAPPED)
    assert {one.code: one.grade for one in ranking.ranking_of(world.analyst, made).rows}[
        "Z-5"
    ] == "C"
    one = give(world, made, world.zone_6, 95.0)
    assert verdicts.decided(made)["Z-6"].rank == 1
    manual_scores.take_back(manual_score=one, by=world.analyst)
    assert verdicts.decided(made)["Z-6"].manual is None
    assessments.publish(assessment=made, by=world.leader)
    held = Assessment.objects.get(pk=made.pk)
    assert verdicts.verdict_now(held) == held.verdict
    type(one).objects.filter(pk=one.pk).update(removed_at=None)
    assert verdicts.decided(held)["Z-6"].manual is None
    assert not verdicts.is_reproduced(held)


def test_units_that_can_be_scored_are_those_without_a_score_in_force(world, monkeypatch):
    made = frozen(world, monkeypatch)
    give(world, made, world.zone_2, 80.0)
    codes = [one.code for one in verdicts.to_score(made)]
    assert codes == ["Z-1", "Z-3", "Z-4", "Z-5", "Z-6"]
    assert not verdicts.nowhere().exists()


def test_a_verdict_is_reproduced_whatever_its_people_are_called_now(world, monkeypatch):
    made = frozen(world, monkeypatch)
    give(world, made, world.zone_2, 80.0)
    assessments.publish(assessment=made, by=world.leader)
    type(world.analyst).objects.filter(pk=world.analyst.pk).update(display_name="改名以后")
    held = Assessment.objects.get(pk=made.pk)
    assert verdicts.is_reproduced(held)
    assert official.is_reproduced(held)


def test_an_edition_withdrawn_before_publication_is_reproduced_without_a_verdict(
    world, monkeypatch
):
    made = frozen(world, monkeypatch)
    give(world, made, world.zone_2, 80.0)
    assessments.withdraw(assessment=made, reason="数据有误", by=world.leader)
    assert official.is_reproduced(Assessment.objects.get(pk=made.pk))

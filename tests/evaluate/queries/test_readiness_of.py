"""Readiness as it is kept: gaps told whole, trials that change nothing, suggestions from administrative figures alone."""

from datetime import date

import polars as pl
import pytest

from tests.evaluate import candidates
from xiandao.evaluate.models import Claim
from xiandao.evaluate.queries import readiness_of
from xiandao.terms.error import InputError


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    """Documents of one test are not those of another."""
    settings.XIANDAO_DOCUMENTS = tmp_path / "documents"


@pytest.fixture
def made(world):
    return candidates.opened(world)


def test_a_value_without_its_paper_is_a_gap_that_only_the_paper_closes(world, made):
    candidates.fill(made, "plan", 1, by=world.zone_reporter)
    found = readiness_of.outcome_of(made)
    gap = next(one for one in found["gaps"] if one["code"] == "plan")
    assert (gap["lacking"], gap["needs_papers"], gap["is_must"]) == (0, True, True)
    candidates.fill(made, "plan", 1, by=world.zone_reporter, uploads=[candidates.paper()])
    after = readiness_of.outcome_of(made)
    assert "plan" not in {one["code"] for one in after["gaps"]}
    assert after["total"] == pytest.approx(found["total"] + gap["gain"])


def test_a_trial_says_what_closing_gaps_brings_and_writes_nothing(made):
    found = readiness_of.outcome_of(made)
    codes = [one["code"] for one in found["gaps"]]
    total, state = readiness_of.supposed(made, found, codes[:2])
    assert total == pytest.approx(sum(one["gain"] for one in found["gaps"][:2]))
    assert readiness_of.supposed(made, found, codes) == (pytest.approx(1), "成熟")
    assert state == "尚不成熟"
    assert not Claim.objects.exists()


def frame(rows):
    return pl.DataFrame(
        rows, schema=["zone", "indicator", "period", "value"], orient="row", strict=False
    )


def test_the_newest_figure_of_the_own_zone_is_suggested_with_its_source(made, monkeypatch):
    rows = [
        ("Z-1", "HIGH_TECH_FIRMS", "2026Q2", 21.0),
        ("Z-1", "HIGH_TECH_FIRMS", "2026Q3", 24.0),
        ("Z-2", "HIGH_TECH_FIRMS", "2026Q3", 99.0),
        ("_T", "HIGH_TECH_FIRMS", "2026Q3", 123.0),
    ]
    monkeypatch.setattr(readiness_of, "observations", lambda *_asked: frame(rows))
    found = readiness_of.suggestions(made, today=date(2026, 11, 22))
    assert set(found) == {"hightech"}
    assert (found["hightech"].value, found["hightech"].period) == (24.0, "2026Q3")
    assert found["hightech"].zones == 1
    assert not Claim.objects.exists()


def test_a_city_is_told_the_sum_over_its_zones(world, monkeypatch):
    made = candidates.opened(world, by=world.city_officer, at=world.city_a)
    rows = [(f"Z-{number}", "LEADING_TALENT", "2026Q3", 2.0) for number in (1, 2, 4)]
    monkeypatch.setattr(readiness_of, "observations", lambda *_asked: frame(rows))
    found = readiness_of.suggestions(made, today=date(2026, 11, 22))["talent"]
    assert (found.value, found.zones) == (4.0, 2)


def test_a_figure_that_was_collected_for_statistics_is_never_suggested(made):
    made.rule["notes"]["revenue"]["indicator"] = "RD_SPEND"
    with pytest.raises(InputError) as found:
        readiness_of.suggestions(made, today=date(2026, 11, 22))
    assert found.value.code == "EVA-503"

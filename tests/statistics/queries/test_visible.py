"""Who sees which return: the reporter its own, the reviewer what was filed below, nobody a peer's draft."""

import pytest

from tests.statistics import world as factory
from tests.statistics.returns import SOUND
from xiandao.statistics.models import FilingStage
from xiandao.statistics.queries import review, visible
from xiandao.statistics.queries.frames import filings_frame

SEEN = {"city", "province", "approved", "returned"}


@pytest.fixture
def filing(world, quick):
    return factory.write(factory.filing_of(quick, world.ent_1), "draft", values=dict(SOUND))


@pytest.mark.parametrize("stage", FilingStage.values)
def test_values_are_read_by_the_reporter_always_and_by_reviewers_once_filed(world, filing, stage):
    found = factory.write(filing, stage)
    expected = {
        "reporter_1": True,
        "city_statistician_a": stage in SEEN,
        "statistician": stage in SEEN,
        "reporter_2": False,
        "zone_reporter": False,
        "city_statistician_b": False,
        "analyst": False,
        "leader": False,
        "viewer": False,
    }
    for name, may in expected.items():
        account = getattr(world, name)
        assert visible.reads_values(account, found) is may, name
        assert visible.readable(account).filter(pk=found.pk).exists() is may, name


def test_a_grant_on_the_zone_makes_nobody_the_reporter_of_what_lies_in_it(world):
    assert visible.is_reporter(world.zone_reporter, world.zone_a)
    assert not visible.is_reporter(world.zone_reporter, world.ent_1)
    assert not visible.is_reporter(world.statistician, world.ent_1)


def test_void_returns_are_in_no_queue_no_frame_and_no_matrix(world, filing):
    found = factory.write(filing, FilingStage.VOID)
    for account in (world.city_statistician_a, world.statistician):
        assert not review.waiting(account).filter(pk=found.pk).exists()
        assert not review.filed(account).filter(pk=found.pk).exists()
    assert sum(place.owed for place in review.matrix(world.statistician, found.round)) == 5
    assert filings_frame("quick", ["2026-10"], stages=FilingStage.values).height == 5


def test_a_queue_holds_what_the_account_itself_can_pass_on(world, filing):
    found = factory.write(filing, FilingStage.CITY)
    assert review.waiting(world.city_statistician_a).get() == found
    assert not review.waiting(world.statistician).exists()
    assert not review.waiting(world.reporter_1).exists()
    factory.write(found, FilingStage.PROVINCE)
    assert not review.waiting(world.city_statistician_a).exists()
    assert review.waiting(world.statistician).get() == found

"""Two tables audited beside neither are published at the same moment: exactly one goes out, on both databases."""

import time

import pytest

from tests import race
from tests.statistics import economy
from tests.statistics import world as factory
from xiandao.registry.commands import audit
from xiandao.registry.models import Account
from xiandao.statistics.commands import releases
from xiandao.statistics.models import Release

SEPTEMBER = "2026-09"


@pytest.fixture
def world(transactional_db, monkeypatch):
    """The province committed for one test alone: threads see nothing else."""
    factory.stop_the_clock(monkeypatch)
    return factory.build()


@pytest.fixture
def at_once(transactional_db, settings, tmp_path, monkeypatch):
    """Run functions in threads with connections of their own; between look and act there is time for another."""
    known = releases.told

    def slowly(*asked):
        found = known(*asked)
        time.sleep(0.3)
        return found

    monkeypatch.setattr(releases, "told", slowly)
    settings.XIANDAO_AUDIT_CHECKPOINT = tmp_path / "marks.jsonl"
    with race.at_once(tmp_path) as run:
        yield run


def made(world, rows):
    return releases.make(
        indicator="TOTAL_INCOME", period=SEPTEMBER, rows=rows, unit="万元",
        organisation=world.top, by=world.statistician,
    )  # fmt: skip


def publisher(key):
    def publish():
        second = Account.objects.get(username="second_statistician")
        return releases.publish(release=Release.objects.get(pk=key), by=second).state

    return publish


def test_of_two_tables_published_at_once_the_second_must_be_audited_anew(at_once, world):
    economy.settle(world, SEPTEMBER)
    keys = [made(world, rows).pk for rows in ("city", "industry")]

    done = at_once(*(publisher(key) for key in keys))

    assert sorted(done) == ["STA-423", "published"]
    states = at_once.look(lambda: sorted(Release.objects.values_list("state", flat=True)))
    assert states == ["draft", "published"]
    assert at_once.look(lambda: audit.verify().holds)


def test_one_table_published_by_two_at_once_goes_out_once(at_once, world):
    economy.settle(world, SEPTEMBER)
    key = made(world, "city").pk

    assert sorted(at_once(publisher(key), publisher(key))) == ["STA-422", "published"]
    assert at_once.look(lambda: audit.verify().holds)

"""What a newcomer finds entered: every zone with its own mixture of roles, institutes whose scores differ, all invented."""

import sqlite3
from collections import Counter, defaultdict

import pytest


@pytest.fixture(scope="module")
def rows(built):
    """Ask the finished demonstration's own database."""
    home, _printed = built
    connection = sqlite3.connect(home / "xiandao.sqlite3")
    yield lambda sql: connection.execute(sql).fetchall()
    connection.close()


def test_every_zone_has_all_four_roles_in_its_own_mixture_and_something_to_settle(rows):
    found = defaultdict(Counter)
    for zone, role in rows("SELECT organisation_id, role FROM eva_zone_record"):
        found[zone][role] += 1
    assert len(found) == 16
    assert all(len(mixture) == 5 for mixture in found.values())
    assert len({tuple(sorted(mixture.items())) for mixture in found.values()}) > 6


def test_institutes_have_contracts_of_two_years_and_none_pays_more_than_agreed(rows):
    found = rows("SELECT organisation_id, substr(signed_on, 1, 4), amount, paid FROM eva_contract")
    assert len({unit for unit, *_others in found}) == 5
    assert len({year for _unit, year, *_others in found}) >= 2
    assert all(float(paid) <= float(amount) for *_others, amount, paid in found)


def test_targets_have_roles_and_everything_says_that_it_is_invented(rows):
    assert rows("SELECT count(*) FROM eva_target_role")[0][0] >= 3
    for table in ("eva_zone_record", "eva_contract"):
        told = rows(f"SELECT is_demo, title FROM {table}")
        assert all(flag and "演示数据" in title for flag, title in told)

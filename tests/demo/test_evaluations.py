"""What a newcomer finds evaluated: four quarters whose places move, and a third party that got the same result."""

import json
import sqlite3
from collections import defaultdict

import pytest


@pytest.fixture(scope="module")
def rows(built):
    """Ask the finished demonstration's own database."""
    home, _printed = built
    connection = sqlite3.connect(home / "xiandao.sqlite3")
    yield lambda sql: connection.execute(sql).fetchall()
    connection.close()


def test_every_finished_quarter_is_published_and_says_that_it_is_invented(rows):
    found = rows("SELECT state, is_demo, period FROM eva_assessment ORDER BY period")
    assert [(state, bool(demo)) for state, demo, _period in found] == [("published", True)] * 4
    assert len({period for _state, _demo, period in found}) == 4


def test_places_change_from_quarter_to_quarter(rows):
    places = defaultdict(list)
    sql = (
        "SELECT s.organisation_id, s.rank FROM eva_standing s JOIN eva_assessment a "
        "ON a.id = s.assessment_id ORDER BY a.period"
    )
    for unit, rank in rows(sql):
        places[unit].append(rank)
    assert len(places) == 16
    moved = [unit for unit, ranks in places.items() if len(set(ranks)) > 1]
    assert len(moved) > len(places) / 2


def test_bands_are_wide_enough_to_overlap_and_narrow_enough_to_tell(rows):
    labels = {band for (band,) in rows("SELECT band FROM eva_standing")}
    assert len(labels) >= 3


def test_the_third_party_reproduced_one_edition_and_has_another_before_it(rows):
    sql = (
        "SELECT c.state, c.reproduced_hash = a.result_hash, c.own_hash = a.result_hash, c.report, c.declaration "
        "FROM eva_commission c JOIN eva_assessment a ON a.id = c.assessment_id ORDER BY a.period"
    )
    (done, waiting) = rows(sql)
    assert done[:3] == ("reported", 1, 1)
    assert "演示数据" in done[3]
    assert "演示数据" in done[4]
    assert waiting[0] == "assigned"


def test_only_administrative_forms_stand_behind_the_figures(rows):
    kept = [json.loads(text) for (text,) in rows("SELECT snapshot FROM eva_assessment")]
    forms = {form for one in kept for _code, form, _period, _unit in one["figures"]}
    sql = "SELECT DISTINCT code FROM sta_form WHERE purpose = 'administration'"
    assert forms <= {code for (code,) in rows(sql)}

"""What a newcomer finds of candidacies: one that is ready and handed in, one that still sees its gaps; both invented."""

import json
import sqlite3

import pytest


@pytest.fixture(scope="module")
def rows(built):
    """Ask the finished demonstration's own database."""
    home, _printed = built
    connection = sqlite3.connect(home / "xiandao.sqlite3")
    yield lambda sql: connection.execute(sql).fetchall()
    connection.close()


def test_one_is_handed_in_and_ready_and_one_is_a_draft_with_gaps_and_both_say_that_they_are_invented(rows):  # fmt: skip
    found = rows("SELECT state, is_demo, outcome FROM eva_candidacy ORDER BY state DESC")
    assert [(state, bool(demo)) for state, demo, _outcome in found] == [
        ("submitted", True),
        ("draft", True),
    ]
    outcome = json.loads(found[0][2])
    assert (outcome["state"], outcome["failed"]) == ("成熟", [])
    assert outcome["gaps"]


def test_every_paper_of_a_candidacy_says_that_it_is_invented(rows):
    sql = "SELECT d.name FROM reg_document d JOIN eva_claim_documents e ON e.document_id = d.id"
    names = [name for (name,) in rows(sql)]
    assert len(names) > 10
    assert all("演示数据" in name for name in names)

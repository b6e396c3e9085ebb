"""What a newcomer finds given by result: the shipped rule in force, entered by one person and approved by another."""

import sqlite3


def test_the_shipped_rule_is_in_force_by_two_people(built):
    home, _printed = built
    connection = sqlite3.connect(home / "xiandao.sqlite3")
    sql = "SELECT code, scheme_code, state, made_by_id <> approved_by_id FROM eva_support_rule"
    assert connection.execute(sql).fetchall() == [
        ("zhejiang-zones", "zhejiang-zones", "in_force", 1)
    ]
    connection.close()

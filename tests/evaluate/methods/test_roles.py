"""Roles suggested from words, and the profile of a zone."""

import tomllib
from decimal import Decimal
from importlib.resources import files

import pytest

from xiandao.evaluate.methods.roles import ROLES, Entry, mean_shares, profile, suggest, words_of


@pytest.mark.parametrize(
    ("title", "role", "word"),
    [
        ("大尺寸衬底关键核心技术攻关", "origin", "关键核心技术"),
        ("公共中试基地", "testbed", "中试基地"),
        ("智能交通应用场景建设", "application", "智能交通"),
        ("整机量产生产线", "cluster", "生产线"),
        # The longer word decides, wherever it stands.
        ("产业园概念验证中心", "testbed", "概念验证中心"),
    ],
)
def test_the_longest_word_of_a_title_decides_and_is_told(title, role, word):
    found = suggest(title)
    assert (found.role, found.word) == (role, word)
    assert found.clause.startswith("Z三")


def test_the_text_is_asked_only_where_the_title_says_nothing():
    assert suggest("年度安排", "建设孵化器").role == "testbed"
    assert suggest("孵化器", "量产生产线").role == "testbed"
    assert suggest("年度安排", "其他") is None


def test_no_word_speaks_for_two_roles():
    book = tomllib.loads((files("xiandao.evaluate") / "data/roles.toml").read_text("utf-8"))
    assert sum(len(one["words"]) for one in book.values()) == len(words_of())
    assert {role for role, _clause in words_of().values()} == set(ROLES)
    assert all(len(word) > 1 for word in words_of())


def test_a_profile_counts_what_is_settled_and_names_what_is_open():
    made = profile([Entry("origin", Decimal("1.5")), Entry("cluster"), Entry("cluster"), Entry("")])
    assert [one.count for one in made.shares] == [1, 0, 0, 2]
    assert sum(one.share for one in made.shares) == pytest.approx(1)
    assert (made.open_count, made.settled, made.leading) == (1, 3, ("cluster",))
    assert made.shares[0].amount == Decimal("1.5")
    assert made.concentration == pytest.approx(5 / 9)


def test_an_empty_profile_has_no_shares_and_no_leading_role():
    made = profile([Entry("")])
    assert [one.share for one in made.shares] == [None] * 4
    assert (made.leading, made.concentration) == ((), None)


def test_the_mean_gives_each_zone_the_same_weight():
    small, large = profile([Entry("origin")]), profile([Entry("cluster")] * 9)
    means = mean_shares([small, large, profile([])])
    assert means == {"origin": 0.5, "testbed": 0, "application": 0, "cluster": 0.5}
    assert profile([Entry("origin")], means).shares[0].against_mean == 0.5

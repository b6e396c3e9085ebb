"""Novelty of works: within their year, from lists or from rows, each odd thing counted and named."""

from itertools import combinations

import numpy as np
import polars as pl
import pytest

from xiandao.sense.methods import bundles as bundles_module
from xiandao.sense.methods.bundles import bundles
from xiandao.sense.methods.novelty import novelty


def works(count=60, seed=5):
    chance = np.random.default_rng(seed)
    parts = [[f"c{one}" for one in np.flatnonzero(row)] for row in chance.random((count, 8)) < 0.35]
    years = chance.integers(2019, 2021, count)
    return pl.DataFrame({"id": np.arange(count), "year": years, "fields": parts})


def by_hand(frame):
    """Percentiles per work, counted with sets and NumPy alone."""
    found = {}
    for year in set(frame["year"]):
        rows = [row for row in frame.iter_rows() if row[1] == year]
        total = len(rows)
        pairs = [pair for row in rows for pair in combinations(sorted(set(row[2])), 2)]
        for name, _, own in rows:
            z, common = [], []
            for pair in combinations(sorted(set(own)), 2):
                one, other = (sum(part in row[2] for row in rows) for part in pair)
                mean = one * other / total
                spread = mean * (total - one) * (total - other) / total / (total - 1)
                z.append((pairs.count(pair) - mean) / spread**0.5)
                taken = [sum(part in some for some in pairs) for part in pair]
                common.append(pairs.count(pair) * len(pairs) / (taken[0] * taken[1]))
            if z:
                found[name] = (*np.percentile(z, [10, 50]), np.percentile(common, 10))
    return found


def test_every_work_gets_what_counting_by_hand_gives():
    frame = works()
    expected = by_hand(frame)
    for row in novelty(bundles(frame)).iter_rows(named=True):
        if row["id"] not in expected:
            assert row["novelty"] is row["convention"] is row["commonness"] is row["rarity"] is None
            continue
        low, middle, common = expected[row["id"]]
        assert row["novelty"] == pytest.approx(low)
        assert row["convention"] == pytest.approx(middle)
        assert row["commonness"] == pytest.approx(common)
        assert row["rarity"] == pytest.approx(-np.log(common))


def test_rows_of_references_give_what_lists_give():
    frame = works().filter(pl.col("fields").list.len() > 0)
    rows = frame.explode("fields").rename({"fields": "venue"})
    same = novelty(bundles(rows, part="venue"))
    assert same.equals(novelty(bundles(frame)))


def test_other_years_do_not_change_a_year():
    frame = works()
    alone = novelty(bundles(frame.filter(year=2019)))
    both = novelty(bundles(frame)).filter(year=2019)
    assert alone.drop("flags").equals(both.drop("flags"))


def test_what_is_odd_is_counted_and_named(monkeypatch):
    monkeypatch.setattr(bundles_module, "MOST_CLASSES", 3)
    parts = [["x", "y", "x", " "], ["x", "y"], [], None, ["y"], ["a", "b", "c", "d"], ["x"]]
    ids = ["a", "a", "b", "c", "d", "e", None]
    rows = {"id": ids, "year": ["2020", "2020", "2020", "nan", "2020", "2020", "2020"]}
    found = bundles(pl.DataFrame({**rows, "fields": parts}))
    account = found.account
    assert (account.nameless, account.repeated, account.undated) == (1, 1, 1)
    assert (account.empty, account.twice, account.oversize) == (1, 1, 1)
    told = "\n".join(account.lines())
    assert "编号重复的文献：1篇，只计第一次出现的。例如：a" in told
    assert "类别多于3个的文献：1篇，不计算。例如：e" in told
    flags = dict(novelty(found).select("id", "flags").iter_rows())
    assert flags == {
        "a": "few_works", "b": "no_classes", "c": "no_year|no_classes", "d": "one_class", "e": "too_many_classes",
    }  # fmt: skip


def test_an_empty_corpus_gives_no_rows():
    rows = {"id": pl.String, "year": pl.Int64, "fields": pl.List(pl.String)}
    assert len(novelty(bundles(pl.DataFrame(schema=rows)))) == 0


def test_only_the_first_letters_of_a_class_may_count():
    rows = {"id": ["a"], "year": [2020], "fields": [["G06F17/30", "G06F3/01", "H01L"]]}
    assert bundles(pl.DataFrame(rows), letters=4).classes.to_list() == ["G06F", "H01L"]

"""Files into the lake: taken once, refused by line, taken up where a kill left them."""

import json
import os
import signal
import subprocess
import sys
import time

import polars as pl
import pytest

from xiandao.sense.queries.import_account import account_lines
from xiandao.sense.queries.import_records import Wishes, import_file
from xiandao.sense.queries.lake import Corpus
from xiandao.terms.error import InputError

COLUMNS = ["id", "title", "year", "row", "batch"]


@pytest.fixture
def corpus(tmp_path):
    return Corpus(tmp_path / "lake", "论文")


@pytest.fixture
def written(tmp_path):
    def write(rows, name="a.jsonl"):
        place = tmp_path / name
        lines = (one if isinstance(one, str) else json.dumps(one) for one in rows)
        place.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return place

    return write


def some(count, start=0):
    return [
        {"id": f"p{i}", "title": f"Title {i}", "year": 2000 + i % 20}
        for i in range(start, start + count)
    ]


def test_records_lie_by_year_and_come_back(corpus, written):
    rows = [*some(50), {"id": "q", "title": "no year"}]
    batch = import_file(written(rows), corpus, Wishes(2026))
    assert (batch.read, batch.taken, batch.state) == (51, 51, "done")
    found = corpus.read(COLUMNS)
    assert sorted(found["id"]) == sorted(f"file:{one['id']}" for one in rows)
    folders = {one.name for one in (corpus.home / "records").iterdir()}
    assert {"year=0", "year=2000", "year=2019"} <= folders
    assert found.filter(id="file:q")["year"].to_list() == [None]
    assert found.filter(id="file:p7")["row"].to_list() == [8]


def test_the_same_work_is_taken_once_and_counted_by_reason(corpus, written):
    doi = {"doi": "10.1000/ABC", "title": "With a DOI", "year": 2020}
    bare = {"title": "Nothing but words", "year": 2020, "authors": ["Li Wei"]}
    first = import_file(written([doi, bare, *some(3), some(1)[0]]), corpus, Wishes(2026))
    assert (first.taken, first.doubled) == (5, {"id_here": 1})
    again = [
        doi | {"doi": "https://doi.org/10.1000/abc"},
        bare | {"title": "NOTHING but words."},
        *some(5),
    ]
    second = import_file(written(again, "b.jsonl"), corpus, Wishes(2026))
    assert second.doubled == {"doi_lake": 1, "content_lake": 1, "id_lake": 3}
    assert second.taken == 2
    assert len(corpus.read(["id"])) == 7


def test_a_doi_is_the_same_work_from_whatever_source(corpus, written):
    rows = [{"id": "1", "doi": "10.1000/a", "title": "A"}, {"id": "2", "title": "B"}]
    import_file(written(rows), corpus, Wishes(2026, source="x"))
    second = import_file(written(rows), corpus, Wishes(2026, source="y"))
    assert second.doubled == {"doi_lake": 1}
    assert second.taken == 1


def test_a_work_with_a_doi_is_known_by_its_number_too(corpus, written):
    rows = [{"id": "W1", "doi": "10.1000/a", "title": "A", "year": 2020}, *some(1)]
    first = import_file(written(rows), corpus, Wishes(2026))
    assert corpus.aliases() == {"file:W1": "file:10.1000/a"}
    bare = [{"id": "W1", "title": "A", "year": 2020}, some(1)[0] | {"doi": "10.1000/p0"}]
    second = import_file(written(bare, "b.jsonl"), corpus, Wishes(2026))
    assert second.doubled == {"id_lake": 2}
    assert (first.taken, second.taken) == (2, 0)


def test_equal_numbers_of_unequal_works_are_refused_by_line_and_not_lost(corpus, written):
    import_file(written(some(3)), corpus, Wishes(2026))
    batch = import_file(
        written([{"id": "p1", "title": "Another"}], "b.jsonl"), corpus, Wishes(2026)
    )
    assert batch.refused == {"SEN-323": 1}
    kept = [json.loads(one) for one in corpus.refused(batch.batch).read_text().splitlines()]
    assert [(one["line"], one["code"], one["detail"]) for one in kept] == [
        (1, "SEN-323", "file:p1")
    ]
    other = import_file(
        written([{"id": "p1", "title": "Another"}], "b.jsonl"), corpus, Wishes(2026, source="b")
    )
    assert other.taken == 1


def test_every_bad_row_is_kept_with_line_and_reason(corpus, written):
    rows = [
        *some(2),
        "{broken",
        {"year": 2020},
        "7",
        {"title": "x" * 10_000_000, "year": 3000},
        {"title": "\ud800 ok", "date": None},
    ]
    batch = import_file(written(rows), corpus, Wishes(2026))
    assert batch.refused == {"SEN-320": 1, "SEN-322": 1, "SEN-325": 1}
    assert batch.read == batch.taken + sum(batch.refused.values()) == 7
    kept = [json.loads(one) for one in corpus.refused(batch.batch).read_text().splitlines()]
    assert [one["line"] for one in kept] == [3, 4, 5]
    assert all(one["sentence"] for one in kept)
    assert batch.odd == {"title_cut": 1, "year_future": 1, "control": 1, "year_missing": 1}
    said = "\n".join(account_lines(batch))
    for word in ("未收3行", "题名过长", "年份在将来", "SEN-322"):
        assert word in said


def test_columns_that_are_not_recognised_are_said_and_chosen_ones_are_used(corpus, written):
    rows = [{"name of work": f"t{i}", "colour": "red"} for i in range(3)]
    wishes = Wishes(2026, columns={"title": ("name of work",)})
    batch = import_file(written(rows), corpus, wishes)
    assert batch.columns == {"title": ["name of work"]}
    assert batch.unknown == ["colour"]
    assert "colour" in "\n".join(account_lines(batch))


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.bib", "a.ris"])
def test_an_empty_file_is_an_empty_batch(corpus, tmp_path, name):
    (tmp_path / name).write_bytes(b"")
    batch = import_file(tmp_path / name, corpus, Wishes(2026))
    assert (batch.state, batch.read) == ("done", 0)
    assert "没有记录" in "\n".join(account_lines(batch))
    with pytest.raises(InputError) as refused:
        corpus.read(["id"])
    assert refused.value.code == "SEN-311"


def test_a_file_that_is_in_already_changes_nothing(corpus, written):
    place = written(some(10))
    first = import_file(place, corpus, Wishes(2026))
    assert import_file(place, corpus, Wishes(2026)) == first
    assert len(corpus.read(["id"])) == 10


def test_a_cancelled_import_goes_on_where_it_ended(corpus, written):
    place = written([*some(50), some(1)[0], "{bad", *some(49, 50)])
    stopped = import_file(place, corpus, Wishes(2026, part_rows=20), lambda batch: batch.read < 60)
    assert (stopped.state, stopped.read) == ("cancelled", 60)
    done = import_file(place, corpus, Wishes(2026, part_rows=20))
    assert (done.state, done.read, done.taken) == ("done", 101, 99)
    assert done.doubled == {"id_here": 1}
    assert len(corpus.refused(done.batch).read_text().splitlines()) == 1
    assert corpus.read(["id"])["id"].is_unique().all()


@pytest.mark.parametrize("at", ["write_batch", "write_part"])
def test_what_was_half_written_when_it_died_is_removed(corpus, written, monkeypatch, at):
    place = written([*some(50), "{bad"])
    wishes = Wishes(2026, part_rows=10)
    calls = []

    def dies(real):
        def call(*words):
            calls.append(words)
            if len(calls) == 4:
                raise KeyError("killed")
            return real(*words)

        return call

    if at == "write_batch":
        name = "xiandao.sense.queries.import_records.write_batch"
        from xiandao.sense.queries.lake_batch import write_batch as real

        monkeypatch.setattr(name, dies(real))
    else:
        monkeypatch.setattr(Corpus, at, dies(Corpus.write_part))
    with pytest.raises(KeyError):
        import_file(place, corpus, wishes)
    monkeypatch.undo()
    # A reader sees only what the account speaks of.
    taken = next(iter(corpus.batches().values())).taken
    assert len(corpus.read(["id"])) == taken
    done = import_file(place, corpus, wishes)
    assert (done.read, done.taken, done.refused) == (51, 50, {"SEN-320": 1})
    assert sorted(corpus.read(["id"])["id"]) == sorted(f"file:p{i}" for i in range(50))
    assert len(corpus.refused(done.batch).read_text().splitlines()) == 1


def test_a_second_import_into_the_corpus_waits(corpus, written):
    corpus.make()
    with corpus.alone(), pytest.raises(InputError) as refused:
        import_file(written(some(1)), corpus, Wishes(2026))
    assert refused.value.code == "SEN-309"


RUN = "from xiandao.__main__ import main; raise SystemExit(main())"


def start(place, lake):
    words = ["sense", "import", str(place), "--lake", str(lake), "--corpus", "c"]
    return subprocess.Popen(
        [sys.executable, "-c", RUN, *words],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.mark.slow
def test_killed_anywhere_and_taken_up_nothing_is_lost_or_doubled(tmp_path, written):
    rows = []
    for one in some(70_000):
        rows.append(one | {"abstract": "word " * 60})
        if one["id"].endswith("999"):
            rows += [one, "{bad"]
    place = written(rows)
    whole = Corpus(tmp_path / "whole", "c")
    expected = import_file(place, whole, Wishes(2026))
    lake = tmp_path / "killed"
    kills = 0
    for wait in (1.0, 1.4, 1.8, 0.3):
        process = start(place, lake)
        # Wait for a part, then somewhat longer: the kill falls into the middle of the next one.
        known = len(list(lake.glob("c/records/*/part-*")))
        until = time.monotonic() + 60
        while (
            process.poll() is None
            and time.monotonic() < until
            and len(list(lake.glob("c/records/*/part-*"))) <= known
        ):
            time.sleep(0.01)
        time.sleep(wait * 0.1)
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            kills += 1
        process.wait()
    assert kills >= 2
    assert start(place, lake).wait() == 0
    killed = Corpus(lake, "c")
    batch = next(iter(killed.batches().values()))
    assert batch == expected
    ours, theirs = (one.read(COLUMNS).sort("id") for one in (killed, whole))
    assert ours.equals(theirs)
    assert ours["id"].is_unique().all()
    lines = [one.refused(batch.batch).read_bytes() for one in (killed, whole)]
    assert lines[0] == lines[1]
    assert isinstance(ours, pl.DataFrame)

"""The folders of a corpus and the accounts of its imports."""

import pytest

from xiandao.sense.queries.lake import Corpus
from xiandao.sense.queries.lake_batch import Batch, read_batch, write_batch, write_whole
from xiandao.sense.queries.lake_known import Known
from xiandao.terms.error import InputError

BATCH = Batch("b1", "a.csv", "0", "csv", "publication", "file")


def record(key, year=2020, title="t"):
    lists = {one: [] for one in ("authors", "affiliations", "keywords", "fields", "references")}
    return {"id": f"s:{key}", "source": "s", "kind": "publication", "title": title, "abstract": None,
            "language": None, "year": year, "month": None, "date": None, "venue": None, "batch": "b1", "row": 1} | lists  # fmt: skip


@pytest.mark.parametrize("name", ["", "..", "a/b", "a..b", ".a", "x" * 65, "a b"])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path, name):
    with pytest.raises(InputError) as refused:
        Corpus(tmp_path, name)
    assert refused.value.code == "SEN-308"


def test_parts_beyond_the_account_do_not_count_and_are_removed(tmp_path):
    corpus = Corpus(tmp_path, "c")
    corpus.make()
    for number in range(3):
        corpus.write_part("b1", number, [record(number, 2019 + number)])
    BATCH.next_part = 2
    write_batch(corpus.account("b1"), BATCH)
    assert [one.number for one in corpus.parts()] == [0, 1]
    assert corpus.clean(BATCH) == 1
    assert corpus.read(["id", "year"]).rows() == [("s:0", 2019), ("s:1", 2020)]


def test_an_account_comes_back_as_it_was_and_a_damaged_one_is_refused(tmp_path):
    place = tmp_path / "b.json"
    assert read_batch(place) is None
    write_batch(place, BATCH)
    assert read_batch(place) == BATCH
    write_whole(place, b'{"batch": ')
    with pytest.raises(InputError) as refused:
        read_batch(place)
    assert refused.value.code == "SEN-310"
    assert [one.name for one in tmp_path.iterdir()] == ["b.json"]


def test_what_is_known_is_told_by_where_and_how(tmp_path):
    corpus = Corpus(tmp_path, "c")
    corpus.make()
    corpus.write_part("b1", 0, [record("1"), record("10.1000/x")])
    known = Known.of(corpus)
    assert len(known) == 2
    assert known.doubled(record("1"), "id", "b2") == "id_lake"
    assert known.doubled(record("1"), "id", "b1") == "id_here"
    assert known.doubled(record("1", title="other"), "id", "b1") == "id_conflict"
    assert known.doubled(record("2"), "id", "b1") == ""
    assert known.doubled(record("10.1000/x") | {"id": "other:10.1000/x"}, "doi", "b2") == "doi_lake"
    assert known.doubled(record("1") | {"id": "other:1"}, "id", "b2") == ""


def test_a_lake_that_is_no_folder_is_refused(tmp_path):
    (tmp_path / "lake").write_text("")
    with pytest.raises(InputError) as refused:
        Corpus(tmp_path / "lake", "c").make()
    assert refused.value.code == "SEN-308"

"""OpenAlex into the lake: whole, once, and taken up where a kill left it."""

import json

import pytest

from tests.sense.openalex_server import LOOPBACK, always, cursor, once, work
from xiandao.sense.methods.openalex_query import Question
from xiandao.sense.queries.import_records import Wishes, import_file
from xiandao.sense.queries.lake import Corpus
from xiandao.sense.queries.openalex import import_openalex, read_openalex_batch
from xiandao.sense.queries.openalex_client import Client
from xiandao.terms.error import InputError

pytestmark = pytest.mark.allow_hosts(LOOPBACK)


@pytest.fixture
def corpus(tmp_path):
    return Corpus(tmp_path / "lake", "文献")


@pytest.fixture
def asking(still, corpus):
    """A function that imports everything a server has, two works on a page, two pages in a part."""

    def ask(server, watch=None, **other):
        client = Client(Question("language:zh", "a@b.org", 2), server.address, "key1", still.clock)
        return import_openalex(client, corpus, 2026, watch, **{"pages_per_part": 2} | other)

    return ask


def ids(corpus):
    return sorted(corpus.read(["id"])["id"])


def works(count):
    return [work(number) for number in range(count)]


def expected(count):
    return sorted(f"openalex:10.1234/w{number}" for number in range(count))


@pytest.mark.parametrize("count", [1, 4, 8, 11])
def test_all_pages_go_in_once(served, asking, corpus, count):
    batch = asking(served(works(count)))
    assert (batch.state, batch.read, batch.taken, batch.total) == ("done", count, count, count)
    assert ids(corpus) == expected(count)


def test_an_answer_without_works_is_done(served, asking):
    batch = asking(served([]))
    assert (batch.state, batch.read, batch.total) == ("done", 0, 0)


def test_neither_mail_nor_key_is_kept(served, asking, corpus):
    batch = asking(served(works(3)))
    kept = b"".join(path.read_bytes() for path in corpus.home.rglob("*") if path.is_file())
    assert b"a@b.org" not in kept
    assert b"key1" not in kept
    assert batch.address.encode() in kept


def test_faults_on_the_way_lose_and_double_nothing(served, asking, corpus):
    server = served(works(11))
    server.faults += [
        once(429, {}, {"Retry-After": "2"}, at=2),
        once(500, {}, at=4),
        once(200, cut=30, at=6),
    ]
    assert asking(server).taken == 11
    assert ids(corpus) == expected(11)


def test_what_is_odd_is_counted_by_name(served, asking, corpus):
    odd = [
        work(0),
        work(1, display_name=None),
        work(2, display_name=None, abstract_inverted_index=None),
        work(
            3,
            display_name="芯片学习",
            abstract_inverted_index={"芯片": [0], "，": [7]},
            language=None,
        ),
        "no work",
        work(5, authorships="none"),
        work(0),
        work(6, doi=None),
    ]
    batch = asking(served(odd))
    assert (batch.read, batch.taken, batch.doubled) == (8, 5, {"doi_here": 1})
    assert batch.refused == {"SEN-322": 1, "SEN-325": 1}
    assert batch.odd["title_missing"] == 1
    assert (batch.missing["display_name"], batch.missing["doi"]) == (1, 1)
    assert batch.misshapen == {"authorships": 1}
    refused = [json.loads(one) for one in corpus.refused(batch.batch).read_text().splitlines()]
    assert [(one["line"], one["code"], one.get("detail")) for one in refused] == [
        (3, "SEN-322", "https://openalex.org/W2"),
        (5, "SEN-325", None),
    ]
    chinese = corpus.read(["title", "abstract", "language"]).filter(title="芯片学习").row(0)
    assert chinese == ("芯片学习", "芯片 ，", "zh")
    assert "openalex:W6" in ids(corpus)


def test_stopped_between_parts_it_goes_on_where_it_was(served, asking, corpus):
    server = served(works(11))
    stopped = asking(server, lambda batch: False)
    assert (stopped.state, stopped.taken, stopped.cursor) == ("cancelled", 4, cursor(4))
    before = len(server.asked)
    assert asking(server).taken == 11
    assert [one["cursor"] for one in server.asked[before:]] == [
        cursor(4),
        cursor(6),
        cursor(8),
        cursor(10),
    ]
    assert ids(corpus) == expected(11)


def test_what_was_read_before_a_refusal_is_kept(served, asking, corpus):
    server = served(works(11))
    server.faults.append(once(403, {"error": "Forbidden", "message": "no"}, at=4))
    with pytest.raises(InputError) as error:
        asking(server)
    assert error.value.code == "SEN-333"
    assert len(ids(corpus)) == 6
    assert asking(server).taken == 11
    assert len(server.asked) == 4 + 3


@pytest.mark.parametrize("at", ["write_part", "write_aliases", "write_batch"])
@pytest.mark.parametrize("call", [1, 2, 3])
def test_a_fault_at_any_write_loses_and_doubles_nothing(
    served, asking, corpus, monkeypatch, at, call
):
    server = served([*works(9), work(100, display_name=None, abstract_inverted_index=None)])
    home = Corpus
    if at == "write_batch":
        from xiandao.sense.queries import import_records as home

    real, calls = getattr(home, at), []

    def dies(*words):
        calls.append(1)
        if len(calls) == call:
            if at == "write_part":
                real(*words)
            raise KeyError("killed")
        return real(*words)

    monkeypatch.setattr(home, at, dies)
    with pytest.raises(KeyError):
        asking(server)
    monkeypatch.undo()
    batch = asking(server)
    assert (batch.state, batch.read, batch.taken, batch.refused) == ("done", 10, 9, {"SEN-322": 1})
    assert ids(corpus) == expected(9)
    assert len(corpus.refused(batch.batch).read_text().splitlines()) == 1


def test_a_lost_cursor_starts_again_and_doubles_nothing(served, asking, corpus):
    server = served([*works(9), "no work"])
    asking(server, lambda batch: False)
    server.refused_cursors.add(cursor(4))
    server.faults.append(
        lambda server, handler, asked: (
            server.refused_cursors.clear() if asked["cursor"] == "*" else None
        )
    )
    batch = asking(server)
    assert (batch.state, batch.restarts, batch.taken_before) == ("done", 1, 4)
    assert (batch.read, batch.taken, batch.doubled, batch.refused) == (
        10,
        9,
        {"doi_here": 4},
        {"SEN-325": 1},
    )
    assert ids(corpus) == expected(9)
    rows = corpus.read(["row"])["row"]
    assert rows.n_unique() == len(rows)


def test_a_cursor_that_is_refused_for_ever_is_given_up(served, asking, corpus):
    server = served(works(9))
    server.refused_cursors.add(cursor(4))
    with pytest.raises(InputError) as error:
        asking(server)
    assert error.value.code == "SEN-333"
    assert ids(corpus) == expected(4)


def test_what_is_done_is_not_asked_again_unless_wished(served, asking, corpus):
    server = served(works(3))
    first = asking(server)
    before = len(server.asked)
    assert asking(server) == first
    assert len(server.asked) == before
    server.works.append(work(3))
    second = asking(server, again=True)
    assert (second.taken, second.doubled) == (1, {"doi_lake": 3})
    assert second.batch != first.batch
    assert ids(corpus) == expected(4)
    assert asking(server) == second


def test_works_of_a_file_with_the_same_doi_are_not_taken_twice(served, asking, corpus, tmp_path):
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps({"doi": "10.1234/W1", "title": "Title 1", "year": 2001}) + "\n")
    import_file(file, corpus, Wishes(2026))
    batch = asking(served(works(3)))
    assert (batch.taken, batch.doubled) == (2, {"doi_lake": 1})


def test_the_number_of_a_work_leads_to_its_record(served, asking, corpus):
    asking(served(works(3)))
    assert corpus.aliases()["openalex:W1"] == "openalex:10.1234/w1"


def test_a_damaged_account_is_told(served, asking, corpus):
    server = served(works(3))
    batch = asking(server)
    path = corpus.account(batch.batch)
    told = json.loads(path.read_text())
    path.write_text(json.dumps(told | {"cursor": None}))
    with pytest.raises(InputError) as error:
        read_openalex_batch(path)
    assert error.value.code == "SEN-339"
    path.write_text("{")
    with pytest.raises(InputError) as error:
        asking(server)
    assert error.value.code == "SEN-310"


def test_an_interrupt_is_a_cancellation_that_goes_on(served, asking, corpus, monkeypatch):
    server = served(works(9))
    real, calls = Client.page, []

    def page(client, at):
        calls.append(at)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return real(client, at)

    monkeypatch.setattr(Client, "page", page)
    assert asking(server).state == "cancelled"
    assert ids(corpus) == expected(4)
    assert asking(server).taken == 9
    assert ids(corpus) == expected(9)


def test_a_refused_filter_leaves_an_account_that_can_go_on(served, asking, corpus):
    server = served(works(3))
    server.faults.append(
        always(400, {"error": "Invalid query parameters error.", "message": "language:zh"})
    )
    with pytest.raises(InputError) as error:
        asking(server)
    assert "language:zh" in error.value.sentence
    server.faults.clear()
    assert asking(server).taken == 3

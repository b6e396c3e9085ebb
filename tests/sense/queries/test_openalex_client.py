"""OpenAlex is asked politely, patiently and nowhere else."""

import datetime
import email.utils

import pytest

from tests.sense.openalex_server import LOOPBACK, always, cursor, once, send, work
from xiandao.sense.methods.openalex_query import Question
from xiandao.sense.queries import openalex_client
from xiandao.sense.queries.openalex_client import (
    Client,
    CursorRefused,
    checked_address,
    page_of,
    seconds_to_wait,
)
from xiandao.terms.error import InputError

pytestmark = pytest.mark.allow_hosts(LOOPBACK)


@pytest.fixture
def server(served):
    return served([work(number) for number in range(5)])


@pytest.fixture
def client(server, still):
    return Client(Question("language:zh", "a@b.org", 2), server.address, "key1", still.clock)


def test_a_page_comes_with_its_works_the_next_cursor_and_the_total(client, server):
    page = client.page("*")
    assert [one["id"][-2:] for one in page.works] == ["W0", "W1"]
    assert (page.following, page.total) == (cursor(2), 5)
    assert client.page(cursor(4)).following is None
    assert server.asked[0] | {"select": ""} == {
        "filter": "language:zh", "select": "", "per-page": "2", "cursor": "*", "mailto": "a@b.org", "api_key": "key1",
    }  # fmt: skip
    assert server.agents[0] == "xiandao (mailto:a@b.org)"


def test_never_more_than_ten_requests_a_second(client, still):
    for _ in range(21):
        client.page("*")
    assert still.time - 100 == pytest.approx(2.0)


@pytest.mark.parametrize(
    "fault",
    [once(500, {}), once(503, b"<html>"), once(429, {}), once(200, cut=40), once(200, b'{"meta": {'),
     once(403, {"error": "Forbidden", "message": "Rate limit exceeded"})],
)  # fmt: skip
def test_what_passes_is_asked_again(client, server, fault):
    server.faults.append(fault)
    assert len(client.page("*").works) == 2
    assert client.asked == len(server.asked) == 2


def test_pauses_double_and_what_the_server_asks_for_is_kept(client, server, still):
    server.faults += [
        once(500, {}, at=1),
        once(429, {}, {"Retry-After": "30"}, at=2),
        once(500, {}, at=3),
    ]
    client.page("*")
    assert still.pauses == [1.0, 30.0, 4.0]


def test_a_server_that_never_recovers_is_given_up_with_what_it_said(client, server):
    server.faults.append(always(500, {"error": "Down", "message": "key1 for \x1b[2Jrepair"}))
    with pytest.raises(InputError) as error:
        client.page("*")
    assert error.value.code == "SEN-336"
    assert "Down：… for  [2Jrepair" in error.value.sentence
    assert len(server.asked) == openalex_client.ATTEMPTS


def test_an_allowance_that_is_used_up_is_not_waited_for(client, server, still):
    server.faults.append(always(429, {"message": "Daily limit"}, {"Retry-After": "7200"}))
    with pytest.raises(InputError) as error:
        client.page("*")
    assert (error.value.code, still.pauses) == ("SEN-335", [])
    assert "120分钟" in error.value.hint


@pytest.mark.parametrize(
    ("status", "code"), [(400, "SEN-333"), (403, "SEN-333"), (404, "SEN-333"), (401, "SEN-334")]
)
def test_a_refusal_is_told_in_the_words_of_the_server_and_not_repeated(
    client, server, status, code
):
    server.faults.append(always(status, {"error": "Invalid", "message": "Unknown filter field: x"}))
    with pytest.raises(InputError) as error:
        client.page("*")
    assert error.value.code == code
    assert "Invalid：Unknown filter field: x" in error.value.sentence
    assert len(server.asked) == 1


def test_a_refused_cursor_is_told_apart(client, server):
    server.refused_cursors.add(cursor(2))
    with pytest.raises(CursorRefused, match="Invalid cursor value"):
        client.page(cursor(2))


def test_a_list_that_turns_in_a_circle_is_left(client, server):
    server.faults.append(once(200, {"meta": {"next_cursor": cursor(2)}, "results": [work(1)]}))
    with pytest.raises(InputError) as error:
        client.page(cursor(2))
    assert error.value.code == "SEN-337"


def test_another_host_is_not_followed(client, server):
    server.faults.append(once(302, {}, {"Location": "https://elsewhere.example/works"}))
    with pytest.raises(InputError) as error:
        client.page("*")
    assert (error.value.code, "elsewhere.example" in error.value.sentence) == ("SEN-338", True)


def test_the_same_host_is_followed(client, server):
    server.faults.append(lambda server, handler, asked: len(server.asked) == 1 and send(
        handler, 301, {}, {"Location": handler.path}))  # fmt: skip
    assert len(client.page("*").works) == 2


def test_an_answer_without_end_is_cut_off(client, server, monkeypatch):
    monkeypatch.setattr(openalex_client, "LARGEST", 100_000)
    monkeypatch.setattr(Client._body, "__defaults__", (100_000,))
    server.faults.append(always(200, b" " * 5_000_000))
    with pytest.raises(InputError) as error:
        client.page("*")
    assert error.value.code == "SEN-337"


def test_a_slow_answer_is_given_up_and_asked_again(client, server, still):
    real = still.clock.now
    still.clock.now = lambda: real() + (1_000 * still.slow.pop() if still.slow else 0)
    still.slow = [1, 0, 0]
    assert len(client.page("*").works) == 2
    assert len(server.asked) == 2


def test_no_server_at_all_is_told(still):
    client = Client(Question("language:zh", "a@b.org"), "http://127.0.0.1:1", clock=still.clock)
    with pytest.raises(InputError) as error:
        client.page("*")
    assert (error.value.code, "ConnectionRefusedError" in error.value.sentence) == ("SEN-336", True)


@pytest.mark.parametrize(
    "body", [b"[]", b'"x"', b'{"results": []}', b'{"meta": 1, "results": []}', b'{"meta": {}}',
             b'{"meta": {"next_cursor": 7}, "results": [1]}', b'{"meta": {"next_cursor": "\\ud800"}, "results": [1]}']
)  # fmt: skip
def test_an_answer_that_is_no_list_of_works_is_refused(body):
    with pytest.raises(InputError) as error:
        page_of(body)
    assert error.value.code == "SEN-337"


def test_an_empty_page_is_the_end():
    assert page_of(b'{"meta": {"next_cursor": "x", "count": 0}, "results": []}').following is None


@pytest.mark.parametrize(
    "address",
    ["http://api.openalex.org", "ftp://127.0.0.1", "https://", "https://a:b@c.org", "https://c.org/?x=1",
     "http://127.0.0.1.example.org", "file:///etc/passwd", "https://c.org:x", "https://c.org/a b"],
)  # fmt: skip
def test_an_address_that_is_not_safe_is_refused(address):
    with pytest.raises(InputError) as error:
        checked_address(address)
    assert error.value.code == "SEN-330"


def test_safe_addresses_stay():
    assert checked_address("https://api.openalex.org/") == "https://api.openalex.org"
    assert checked_address("http://[::1]:8000") == "http://[::1]:8000"


def test_retry_after_is_seconds_or_a_date():
    then = datetime.datetime.now(tz=datetime.UTC) + datetime.timedelta(seconds=90)
    assert seconds_to_wait("12") == 12
    assert 80 < seconds_to_wait(email.utils.format_datetime(then, usegmt=False)) < 91
    assert seconds_to_wait("Sun, 06 Nov 1994 08:49:37 GMT") == 0
    assert (seconds_to_wait(None), seconds_to_wait("soon")) == (None, None)


def test_a_plain_answer_is_read_too(client, server):
    def plain(server, handler, asked):
        handler.headers.replace_header("Accept-Encoding", "identity")
        return False

    server.faults.append(plain)
    assert len(client.page("*").works) == 2

"""``xiandao sense openalex``."""

import argparse

import pytest

from tests.sense.openalex_server import LOOPBACK, OpenAlex, always, work
from xiandao.sense import cli
from xiandao.terms.error import InputError

pytestmark = pytest.mark.allow_hosts(LOOPBACK)


def run(*words):
    parser = argparse.ArgumentParser()
    cli.register(parser.add_subparsers())
    chosen = parser.parse_args(["sense", "openalex", *map(str, words)])
    return chosen.run(chosen)


@pytest.fixture
def server():
    running = OpenAlex([work(0), work(1), work(2, display_name=None, abstract_inverted_index=None)])
    yield running
    running.close()


@pytest.fixture
def words(server, tmp_path):
    lake = ("--lake", tmp_path / "lake", "--corpus", "c")
    return ("--filter", "language:zh", *lake, "--mailto", "a@b.org", "--base-url", server.address)


def test_works_go_in_with_their_account(words, capsys):
    assert run(*words) == 0
    said = capsys.readouterr().out
    assert "读3行，收入2条，重复0条，未收1行" in said
    assert "符合条件的作品共3条" in said
    assert "refused" in said


def test_the_key_comes_from_a_file(words, server, tmp_path):
    (tmp_path / "key").write_text("abc123\n")
    run(*words, "--key-file", tmp_path / "key", "--per-page", 2)
    assert {one["api_key"] for one in server.asked} == {"abc123"}
    assert {one["per-page"] for one in server.asked} == {"2"}


@pytest.mark.parametrize("text", [None, "", "two words", "x" * 500, "é"])
def test_a_key_that_is_none_is_refused(words, server, tmp_path, text):
    if text is not None:
        (tmp_path / "key").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        run(*words, "--key-file", tmp_path / "key")
    assert (error.value.code, server.asked) == ("SEN-334", [])


def test_what_was_done_is_done_until_it_is_wished_again(words, server, capsys):
    run(*words)
    server.works.append(work(4))
    run(*words)
    assert len(server.asked) == 1
    run(*words, "--again")
    assert "收入1条，重复2条" in capsys.readouterr().out


def test_a_refused_filter_is_told_in_the_words_of_the_server(words, server):
    server.faults.append(
        always(400, {"error": "Invalid query", "message": "language:zh is not valid"})
    )
    with pytest.raises(InputError) as error:
        run(*words)
    assert "Invalid query：language:zh is not valid" in str(error.value)

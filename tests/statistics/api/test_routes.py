"""Programs file returns and read released tables with a key: the scope of its account, refusals in words."""

import json

import pytest
from django.test import Client

from tests.statistics import economy
from tests.statistics import world as factory
from tests.statistics.commands.test_releases import published
from xiandao.registry.commands import keys
from xiandao.statistics.models import Filing, Release

BASE = "/api/v1/statistics"


class Program:
    """A program that shows its key."""

    def __init__(self, account):
        account.must_change_password = False
        account.save()
        self.headers = {"Authorization": f"Bearer {keys.issue(name='程序', by=account).text}"}

    def ask(self, method, path, body=None):
        data = body if isinstance(body, str | bytes) else json.dumps(body)
        return getattr(Client(), method)(
            BASE + path, data if body is not None else None,
            **({"content_type": "application/json"} if body is not None else {}), headers=self.headers,
        )  # fmt: skip


@pytest.fixture
def program(world):
    return Program(world.reporter_1)


@pytest.fixture
def mine(quick, world):
    return Filing.objects.get(round=quick, organisation=world.ent_1)


def test_without_a_key_nothing_is_told(quick):
    for headers in ({}, {"Authorization": "Bearer xd_no"}, {"Authorization": "Basic eDp5"}):
        answer = Client().get(f"{BASE}/filings", headers=headers)
        assert answer.status_code == 401
        assert answer.json()["sentence"]


def test_a_session_is_no_key(quick, world, sign_in):
    assert sign_in(world.reporter_1).get(f"{BASE}/filings").status_code == 401


def test_a_program_sees_its_own_returns_alone(program, mine):
    rows = program.ask("get", "/filings").json()
    assert [row["id"] for row in rows] == [mine.pk]
    assert rows[0]["unit"] == "E-1"


def test_anothers_return_does_not_exist_for_it(program, quick, world):
    foreign = Filing.objects.get(round=quick, organisation=world.ent_2)
    for method, path, body in (
        ("get", "", None), ("put", "", {"version": 1, "values": {"r01": "5"}}), ("post", "/submit", {"version": 1}),
    ):  # fmt: skip
        answer = program.ask(method, f"/filings/{foreign.pk}{path}", body)
        assert answer.status_code == 404
    assert Filing.objects.get(pk=foreign.pk).values == {}


def test_values_are_kept_computed_and_checked(program, mine):
    told = program.ask(
        "put", f"/filings/{mine.pk}", {"version": mine.version, "values": {"r14": "3", "r22": "4"}}
    )
    assert told.status_code == 200, told.content
    assert told.json()["values"]["r13"] == "7"
    assert told.json()["findings"]


def test_a_stale_version_is_told_and_changes_nothing(program, mine):
    told = program.ask(
        "put", f"/filings/{mine.pk}", {"version": mine.version + 1, "values": {"r14": "3"}}
    )
    assert told.status_code == 409
    assert told.json()["code"] == "STA-349"
    assert Filing.objects.get(pk=mine.pk).values == {}


def test_an_unfinished_return_is_not_filed_and_says_why(program, mine):
    told = program.ask("post", f"/filings/{mine.pk}/submit", {"version": mine.version})
    assert told.status_code == 400
    assert told.json()["details"]["findings"]


@pytest.mark.parametrize(
    "body",
    [
        '{"version": 1e999}', '{"version": NaN}', '{"version": -1}', f'{{"version": {2**70}}}', "[]", "{", "",
        '{"version": 1, "values": {"r14": "\\ud800"}}', '{"version": 1, "values": {"r14": "a\\u0000"}}',
        '{"version": 1, "values": {"r14\'": "1"}}', '{"version": 1, "people": {"head": 3}}',
        '{"version": 1, "values": {"r14": {"a": 1}}}',
    ],
)  # fmt: skip
def test_a_misshapen_request_is_refused_in_words(program, mine, body):
    told = program.ask("put", f"/filings/{mine.pk}", body)
    assert told.status_code in {400, 422}
    assert Filing.objects.get(pk=mine.pk).version == mine.version


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=1000000000", "offset=-1", "limit=x", "form=" + "x" * 50]
)
def test_pages_are_bounded(program, mine, query):
    assert program.ask("get", f"/filings?{query}").status_code == 422


def test_a_number_that_cannot_be_read_is_named(program, mine):
    told = program.ask(
        "put",
        f"/filings/{mine.pk}",
        {"version": mine.version, "values": {"r14": "NaN", "r22": "4"}},
    )
    assert told.status_code == 400
    assert list(told.json()["details"]["cells"]) == ["r14"]
    assert Filing.objects.get(pk=mine.pk).values == {}


def test_the_form_in_use_is_described(program):
    told = program.ask("get", "/forms/quick").json()
    assert {"code": "r01", "row": "01"}.items() <= told["items"][0].items()
    assert program.ask("get", "/forms/none").status_code == 404


def test_only_published_tables_are_listed(program, world):
    assert program.ask("get", "/releases").json() == []
    assert program.ask("get", "/releases/1").status_code == 404


def test_who_signed_and_whether_the_unit_consents_is_answered(program, mine):
    told = program.ask("get", f"/filings/{mine.pk}").json()
    assert (told["people"], told["consent"]) == ({}, False)
    said = {"version": mine.version, "people": {"head": "王某", "phone": "0571-1"}, "consent": True}
    told = program.ask("put", f"/filings/{mine.pk}", said).json()
    assert told["people"]["head"] == "王某"
    assert told["consent"] is True
    assert program.ask("get", f"/filings/{mine.pk}").json()["people"] == told["people"]


def test_a_key_without_the_right_to_read_statistics_lists_no_table(world):
    economy.settle(world, "2026-09")
    release = published(world)
    clerk = Program(factory.person("clerk", world.top))
    assert clerk.ask("get", "/releases").json() == []
    assert clerk.ask("get", f"/releases/{release.pk}").status_code == 404
    reader = Program(world.viewer)
    assert [row["id"] for row in reader.ask("get", "/releases").json()] == [release.pk]
    cells = reader.ask("get", f"/releases/{release.pk}").json()["cells"]
    assert {row["value"] for row in cells if row["conf"] == "N"} == {None}
    assert "growth" not in {name for row in cells if row["conf"] == "N" for name in row}


def test_a_table_waiting_or_withdrawn_is_read_by_no_program(world):
    economy.settle(world, "2026-09")
    for state in ("draft", "withdrawn"):
        release = published(world)
        Release.objects.filter(pk=release.pk).update(state=state)
        assert Program(world.statistician).ask("get", f"/releases/{release.pk}").status_code == 404
        Release.objects.all().delete()


def test_a_number_beyond_every_table_is_not_found(world):
    assert Program(world.viewer).ask("get", f"/releases/{10**30}").status_code == 404

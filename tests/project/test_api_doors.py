"""The interface for programs × every role × what belongs to somebody else: a key opens what its account may, nothing more."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from tests.project import foreign
from tests.project.naming import PROGRAMS, noun
from tests.project.test_odd_requests import GUARDS
from xiandao.registry.commands import keys
from xiandao.registry.models import AuditEvent
from xiandao.registry.models.key import AccessKey

SAID = {
    "version": 1, "values": {"r1": "9"}, "explanations": {"r1": "越权"}, "people": {"head": "越权"}, "consent": True,
    "reason": "越权",
}  # fmt: skip
ODD = ("9" * 30, "²", "a\x00b", "-1", "x" * 3000)
BODIES = (
    b"", b"{", b"[]", b"null", b'{"version": 1e400}', b'{"version": "1", "values": {"r1": {}}}', b"\xff\xfe{",
    b'{"version": 1, "values": ' + b"[" * 20_000 + b"]" * 20_000 + b"}",
    json.dumps({"version": 1, "values": {"r1": "NaN", "r3": "a\x00b"}}).encode(),
    json.dumps({"version": 1, "values": {f"r{one}": "1" for one in range(900)}}).encode(),
)  # fmt: skip


@pytest.fixture
def holders(world):
    """A program of every person: whoever may not sign in has no key that opens anything."""
    made = {}
    for who, account in world.actors.items():
        made[who] = {"Authorization": f"Bearer {keys.issue(name='程序', by=account).text}"}
    disabled = world.actors["disabled"]
    type(disabled).objects.filter(pk=disabled.pk).update(is_active=False)
    return made


def ask(method, address, headers, body=SAID):
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    client = Client(raise_request_exception=False)
    if method == "GET":
        return client.get(address, headers=headers)
    return getattr(client, method.lower())(
        address, data, content_type="application/json", headers=headers
    )


def addresses(things):
    """Every address of the interface that names one of the things, with its methods."""
    for name, parameters, policy in PROGRAMS:
        kind = (
            "form_code" if "code" in parameters else noun(name, parameters[0]) if parameters else ""
        )
        for key in things.get(kind, ()):
            yield from ((method, reverse(name, args=[key])) for method in sorted(policy.methods))


def lists():
    return [reverse(name) for name, parameters, _policy in PROGRAMS if not parameters]


def kept():
    """A digest of everything but the day on which a key was last used."""
    rows = foreign.all_rows()
    rows.pop(AccessKey._meta.label)
    return rows


def test_every_thing_that_a_program_can_name_is_tried(world):
    named = {address for _method, address in addresses(world.foreign["peer city"])}
    assert len(named) == 6
    assert lists()


@pytest.mark.slow
def test_a_key_opens_nothing_of_another_body(world, holders):
    before, told, open_doors = kept(), [], []
    for who, headers in holders.items():
        for whose, other in world.foreign.items():
            for method, address in addresses(other):
                answer = ask(method, address, headers)
                where = f"{who} → {whose} {method} {address}"
                told += [f"{where}: {words}" for words in foreign.tells(answer)]
                refusals = {401} if who == "disabled" else {403, 404}
                open_doors += (
                    [] if answer.status_code in refusals else [f"{where}: {answer.status_code}"]
                )
        for address in lists():
            answer = ask("GET", f"{address}?limit=200", headers)
            told += [f"{who} {address}: {words}" for words in foreign.tells(answer)]
            assert answer.status_code == (401 if who == "disabled" else 200)
    assert (told, open_doors) == ([], [])
    assert kept() == before


def test_without_a_key_that_holds_nobody_gets_in_not_even_who_is_signed_in_to_the_pages(world):
    ended = keys.issue(name="停用", by=world.actors["reporter"])
    keys.revoke(key=ended.key, by=world.actors["reporter"])
    before = kept()
    everything = [
        *addresses(world.own), *addresses(world.foreign["peer city"]), *(("GET", one) for one in lists()),
    ]  # fmt: skip
    for method, address in everything:
        for headers in (
            {},
            {"Authorization": f"Bearer {ended.text}"},
            {"Authorization": "Basic eDp5"},
        ):
            assert ask(method, address, headers).status_code == 401
        client = world.clients["reporter"]
        assert client.generic(method, address, "{}", "application/json").status_code == 401
    assert kept() == before


def test_only_its_reporters_program_reads_and_fills_a_return(world, holders):
    address = reverse("api_sta_filing", args=[world.own["filing"][-1]])
    inside = {
        who for who, headers in holders.items() if ask("GET", address, headers).status_code == 200
    }
    assert inside == {"reporter"}
    filled = {
        who for who, headers in holders.items() if ask("PUT", address, headers).status_code == 200
    }
    assert filled == {"reporter"}
    assert AuditEvent.objects.filter(action="filings.save", succeeded=True).count() == 1


def test_nothing_odd_breaks_the_interface(world, holders):
    mine = [*addresses(world.own), *(("GET", one) for one in lists())]
    broken = []
    for method, address in mine:
        bodies = BODIES if method != "GET" else (b"",)
        broken += [
            (method, address, body[:30])
            for body in bodies
            if ask(method, address, holders["reporter"], body).status_code >= 500
        ]
    for address, odd in ((one, odd) for one in lists() for odd in ODD):
        for key in ("form", "period", "limit", "offset"):
            answer = Client(raise_request_exception=False).get(
                address, {key: odd}, headers=holders["reporter"]
            )
            broken += [(address, key, odd[:9])] if answer.status_code >= 500 else []
    assert broken == []


def test_every_answer_of_the_interface_carries_its_guards_and_stays_in_no_cache(world, holders):
    for headers in (holders["reporter"], {}):
        for method, address in (*addresses(world.own), ("GET", lists()[0])):
            answer = ask(method, address, headers)
            assert [guard for guard in GUARDS if guard not in answer] == []
            assert "no-store" in answer.headers.get("Cache-Control", ""), f"{method} {address}"

"""Every address × every role × what belongs to somebody else: nothing is shown, nothing is changed.

The addresses come from the resolver and the keys of queries and forms from the source of the pages, so a new page is
tried as soon as it exists, and one whose parameter means nothing to this file fails.
"""

import itertools
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.project import foreign
from tests.project.naming import ALL, COMMON, FREE, HARMLESS, KEYS, OPEN, SITE, noun
from tests.project.sampling import THOROUGHLY, keys_read, one_of

SRC = Path(__file__).resolve().parents[2] / "src" / "xiandao"
ANSWERS_OF_A_WALL = {302, 303, 403, 404, 405}
_EXPORT = re.compile(r"[?&;]export=([\w-]+)")
_ACT = re.compile(r'name="act" value="(\w+)"')
_ASKED = re.compile(
    r"""(?:(?:GET|POST|FILES)(?:\.get|\.getlist)?[(\[]|asked\(request,)\s*["'](\w+)"""
)
# What the pages of some things can be told to do; the others are told to confirm.
ACTS = {
    "filed": "approve", "filing": "submit", "form": "publish", "release": "publish", "return": "take", "round": "close",
    "rule": "on", "unit": "end", "sheet": "take", "scheme": "approve", "assessment": "publish", "commission": "report",
}  # fmt: skip
# Who also asks for fragments and tries every key: the widest role, one below, and those who manage people.
BUSY = {"analyst", "county analyst"}
COUNTING = {"reporter", "statistician"}
THOROUGH = BUSY | COUNTING | {"system_admin", "security_admin", "audit_admin"}


def busy(name):
    """The people who try everything at an address."""
    return COUNTING if name.startswith("sta_") else BUSY


def targets(name, parameters, own, other):
    """Every way to name somebody else's thing in an address: all of it, or beside something of one's own."""
    sides = [[(True, key) for key in foreign_keys(other, noun(name, one))] for one in parameters]
    for side, one in zip(sides, parameters, strict=True):
        mine = [FREE[one]] if one in FREE else own[noun(name, one)]
        side += [(False, key) for key in mine[:1]]
    for chosen in itertools.product(*sides):
        if any(is_foreign for is_foreign, _key in chosen):
            yield reverse(name, args=[key for _is_foreign, key in chosen])


def foreign_keys(other, kind):
    """The keys of somebody else's things of a kind."""
    return () if kind in COMMON else other.get(kind, ())


def body_of(other):
    """A form that names foreign things wherever something can be named, and would set what no form may set."""
    said = {
        key: [f"{one}" for kind in kinds for one in other.get(kind, ())]
        for key, kinds in KEYS.items()
    }
    said["case"] = [f"{one}:1" for one in other.get("case", ())]
    return said | {
        "act": ["confirm"], "version": ["1"], "words": ["越权"], "reason": ["越权"], "start": ["0"], "end": ["5"],
        "kind": ["task"], "value": ["1"], "transition": ["sign"], "state": ["active"], "confirmed_by": ["1"],
        "title": ["越权"], "status": ["done"], "period": ["2026Q4"], "name": ["越权"], "is_active": ["1"], "step": ["x"],
        "v.r1": ["9"], "e.r1": ["越权"], "mark": ["r1"], "whom": ["all"], "due_on": ["2027-01-01"],
    }  # fmt: skip


def signed_in(account):
    """A browser in which somebody is signed in."""
    client = Client()
    client.force_login(account)
    return client


def clients(world):
    """A browser for every person, and one for nobody; the disabled one was signed in before."""
    account = world.actors["disabled"]
    type(account).objects.filter(pk=account.pk).update(is_active=False)
    yield "nobody", Client()
    yield from world.clients.items()


def test_every_parameter_of_every_address_is_something_this_file_knows():
    unknown = [
        f"{name}: {one}" for name, parameters, _policy in ALL for one in parameters if one not in FREE and not noun(name, one)
    ]  # fmt: skip
    assert unknown == []


def test_every_key_that_a_page_reads_is_something_this_file_knows():
    pages = [*SRC.glob("*/web/*.py"), *(SRC / "ui").glob("*.py")]
    read = {key for page in pages for key in _ASKED.findall(page.read_text(encoding="utf-8"))}
    assert read - set(KEYS) - HARMLESS == set()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "parameters"), [(one, names) for one, names, _policy in SITE if set(names) - set(FREE)]
)
def test_nobody_reaches_what_belongs_to_another_body(name, parameters, world):
    everybody, told, open_doors = list(clients(world)), [], []
    before = foreign.all_rows()
    doors = [
        (whose, other, address)
        for whose, other in world.foreign.items()
        for address in targets(name, parameters, world.own, other)
    ]
    for who, client in everybody:
        # Everybody knocks at each address; the widest roles try all that is foreign, the others one thing each.
        chosen = one_of(doors, name, who)
        for door in doors if who in busy(name) else chosen:
            whose, other, address = door
            with_fragment = who in THOROUGH and door in chosen
            said = body_of(other) | {"act": [ACTS.get(noun(name, parameters[0]), "confirm")]}
            for answer in tries(client, address, said, with_fragment=with_fragment):
                where = f"{who} → {whose} {answer.request['REQUEST_METHOD']} {address}"
                told += [f"{where}: {words}" for words in foreign.tells(answer)]
                open_doors += [] if is_wall(answer) else [f"{where}: {answer.status_code}"]
    assert (told, open_doors) == ([], [])
    assert foreign.all_rows() == before


def tries(client, address, said, *, with_fragment):
    """The ways to knock at one address."""
    yield client.get(address)
    yield client.post(address, said)
    if with_fragment:
        yield client.get(address, headers={"HX-Request": "true"})
        yield client.post(address, said, headers={"HX-Request": "true"})


def is_wall(answer):
    """Whether an answer refuses, or sends away to sign in."""
    to_signin = answer.headers.get("HX-Redirect", "").startswith(reverse("signin"))
    return answer.status_code in ANSWERS_OF_A_WALL or to_signin


@pytest.mark.slow
@pytest.mark.parametrize(("name", "parameters", "policy"), OPEN)
def test_no_query_brings_up_what_belongs_to_another_body(name, parameters, policy, world):
    address, told = reverse(name, args=[FREE[one] for one in parameters]), []
    for who, client in clients(world):
        page = client.get(address) if "GET" in policy.methods else None
        if page is None or page.status_code != 200:
            continue
        about_people = policy.who.startswith("registry.")
        exports = dict.fromkeys(_EXPORT.findall(foreign.everything_in(page)))
        asked = [{"q": foreign.SECRET[:-1]}, *({"export": one} for one in exports)]
        told += [f"{who}: {words}" for words in foreign.tells(page)]
        if who in busy(name) or (who in THOROUGH and about_people):
            read = keys_read(lambda client=client: client.get(address))
            asked += queries(world, read)
        for query in asked:
            for headers in ({}, {"HX-Request": "true", "HX-Target": "finder-hits"})[
                : 1 + ("q" in query and who in busy(name))
            ]:
                answer = client.get(address, query, headers=headers)
                told += [
                    f"{who} {query}: {words}" for words in foreign.tells(answer, *query.values())
                ]
                assert answer.status_code < 500
    assert told == []


def queries(world, read):
    """Each key that a page looks for with each foreign thing, the other keys all at once, and some beside one's own."""
    found = []
    for other in world.foreign.values():
        rest = {}
        for key, kinds in KEYS.items():
            things = [one for kind in kinds for one in other.get(kind, ())]
            if key in read or THOROUGHLY:
                found += [{key: one} for one in things]
            elif things:
                rest[key] = things[0]
        found.append(rest)
        found.append({"paper": world.own["paper"][1], "clause": other["clause"][-1]})
        found.append({"a": world.own["paper"][0], "b": other["paper"][0]})
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "parameters", "policy"), [one for one in OPEN if "POST" in one[2].methods]
)
def test_no_form_changes_what_belongs_to_another_body(name, parameters, policy, world):
    address, told = reverse(name, args=[FREE[one] for one in parameters]), []
    before = foreign.rows_of(world.roots)
    for who, client in clients(world):
        page = client.get(address)
        if page.status_code in ANSWERS_OF_A_WALL - {405}:
            continue
        acts = acts_on(client, address, world.own) or ["confirm"]
        read = keys_read(lambda client=client: client.get(address))
        bodies = world.foreign.values()
        for other in bodies if who in THOROUGH else one_of(bodies, name, who):
            picks = [
                {key: one}
                for key in ("under", "account", "grant")
                if key in read or THOROUGHLY
                for one in other.get(KEYS[key][0], ())
            ]
            for act, query in itertools.product(acts, [{}, *picks]):
                answer = client.post(address, form_of(other, act), query_params=query)
                told += [
                    f"{who} {query} {words}" for words in foreign.tells(answer, *other["username"])
                ]
                assert answer.status_code < 500
    assert told == []
    assert foreign.rows_of(world.roots) == before


def acts_on(client, address, own):
    """What the forms of a page can be told to do."""
    pages = [
        client.get(address, {key: own[KEYS[key][0]][0]}) for key in ("under", "account", "grant")
    ]
    return sorted({act for page in pages for act in _ACT.findall(foreign.everything_in(page))})


def form_of(other, act):
    """A form that names foreign things, with the fields of every act, also under the act's own prefix."""
    said = body_of(other) | {
        "act": [act],
        "role": ["analyst"],
        "on": ["2026-11-01"],
        "code": ["9999"],
    }
    said["account"] = other["username"]
    prefixes = (act, "plan", "rule")
    return said | {
        f"{one}-{key}": value
        for one in prefixes
        for key, value in (said | {"form": other.get("form", [])}).items()
    }


@pytest.mark.parametrize(
    ("name", "parameters"),
    [(one, names) for one, names, policy in SITE if "POST" in policy.methods],
)
def test_a_form_from_another_site_changes_nothing(name, parameters, world):
    client = Client(enforce_csrf_checks=True)
    client.cookies.load(world.cookies["analyst"])
    address = reverse(name, args=[world.own[noun(name, one)][0] for one in parameters])
    assert client.post(address, body_of(world.own)).status_code == 403
    assert foreign.all_rows() == world.rows


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        (one, names)
        for one, names, policy in SITE
        if "POST" in policy.methods and set(names) - set(FREE)
    ],
)
def test_a_form_about_ones_own_matter_cannot_pull_in_what_is_foreign(name, parameters, world):
    before, told = foreign.rows_of(world.roots), []
    address = reverse(name, args=[world.own[noun(name, one)][-1] for one in parameters])
    for who in ("analyst", "officer", "leader"):
        for other in world.foreign.values():
            client = signed_in(world.actors[who])
            for headers in ({}, {"HX-Request": "true"}):
                answer = client.post(address, body_of(other), headers=headers)
                told += [
                    f"{who}: {words}" for words in foreign.tells(answer, *other.get("username", ()))
                ]
                assert answer.status_code < 500
    assert told == []
    assert foreign.rows_of(world.roots) == before

"""Whatever a request says, the site answers in words and never breaks; what guards a page is on every answer."""

import itertools

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.project import foreign
from tests.project.naming import FREE, HARMLESS, KEYS, SITE, noun
from tests.project.sampling import THOROUGHLY, turn
from tests.project.test_foreign_ids import signed_in

ODD = (
    "", "-1", "1e9", "9" * 30, "9" * 5000, "²", "１２", "a\x00b", "\u202e\u2066x", "__class__", "x" * 100_000, "../../etc/passwd",
    "\r\nX-Odd: 1", "2026Q9", "0000Q1", "9999-99-99",
)  # fmt: skip
# What the grids and forms of the site read besides the keys that their pages name.
MORE = {
    "per", "sort", "group", "lamp", "state", "report", "days", "role", "succeeded", "is_active", "c-page", "c-sort", "due_on",
    "deadline_year", "counting_rule", "tolerance_pct", "funds_cny_10k", "stage", "counted_on", "valid_to", "departments",
    "v.r1", "v.r3", "e.r1", "p.head", "w.r1", "plan-period", "plan-form", "rule-left", "rule-tolerance_abs", "rule-level",
    "extend-due_on", "indicator", "rows", "columns", "unit", "method",
}  # fmt: skip
NAMES = sorted((set(KEYS) | HARMLESS | MORE) - {"file", "files", "evidence", "export"})
# Each of these alone reached a number or a statement somewhere that could not take it.
SHARP = ("9" * 30, "9" * 5000, "²", "a\x00b")
KEEPERS = {
    "audit": "audit_admin",
    "audit_verify": "audit_admin",
    "grants": "security_admin",
    "accounts": "system_admin",
}
# Who gets furthest with the pages about returns, about what is collected and about reviewing.
FILLED = ("sta_mine", "sta_filing")
COLLECTED = ("sta_",)
GUARDS = ("Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy")
GOOD = {
    "act": "confirm", "version": "1", "words": "话", "period": "2026Q4", "kind": "task", "transition": "sign", "title": "题",
    "name": "名", "stage": "认定", "counted_on": "2026-01-01", "reason": "因", "start": "0", "end": "9",
    "step": "policy.followup/sign", "counting_rule": "reported",
}  # fmt: skip


def address_of(name, parameters, world):
    return reverse(
        name, args=[FREE.get(one) or world.own[noun(name, one)][-1] for one in parameters]
    )


def keeper_of(name):
    """The role that gets furthest with a page."""
    if name.startswith(FILLED):
        return "reporter"
    return "statistician" if name.startswith(COLLECTED) else KEEPERS.get(name, "analyst")


def browser(name, world):
    client = signed_in(world.actors[keeper_of(name)])
    client.raise_request_exception = False
    return client


def said_oddly(page: str):
    """All keys at once with each odd value, and keys alone with one that is sharp, others on every page.

    The thorough profile says every key with every sharp value on every page; that takes a quarter of an hour.
    """
    if THOROUGHLY:
        yield from (dict.fromkeys(NAMES, odd) for odd in ODD)
        yield from ({key: odd} for key, odd in itertools.product(NAMES, SHARP))
        return
    first = turn(page)
    yield from (dict.fromkeys(NAMES, odd) for odd in dict.fromkeys((*SHARP, *ODD[first % 3 :: 3])))
    for number, key in enumerate(NAMES[first % 12 :: 12]):
        yield {key: SHARP[(first + number) % len(SHARP)]}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "parameters", "policy"), SITE)
def test_no_odd_value_breaks_a_page_or_a_form(name, parameters, policy, world):
    client, address, broken = browser(name, world), address_of(name, parameters, world), []
    for said in said_oddly(name):
        shown = f"{sorted(said)[:3]} = {next(iter(said.values()))[:20]!r}"
        if "GET" in policy.methods:
            answer = client.get(address, said)
            broken += [f"GET {shown}"] if answer.status_code >= 500 else []
            foreign.body_bytes(answer)
        if "POST" in policy.methods and name != "signout":
            before = transaction.savepoint()
            broken += (
                [f"POST {shown}"] if client.post(address, GOOD | said).status_code >= 500 else []
            )
            transaction.savepoint_rollback(before)
    assert broken == []


@pytest.mark.parametrize("half", [0, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize(("name", "parameters", "policy"), SITE)
def test_every_answer_carries_its_guards_and_stays_in_no_cache(
    name, parameters, policy, half, world
):
    address = address_of(name, parameters, world)
    # Both ask with every verb, each with one half of them; the roles change places from page to page.
    for number, verb in enumerate(("get", "head", "put", "options", "delete", "post")):
        who = ("analyst", "audit_admin")[(turn(name) + number + half) % 2]
        answer = getattr(world.clients[who], verb)(address)
        assert [guard for guard in GUARDS if guard not in answer] == [], (who, verb)
        assert "no-store" in answer["Cache-Control"], (who, verb)
        assert answer.status_code < 500
        foreign.body_bytes(answer)
        if verb.upper() not in {*policy.methods, "HEAD"}:
            assert answer.status_code in {403, 405}, (who, verb)


def test_errors_carry_their_guards_too(world):
    for answer in (
        Client().get("/nothing-here"),
        Client(raise_request_exception=False).get("/signin", headers={"Host": "evil.example"}),
        Client(enforce_csrf_checks=True).post("/signin", {}),
        signed_in(world.actors["analyst"]).get("/policy/items/999999"),
    ):
        assert [guard for guard in GUARDS if guard not in answer] == []


def test_a_host_that_is_not_ours_is_refused(world, settings):
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    client = Client(raise_request_exception=False)
    answer = client.get(
        reverse("signin"), headers={"Host": "evil.example", "X-Forwarded-Host": "127.0.0.1"}
    )
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("sta_filing_save", "version"), ("sta_filing_save", "v.r1"), ("sta_review_filing", "version"), ("sta_rule", "version"),
        ("keys", "key"), ("keys", "days"), ("item_same", "same_as"), ("item_same", "version"), ("ledger_cell", "version"), ("clause_confirm", "pk"),
        ("proposal_split", "cut"), ("upload_confirm", "stale_lines"), ("upload_confirm", "version"),
    ],
)  # fmt: skip
def test_a_number_of_five_thousand_digits_is_answered_in_words(name, key, world):
    (parameters,) = [names for one, names, _policy in SITE if one == name]
    client, address = browser(name, world), address_of(name, parameters, world)
    assert client.post(address, GOOD | {"all": "mine", key: "9" * 5000}).status_code < 500


def test_a_search_with_a_nul_in_it_finds_what_the_words_find(world):
    client = browser("search", world)
    assert "示范意见" in client.get(reverse("search"), {"q": "示范\x00意见"}).content.decode()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ledger_cell", {"words": "进\x00展", "version": "0", "period": "2026Q4", "value": ""}),
        ("item_count_out", {"reason": "重\x00复"}),
        ("item_followup", {"words": "请\x00报告"}),
        ("proposal_decide", {"act": "reject", "reason": "重\x00复"}),
        ("party_match", {"name": "省\x00厅", "organisation": "99\x00"}),
        (
            "paper_add",
            {
                "text": f"{foreign.TEXT.format(mark='全市', number=77, body='市局')}\x00",
                "keeper": "9901",
            },
        ),
        (
            "case_act",
            {"transition": "sign", "words": "收\x00到", "version": "1", "reassign_to": "县\x00"},
        ),
        ("case_remind", {"words": "请\x00快"}),
        ("signin", {"username": "an\x00alyst", "password": "x\x00"}),
        (
            "sta_filing_save",
            {
                "v.r3": "情\x00况",
                "e.r1": "说\x00明",
                "p.head": "甲\x00",
                "version": "1",
                "act": "submit",
            },
        ),
        ("sta_filing_withdraw", {"words": "有\x00误", "version": "1"}),
        (
            "sta_review_filing",
            {"act": "return", "words": "请\x00核实", "mark": "r\x001", "version": "1"},
        ),
        ("sta_round", {"act": "remind", "words": "请\x00报", "whom": "all"}),
        ("sta_release", {"act": "withdraw", "reason": "有\x00误"}),
        ("sta_rule", {"act": "edit", "rule-left": "r\x001", "version": "1"}),
        ("keys", {"name": "程\x00序", "days": "9"}),
    ],
)
def test_text_with_a_nul_breaks_no_form_on_any_database(name, said, world):
    from xiandao.policy.models import Proposal
    from xiandao.policy.models.reading import ProposalState

    Proposal.objects.filter(pk=world.own["proposal"][-1]).update(state=ProposalState.PROPOSED)
    (parameters,) = [names for one, names, _policy in SITE if one == name]
    client = Client() if name == "signin" else browser(name, world)
    client.raise_request_exception = False
    answer = client.post(address_of(name, parameters, world), said, headers={"HX-Request": "true"})
    assert answer.status_code < 500

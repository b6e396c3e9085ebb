"""Somebody who is signed in and curious: every address, every export, every number in it – and no figure of another's return."""

import io
import json
import zipfile

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern

from tests import worlds
from tests.statistics import world as factory
from tests.statistics.returns import filed, whole
from xiandao.registry.commands import keys
from xiandao.statistics.commands import indicators, rules, uploads
from xiandao.statistics.models import Filing, FilingEvent, ReturnUpload, Round
from xiandao.statistics.web.filing_files import workbook_of

SECRET = "8675309"
WORDS = "大客户订单提前交付"
CURIOUS = [
    "city_statistician_b",
    "analyst",
    "leader",
    "viewer",
    "reporter_2",
    "zone_reporter",
    "zone_reporter_b",
]
EXPORTS = ("?export=review", "?export=review&show=all", "?export=releases")
BASE = "/api/v1/statistics"


@pytest.fixture(scope="module")
def collected(province, django_db_blocker):
    """The round in which ent_1 has filed, kept for all tests of this file."""
    with worlds.kept(django_db_blocker, factory.on_the_day(lambda: collect(province))) as built:
        yield built


@pytest.fixture
def quick(collected, world):
    """The round; the other enterprises have not filed yet."""
    return Round.objects.get(pk=collected.round_id)


@pytest.fixture
def target(collected, world):
    """The return of ent_1, filed, with a figure and an explanation that nobody else has, and a workbook behind it."""
    return Filing.objects.get(pk=collected.pk)


def collect(world):
    """Let ent_1 file."""
    indicators.plant(organisation=world.top, by=world.statistician)
    rules.plant(organisation=world.top, by=world.statistician)
    quick = factory.opened(world)
    filing = factory.filing_of(quick, world.ent_1)
    upload = uploads.receive(
        filing=filing, data=workbook_of(filing), name="秘密.xlsx", by=world.reporter_1
    )
    done = filed(filing, world.reporter_1, {"r14": SECRET, "r22": "8000"})
    Filing.objects.filter(pk=done.pk).update(explanations={"r14": WORDS})
    ReturnUpload.objects.filter(pk=upload.pk).update(
        state="waiting", content=b"PK" + SECRET.encode()
    )
    return Filing.objects.get(pk=done.pk)


def patterns(resolver=None, prefix=""):
    """Every named address with the names of its arguments."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLPattern):
            if one.name:
                yield one.name, tuple(one.pattern.converters)
        else:
            yield from patterns(one)


def addresses(target):
    """Every address of statistics, with the numbers of the target wherever it takes one, and the pages without any."""
    upload = target.uploads.first().pk
    known = {"upload": upload, "intake": upload, "code": "TOTAL_INCOME", "kind": "xlsx"}
    for name, arguments in patterns():
        if name.startswith("sta_"):
            yield reverse(name, kwargs={one: known.get(one, target.pk) for one in arguments})
        elif not arguments and name != "signout" and not name.startswith("api_"):
            yield reverse(name)


def text_of(response):
    body = b"".join(response) if response.streaming else response.content
    if body[:2] == b"PK":
        book = zipfile.ZipFile(io.BytesIO(body))
        body = b"\n".join(book.read(name) for name in book.namelist())
    return body.decode(errors="replace").replace(",", "")


@pytest.mark.slow
@pytest.mark.parametrize("name", CURIOUS)
def test_no_page_tells_the_curious_a_figure_or_a_word_of_the_return(world, target, sign_in, name):
    browser = sign_in(getattr(world, name))
    asked = 0
    for address in addresses(target):
        exports = [address + query for query in EXPORTS if address.startswith("/statistics/re")]
        for door in (address, *exports):
            response = browser.get(door)
            assert response.status_code < 500, door
            text = text_of(response)
            assert SECRET not in text, door
            assert WORDS not in text, door
            asked += 1
    for words in (SECRET, WORDS, "秘密.xlsx"):
        for address in (
            "/search",
            "/inbox",
            "/registry/audit",
            reverse("sta_releases"),
            reverse("sta_review"),
        ):
            response = browser.get(address, {"q": words})
            shown = text_of(response).replace(f'value="{words}"', "")
            assert WORDS not in shown.replace(words, ""), address
            assert "秘密.xlsx" not in shown.replace(words, ""), address
    assert asked > 50


@pytest.mark.parametrize(
    "name", ["reporter_1", pytest.param("city_statistician_a", marks=pytest.mark.slow)]
)
def test_who_fills_and_who_reviews_the_return_reads_it(world, target, sign_in, name):
    """The search above would find the figure if it stood anywhere."""
    browser = sign_in(getattr(world, name))
    found = [door for door in addresses(target) if SECRET in text_of(browser.get(door))]
    assert reverse("sta_filing", args=[target.pk]) in found
    assert len(found) >= 2


@pytest.mark.parametrize("name", CURIOUS)
def test_no_post_of_the_curious_changes_the_return(world, target, sign_in, name):
    before = Filing.objects.filter(pk=target.pk).values().get()
    browser, steps = sign_in(getattr(world, name)), FilingEvent.objects.count()
    upload = target.uploads.first()
    sent = [
        ("sta_filing_save", [target.pk], {"v.r14": "1", "version": target.version, "act": "submit"}),
        ("sta_filing_withdraw", [target.pk], {"version": target.version, "words": "x"}),
        ("sta_filing_upload", [target.pk], {}),
        ("sta_filing_take", [target.pk, upload.pk], {}),
        ("sta_filing_take", [target.pk, upload.pk], {"act": "discard"}),
        ("sta_review_filing", [target.pk], {"act": "pass", "version": target.version}),
        ("sta_review", [], {"act": "green"}),
        ("sta_review", [], {"filing": f"{target.pk}:{target.version}"}),
        ("sta_round", [target.round_id], {"act": "close"}),
        ("sta_round", [target.round_id], {"act": "estimate"}),
        ("sta_round", [target.round_id], {"act": "extend-unit", "unit-reason": "x"}),
    ]  # fmt: skip
    for address, arguments, body in sent:
        response = browser.post(reverse(address, args=arguments), body)
        assert response.status_code in (302, 403, 404, 422), (address, response.status_code)
    assert Filing.objects.filter(pk=target.pk).values().get() == before
    assert FilingEvent.objects.count() == steps
    assert ReturnUpload.objects.get(pk=upload.pk).state == "waiting"


def test_an_upload_is_reached_through_its_own_return_alone(world, target, quick, sign_in):
    own = factory.filing_of(quick, world.ent_2)
    browser = sign_in(world.reporter_2)
    foreign = target.uploads.first().pk
    for name in ("sta_filing_trial", "sta_filing_marked"):
        assert browser.get(reverse(name, args=[own.pk, foreign])).status_code == 404
    assert browser.post(reverse("sta_filing_take", args=[own.pk, foreign])).status_code == 404


@pytest.mark.parametrize("name", ["sta_filing_save", "sta_filing_withdraw", "sta_filing_upload"])
def test_a_form_of_another_site_files_nothing(world, target, name):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.reporter_1)
    assert browser.post(reverse(name, args=[target.pk]), {"v.r14": "1"}).status_code == 403


@pytest.mark.parametrize(
    "name", ["sta_round", "sta_review", "sta_rules", "sta_tables", "sta_forms", "sta_rounds"]
)
def test_a_form_of_another_site_steers_nothing(world, target, name):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.statistician)
    arguments = [target.round_id] if name == "sta_round" else []
    assert browser.post(reverse(name, args=arguments), {"act": "close"}).status_code in (403, 405)


class Key:
    """A program with a key of an account."""

    def __init__(self, account):
        self.account = account
        self.header = {"Authorization": f"Bearer {keys.issue(name='程序', by=account).text}"}

    def ask(self, method, path, body=None):
        sent = (
            {"data": json.dumps(body), "content_type": "application/json"}
            if body is not None
            else {}
        )
        return getattr(Client(), method)(BASE + path, headers=self.header, **sent)


@pytest.mark.parametrize(
    "smuggled",
    [
        {"stage": "approved"}, {"organisation": 1, "unit": "E-2"}, {"was_approved": True, "approved_by": 1},
        {"round": 1, "prefill": {"r01": {"value": "1"}}, "score": 0, "must_count": 0},
    ],
)  # fmt: skip
def test_a_program_sets_values_and_nothing_else(world, quick, smuggled):
    mine = factory.filing_of(quick, world.ent_3)
    kept = (
        "stage",
        "organisation_id",
        "round_id",
        "was_approved",
        "approved_by_id",
        "prefill",
        "score",
    )
    before = Filing.objects.filter(pk=mine.pk).values(*kept).get()
    body = {"version": mine.version, "values": {"r01": "5"}} | smuggled
    Key(world.reporter_3).ask("put", f"/filings/{mine.pk}", body)
    assert Filing.objects.filter(pk=mine.pk).values(*kept).get() == before


@pytest.mark.parametrize("code", ["stage", "r13__secret", "__class__", "r13", "unit"])
def test_what_is_no_item_to_be_typed_is_no_value(world, quick, code):
    mine = factory.filing_of(quick, world.ent_3)
    Key(world.reporter_3).ask(
        "put", f"/filings/{mine.pk}", {"version": mine.version, "values": {code: "99"}}
    )
    assert Filing.objects.get(pk=mine.pk).values.get(code) in (None, "0")


def test_a_key_ends_with_its_account(world, target):
    program = Key(world.reporter_1)
    assert program.ask("get", f"/filings/{target.pk}").status_code == 200
    world.reporter_1.is_active = False
    world.reporter_1.save()
    assert program.ask("get", f"/filings/{target.pk}").status_code == 401


def test_a_key_ends_with_the_grant_of_its_account(world, target):
    program = Key(world.reporter_1)
    world.reporter_1.grants.all().delete()
    assert program.ask("get", f"/filings/{target.pk}").status_code == 404
    assert program.ask("get", "/filings").json() == []


@pytest.mark.parametrize("name", CURIOUS)
def test_a_key_of_the_curious_opens_no_return(world, target, name):
    program = Key(getattr(world, name))
    assert program.ask("get", f"/filings/{target.pk}").status_code == 404
    assert SECRET not in program.ask("get", "/filings").content.decode()
    told = program.ask("put", f"/filings/{target.pk}", {"version": target.version, "values": {}})
    assert told.status_code == 404


def test_a_mistake_in_a_return_is_told_without_the_figures_of_others(world, target, quick):
    own = factory.filing_of(quick, world.ent_2)
    program = Key(world.reporter_2)
    for values in ({"r14": "1e400"}, {"r14": "NaN"}, {"r14": "9" * 60}, whole({"r14": "-5"})):
        told = program.ask("put", f"/filings/{own.pk}", {"version": own.version, "values": values})
        assert told.status_code < 500
        assert SECRET not in told.content.decode()

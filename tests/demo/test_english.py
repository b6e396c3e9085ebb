"""English is the second language of the whole site: with it chosen, only data is still Chinese."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from xiandao.casework.models import Task
from xiandao.demo import province
from xiandao.policy.models import Item
from xiandao.registry.models import Account
from xiandao.terms.pack import load_pack, pack_names

HAN = re.compile(r"[\u4e00-\u9fff]")
APART = re.compile(r"[\s·,;:：；，、()（）〔〕“”《》？?。.…\d]+")
SPOKEN = {"title", "aria-label", "placeholder", "alt", "hx-confirm", "data-confirm"}
# What a paper says, in its own words, and the name of the other language.
PAPER = {"quote", "paper-text", "official-table"}
OWN_NAME = "中文"
VOID = {
    "meta",
    "link",
    "input",
    "br",
    "img",
    "path",
    "rect",
    "circle",
    "line",
    "hr",
    "col",
    "source",
    "wbr",
}
# A piece this long that stands in a text of the demonstration was taken from there.
LONG = 5
PAGES = (
    "/",
    "/policy/",
    "/policy/ledger",
    "/policy/targets",
    "/policy/deadlines",
    "/inbox",
    "/inbox?tab=started",
    "/cases",
    "/catalog/industries",
    "/password",
    "/w/serve",
)


class Shown(HTMLParser):
    """Collects what a page says outside the wording of papers: text, and attributes that are read out."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.open: list[tuple[str, bool]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.said += [value or "" for name, value in attrs if name in SPOKEN]
        quiet = tag in ("script", "style") or bool(
            PAPER & set((dict(attrs).get("class") or "").split())
        )
        if tag not in VOID:
            self.open.append((tag, quiet))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if not any(quiet for _tag, quiet in self.open):
            self.said.append(data)


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """The demonstration, told once from beginning to end; every test takes back what it did itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        password, people = province.cast()
        yield province.settle(None, "", password, people)
        transaction.set_rollback(True)


@pytest.fixture
def told(built, db):
    """The demonstration's paper."""
    return built


@pytest.fixture(scope="module")
def data(built):
    """Every Chinese text of the demonstration: what is kept of it, and the names of its province."""
    texts = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith(("reg_audit", "django_", "auth_")):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                texts |= {
                    cell for row in cursor.fetchall() for cell in row if isinstance(cell, str)
                }
    packs = [load_pack(name) for name in pack_names()]
    texts |= {
        text
        for pack in packs
        for kind in ("catalogue", "regions")
        for text in strings(pack.table(kind))
    }
    for item in Item.objects.all():
        # A button says the first words of the item it is for.
        texts |= {item.figure, item.title[:40]}
    texts |= {text.removesuffix("市") for text in texts}
    return {text for text in texts if HAN.search(text)}


def strings(value):
    """Yield the texts of nested data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (Mapping, tuple)):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from strings(inner)


def untranslated(page: str, data: set[str]) -> list[str]:
    """Return the Chinese that is no data."""
    pieces = {piece for text in data for piece in APART.split(text)}
    everything = "\n".join(data)

    def is_data(text: str) -> bool:
        return text in pieces or (len(text) >= LONG and text in everything)

    found = []
    for said in Shown(page).said:
        text = said.strip().rstrip("…")
        is_whole = text in data or text == OWN_NAME or (len(text) >= LONG and text in everything)
        if HAN.search(text) and not is_whole:
            found += [one for one in APART.split(text) if HAN.search(one) and not is_data(one)]
    return found


def reader(username: str) -> Client:
    """Return the browser of somebody who chose English."""
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    if username:
        client.force_login(Account.objects.get(username=username))
    return client


@pytest.mark.slow
def test_in_english_only_data_is_chinese(told, data):
    analyst = reader("analyst")
    pages = [
        *PAGES,
        f"/policy/{told.pk}/reading",
        f"/policy/items/{Item.objects.filter(kind='target').first().pk}",
        f"/cases/{Task.objects.first().case_id}",
    ]
    left = {}
    for address in pages:
        response = analyst.get(address)
        assert response.status_code == 200, address
        if chinese := untranslated(response.content.decode(), data):
            left[address] = chinese
    assert left == {}


def test_the_door_speaks_english_to_whoever_chose_it(db):
    page = reader("").get("/signin").content.decode()
    assert untranslated(page, set()) == []
    assert "Sign in" in page


@pytest.mark.slow
@pytest.mark.parametrize(
    ("username", "address"),
    [("sysadmin", "/registry/accounts"), ("secadmin", "/registry/grants"), ("leader", "/inbox")],
)
def test_others_find_english_on_their_pages(told, data, username, address):
    assert untranslated(reader(username).get(address).content.decode(), data) == []


@pytest.mark.slow
def test_what_pure_code_says_is_told_in_english(told):
    page = reader("analyst").get("/policy/ledger").content.decode()
    assert re.search(r"\d+ days late", page)
    assert "滞后" not in page.replace("滞后原因", "")


@pytest.mark.slow
def test_a_forgotten_word_would_be_found(told, data):
    page = reader("analyst").get("/").content.decode().replace("Ledger", "台账", 1)
    assert untranslated(page, data) == ["台账"]

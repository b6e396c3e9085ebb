"""Text that would like to be markup, a script or a formula stays text on every page and in every file."""

import io
import json
import zipfile
from html.parser import HTMLParser

import pytest
from django.db.models import CharField, JSONField, TextField
from django.urls import reverse

from tests.project import foreign
from tests.project.naming import FREE, SITE, noun
from tests.project.sampling import THOROUGHLY
from tests.project.test_foreign_ids import _EXPORT, signed_in
from xiandao.registry.methods.roles import roles

READERS = (
    "analyst", "leader", "reporter", "statistician", "system_admin", "security_admin", "audit_admin",
)  # fmt: skip
MARKUP = "</script><img src=x onerror=alert(7)>\"'{{7*7}}"
# The reader would take tags in a plain text for a page of the web: they come in afterwards, sign for sign.
PLAIN = "甲" * len(MARKUP)
FORMULAS = ("=cmd|' /C calc'!A0", "{=1+1}", "\t@SUM(A1)")
PAGES = [one for one in SITE if "GET" in one[2].methods]


class Tags(HTMLParser):
    """Every tag of a page with its attributes."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def living(text):
    """The tags of a page that would run something or load something that nobody put there."""
    return [
        (tag, attributes)
        for tag, attributes in Tags(text).found
        if any(name.startswith(("on", "hx-on")) or name == "style" for name in attributes)
        or (
            tag == "script"
            and "src" not in attributes
            and attributes.get("type") != "application/json"
        )
        or attributes.get("src") == "x"
        or str(attributes.get("href", "")).lower().startswith(("javascript:", "data:"))
    ]


@pytest.fixture
def read_by(db, settings, tmp_path):
    """Build a world in which everything is called so; give the readers' browsers and what they read."""
    settings.XIANDAO_DOCUMENTS = tmp_path

    def read(mark):
        top = foreign.body("99", f"{mark}示范省", "province", "000001")
        own = foreign.body("9901", f"{mark}澜州市", "city", "000001000001", top)
        bureau = foreign.body(
            "9901-JX", f"{mark}澜州市经信局", "department", "000001000001000001", own
        )
        things = foreign.belongings(own, bureau, "own", mark, 30)
        people = {role: foreign.person(role, f"{mark}{role[:9]}", own, role) for role in roles()}
        return {who: signed_in(people[who]) for who in READERS}, things

    return read


def put_in(old, new):
    """Put other words of the same length into every text of the database."""
    escaped = json.dumps(new)[1:-1]
    for model in foreign.models():
        texts = [
            one.name
            for one in model._meta.concrete_fields
            if isinstance(one, CharField | TextField)
        ]
        for row in model.objects.all() if texts else ():
            changed = {name: getattr(row, name).replace(old, new) for name in texts}
            if "definition" in changed:
                # A declaration has its own way to write quotation marks.
                changed["definition"] = row.definition.replace(old, escaped)
            model.objects.filter(pk=row.pk).update(**changed)
        kept = [one.name for one in model._meta.concrete_fields if isinstance(one, JSONField)]
        for row in model.objects.all() if kept else ():
            texts_of = {name: json.dumps(getattr(row, name), ensure_ascii=False) for name in kept}
            changed = {
                name: json.loads(text.replace(old, escaped)) for name, text in texts_of.items()
            }
            model.objects.filter(pk=row.pk).update(**changed)


def pages_for(client, things):
    """Every page that a person may open, with the address; a comparison and a search among them."""
    for name, parameters, _policy in PAGES:
        yield reverse(
            name, args=[FREE.get(one) or things[noun(name, one)][-1] for one in parameters]
        )
    draft, active = things["paper"]
    yield f"{reverse('overview')}?paper={active}&clause={things['clause'][-1]}"
    yield f"{reverse('paper_compare')}?a={draft}&b={active}"
    yield f"{reverse('organisations')}?under={things['organisation'][-1]}"
    yield f"{reverse('accounts')}?account={things['account'][0]}"
    yield f"{reverse('grants')}?grant={things['grant'][0]}"
    yield f"{reverse('search')}?q=%3Cimg"
    yield f"{reverse('ledger')}?q=%22%3E%3Cimg%20src%3Dx%20onerror%3Dalert(7)%3E"


def ways_to_ask(address):
    """As a page, as a fragment, and where something is searched for also as its list of hits."""
    yield {}
    yield {"HX-Request": "true"}
    if "q=" in address or address == reverse("search"):
        yield {"HX-Request": "true", "HX-Target": "finder-hits"}


@pytest.mark.slow
def test_no_text_becomes_markup_on_any_page_or_fragment(read_by):
    clients, things = read_by(PLAIN)
    put_in(PLAIN, MARKUP)
    wrong, seen = [], 0
    for who, client in clients.items():
        for address in pages_for(client, things):
            for headers in ways_to_ask(address):
                answer = client.get(address, headers=headers)
                if answer.status_code >= 400 and not headers:
                    break
                if (
                    answer.headers.get("Content-Type", "").startswith("text/html")
                    and not answer.streaming
                ):
                    text = answer.content.decode()
                    seen += "alert(7)" in text
                    wrong += [f"{who} {address}: {one}" for one in living(text)]
                elif answer.streaming:
                    foreign.body_bytes(answer)
    assert wrong == []
    # The text was there, as text.
    assert seen > 60


@pytest.mark.slow
@pytest.mark.parametrize("mark", FORMULAS)
def test_no_text_becomes_a_formula_in_any_file(read_by, mark):
    clients, things = read_by(mark)
    formulas, files = [], 0
    # The files of everybody with the plainest sign; the other signs in the files of who gets the most.
    readers = READERS if mark == FORMULAS[0] or THOROUGHLY else ("analyst", "audit_admin")
    for who, client in ((who, clients[who]) for who in readers):
        for address in pages_for(client, things):
            answer = client.get(address)
            if answer.streaming:
                foreign.body_bytes(answer)
                continue
            text = (
                ""
                if answer.content.startswith(b"PK")
                else answer.content.decode("utf-8", "replace")
            )
            joint = "&" if "?" in address else "?"
            asked = [
                answer,
                *(
                    client.get(f"{address}{joint}export={one}")
                    for one in set(_EXPORT.findall(text))
                ),
            ]
            for one in asked:
                if one.content.startswith(b"PK"):
                    files += 1
                    formulas += [
                        f"{who} {address}: {name}" for name in sheets_with_formulas(one.content)
                    ]
    assert formulas == []
    assert files > 10


def sheets_with_formulas(data):
    """The sheets of a workbook in which something is computed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            text = archive.read(name)
            if name.startswith("xl/worksheets/") and (
                b"<f>" in text or b"<f " in text or b"<hyperlink" in text
            ):
                yield name

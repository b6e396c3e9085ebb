"""The script of the sheet in a real browser: what a clerk types is neither filed by a slip nor lost."""

import json
import re
import shutil
from contextlib import contextmanager

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from tests.statistics import world as factory
from tests.statistics.returns import saved

SITE = "http://sheet.test"
HTMX = {"HX-Request": "true", "HX-Target": "sheet"}
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
PASTE = """([selector, text]) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
    document.querySelector(selector).dispatchEvent(event);
}"""


def cell(name):
    return f"[name='v.{name}']"


class Sheet:
    """The page as the site answers it, then a browser that asks this object in place of the site."""

    def __init__(self, client, filing):
        self.path = reverse("sta_filing", args=[filing.pk])
        self.whole = client.get(self.path).content.decode()
        self.fragment = client.get(self.path, headers=HTMX).content.decode()
        self.posted, self.answers, self.page = [], [], None

    def serve(self, route):
        request = route.request
        path = request.url.removeprefix(SITE).partition("?")[0]
        if request.method == "POST":
            self.posted.append(request)
            route.fulfill(**self.answers.pop(0))
        elif path == self.path:
            route.fulfill(body=self.whole, content_type="text/html; charset=utf-8")
        elif path.startswith("/static/") and (found := finders.find(path.removeprefix("/static/"))):
            route.fulfill(path=found)
        else:
            route.fulfill(body="<p>", content_type="text/html")

    def open(self):
        self.page.goto(SITE + self.path)

    def value(self, name):
        return self.page.input_value(cell(name))

    def paste(self, name, text):
        self.page.evaluate(PASTE, [cell(name), text])

    def save(self, **answer):
        """Press 暂存 and let the site answer so."""
        self.answers.append({"content_type": "text/html; charset=utf-8", "body": "", **answer})
        self.page.click("button[value=save]")


@pytest.fixture
def sheet(world, quick, sign_in):
    filing = factory.filing_of(quick, world.ent_1)
    saved(filing, world.reporter_1)
    return Sheet(sign_in(world.reporter_1), filing)


@contextmanager
def shown(sheet):
    """The sheet in a window of its own; the database rests meanwhile."""
    if not CHROMIUM:
        pytest.skip("needs a Chromium browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        sheet.page = browser.new_page()
        sheet.page.set_default_timeout(10_000)
        sheet.page.route("**/*", sheet.serve)
        sheet.open()
        yield sheet
        browser.close()


@pytest.mark.slow
def test_enter_in_a_signature_files_nothing(sheet):
    with shown(sheet):
        sheet.page.press("[name='p.head']", "Enter")
        sheet.page.wait_for_timeout(300)
        assert sheet.posted == []


@pytest.mark.slow
def test_a_block_lands_in_its_rows_whether_or_not_it_brings_the_blank_lines_of_headings(sheet):
    with shown(sheet):
        # r81 is the last row before a heading; r13 is worked out by the system.
        sheet.paste("r81", "141\n\n17\n99\n18\n")
        assert [sheet.value(name) for name in ("r81", "r07", "r14")] == ["141", "17", "18"]
        sheet.paste("r81", "142\n27\n99\n28\n")
        assert [sheet.value(name) for name in ("r81", "r07", "r14")] == ["142", "27", "28"]
        assert sheet.page.is_hidden("[data-spilled]")
        sheet.paste("r145", "1\n2\n3\n")
        assert sheet.page.is_visible("[data-spilled]")


@pytest.mark.slow
def test_what_is_typed_while_the_answer_is_on_its_way_stays(sheet):
    with shown(sheet):
        held = []
        sheet.page.route("**/save", lambda route: held.append(route))
        sheet.page.click("button[value=save]")
        sheet.page.fill(cell("r30"), "777")
        sheet.page.focus(cell("r42"))
        assert len(held) == 1
        held[0].fulfill(body=sheet.fragment, content_type="text/html; charset=utf-8")
        sheet.page.wait_for_selector("[data-unsaved]:not([hidden])")
        assert sheet.value("r30") == "777"
        assert sheet.page.evaluate("document.activeElement.name") == "v.r42"


@pytest.mark.slow
def test_what_was_typed_is_there_again_after_signing_in_anew(sheet):
    with shown(sheet):
        sheet.page.fill(cell("r30"), "888")
        sheet.page.check("[name=consent]")
        sheet.save(headers={"HX-Redirect": f"/signin?next={sheet.path}"})
        sheet.page.wait_for_url(re.compile("/signin"))
        sheet.open()
        assert sheet.value("r30") == "888"
        assert sheet.page.is_checked("[name=consent]")
        assert sheet.page.is_visible("[data-restored]")
        kept = json.loads(sheet.page.evaluate("JSON.stringify(sessionStorage)"))
        assert not [name for name in kept if name.startswith("xiandao.")]
        sheet.save(body=sheet.fragment)
        sheet.page.wait_for_selector("[data-restored]", state="hidden")


@pytest.mark.slow
def test_a_page_from_before_signing_in_again_sends_the_token_that_is_valid_now(sheet):
    with shown(sheet):
        sheet.page.context.add_cookies([{"name": "csrftoken", "value": "n" * 32, "url": SITE}])
        sheet.save(body=sheet.fragment)
        sheet.page.wait_for_function("document.querySelector('#sheet')")
        sheet.page.wait_for_timeout(300)
        (request,) = sheet.posted
        assert request.headers["x-csrftoken"] == "n" * 32
        assert f"csrfmiddlewaretoken={'n' * 32}" in request.post_data

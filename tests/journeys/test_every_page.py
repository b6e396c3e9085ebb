"""What people do on every page without thinking: sort, go back and forward, click twice."""

import re

import pytest

PAGES = {
    "analyst": (
        "/", "/policy/ledger", "/inbox", "/inbox?tab=started", "/cases", "/cases/1", "/policy/items/1", "/policy/1/reading",
        "/registry/organisations", "/search?q=科技", "/policy/targets", "/policy/deadlines", "/policy/benefits",
        "/evaluate/", "/evaluate/sandbox", "/evaluate/progress", "/evaluate/carbon", "/evaluate/assessments", "/evaluate/schemes",
    ),
    "evaluator": ("/evaluate/commissions", "/evaluate/public"),
    "auditor": ("/registry/audit",),
}  # fmt: skip


@pytest.mark.parametrize("who", PAGES)
def test_sorting_and_going_back_and_forward_leave_no_complaint(window, sign_in, demonstration, who):
    """The window itself fails the test where the console of the browser complains."""
    sign_in(demonstration, who)
    for page in PAGES[who]:
        assert window.goto(demonstration.address + page).status == 200, page
        window.wait_for_selector("body[data-ready]")
        heads = window.locator("thead a[hx-get]:visible")
        if not heads.count():
            continue
        for at in (0, heads.count() - 1):
            with window.expect_response(re.compile("sort=")):
                heads.nth(at).click()
            window.wait_for_selector("th[aria-sort]")
        for move in (window.go_back, window.go_back, window.go_forward):
            move()
            window.wait_for_selector("thead a[hx-get]")


def test_a_second_click_on_a_button_sends_nothing_more(window, demonstration):
    sent = []
    window.on("request", lambda asked: sent.append(asked.url) if asked.method == "POST" else None)
    window.goto(f"{demonstration.address}/signin")
    window.wait_for_selector("body[data-ready]")
    window.fill("input[name=username]", "analyst")
    window.fill("input[name=password]", "xiandao-demo-2026")
    # Checking a password takes longer than a hasty hand.
    window.evaluate(
        """() => {
          const button = document.querySelector("main form button");
          [0, 15, 30].forEach((wait) => window.setTimeout(() => button.click(), wait));
        }"""
    )
    window.wait_for_url(re.compile(r"^(?!.*signin)"))
    assert len(sent) == 1

"""The sheet on the web: a block pasted from a spreadsheet, the keys, two clerks at once."""

import pytest

from tests.journeys.reporting import reporting_site


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The province that reports."""
    with reporting_site(tmp_path_factory.mktemp("returns") / "home") as site:
        yield site


def paste(window, selector, text):
    """Paste a block as a spreadsheet puts it on the clipboard."""
    window.focus(selector)
    window.eval_on_selector(
        selector,
        """(field, text) => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        text,
    )


def test_a_block_pasted_from_a_spreadsheet_fills_down_and_right_and_the_keys_move(
    window, sign_in, site
):
    sign_in(site, "reporter_3")
    window.goto(f"{site.address}/statistics/filings/{site.ent_3}")
    window.wait_for_selector("body[data-ready]")
    paste(window, "[name='v.r01']", "120\t110\r\n6\t5\r\n2\t2\r\n")
    typed = {
        name: window.input_value(f"[name='v.{name}']")
        for name in ("r01", "r01__ly", "r80", "r80__ly", "r166", "r166__ly")
    }
    assert typed == {
        "r01": "120", "r01__ly": "110", "r80": "6", "r80__ly": "5", "r166": "2", "r166__ly": "2",
    }  # fmt: skip
    assert window.locator("[data-unsaved]").is_visible()

    def focused():
        return window.evaluate("document.activeElement.name")

    window.focus("[name='v.r01']")
    for keys, name in (
        ("Enter", "v.r80"), ("ArrowDown", "v.r166"), ("ArrowUp", "v.r80"), ("Shift+Enter", "v.r01"),
        ("End", "v.r01"), ("ArrowRight", "v.r01__ly"), ("Home", "v.r01__ly"), ("ArrowLeft", "v.r01"),
    ):  # fmt: skip
        window.keyboard.press(keys)
        assert focused() == name, keys
    window.get_by_role("button", name="暂存并审核").click()
    window.wait_for_selector(".notice.ok")
    window.reload()
    assert window.input_value("[name='v.r80__ly']") == "5"


def test_of_two_clerks_at_once_the_second_is_told_and_keeps_what_was_typed(window, sign_in, site):
    sign_in(site, "reporter_4")
    address = f"{site.address}/statistics/filings/{site.ent_4}"
    other = window.context.new_page()
    for page in (window, other):
        page.goto(address)
        page.wait_for_selector("body[data-ready]")
    window.fill("[name='v.r01']", "120")
    other.fill("[name='v.r01']", "999")
    window.get_by_role("button", name="暂存并审核").click()
    window.wait_for_selector(".notice.ok")
    other.get_by_role("button", name="暂存并审核").click()
    other.wait_for_selector("#sheet-error")
    assert "先一步修改" in other.inner_text("#sheet-error")
    assert other.input_value("[name='v.r01']") == "999"
    assert "120" in other.inner_text("#row-r01 .theirs")
    window.reload()
    assert window.input_value("[name='v.r01']") == "120"

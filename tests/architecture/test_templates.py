"""Pages carry no inline script or style, use every template, and borrow none from another capability."""

import re

import pytest

from tests.architecture.house import SRC, kept, place, python_files, templates

SCRIPT = re.compile(r"<script(?![^>]*\b(?:src=|type=\"application/json\"))[^>]*>", re.IGNORECASE)
STYLE = re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE)
EVENT = re.compile(r"\s(?:on[a-z]+|hx-on[:a-z-]*)\s*=|javascript:|\bjs:", re.IGNORECASE)
TAG = re.compile(r"{%.*?%}", re.DOTALL)
BORROWED = re.compile(r"""{%-?\s*(?:include|extends)\s+["']([^"']+)["']""")
SHARED_BY_ALL = {"ui"}
PAGES = templates()


def name_of(path) -> str:
    """The name by which a template is asked for."""
    parts = path.parts
    return "/".join(parts[parts.index("templates") + 1 :])


@pytest.mark.parametrize("path", PAGES, ids=place)
@pytest.mark.parametrize("pattern", [SCRIPT, STYLE, EVENT], ids=["script", "style", "event"])
def test_a_template_has_nothing_inline(path, pattern):
    # A variable of a template tag may be called “one”: only what reaches the browser counts.
    sent = TAG.sub("", path.read_text(encoding="utf-8"))
    assert pattern.findall(sent) == []


@pytest.mark.parametrize("path", PAGES, ids=place)
def test_a_template_includes_only_its_own_and_the_shell(path):
    own = path.relative_to(SRC).parts[0]
    borrowed = BORROWED.findall(path.read_text(encoding="utf-8"))
    assert [name for name in borrowed if name.split("/")[0] not in {own, *SHARED_BY_ALL}] == []


def test_every_template_is_used():
    text = "\n".join(path.read_text(encoding="utf-8") for path in [*python_files(), *PAGES])
    # Django itself asks for these by name.
    asked = {"404.html", "500.html", "403.html", "400.html", "403_csrf.html"}
    unused = [
        name_of(path) for path in PAGES if name_of(path) not in text and name_of(path) not in asked
    ]
    assert unused == []


@pytest.mark.parametrize(
    "line",
    [
        "<script>alert(1)</script>",
        '<p style="color:red">',
        '<a onclick="x()">',
        '<a hx-on:click="x()">',
        "<style>",
    ],
)
def test_inline_code_would_be_reported(line):
    assert any(pattern.search(line) for pattern in (SCRIPT, STYLE, EVENT))


def test_scripts_evaluate_no_text():
    found = [
        f"{place(path)}: {word}"
        for path in kept(".js")
        for word in re.findall(
            r"\beval\(|new Function\(|document\.write\(", path.read_text(encoding="utf-8")
        )
    ]
    assert found == []

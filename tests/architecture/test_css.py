"""Own style sheets keep to what Chromium 90 understands."""

import re

import pytest

from tests.architecture.house import kept, place

TOO_NEW = re.compile(
    r":has\(|color-mix\(|light-dark\(|oklch\(|oklab\(|\blch\(|@layer\b|@container\b|@scope\b|@property\b|container-type"
    r"|\bd[vs]vh\b|\d[dsl]v[hw]\b|text-wrap:\s*balance|accent-color"
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SHEETS = kept(".css")


def is_nested(text: str) -> bool:
    """Whether a rule stands inside another rule that is not an at-rule."""
    openers: list[bool] = []
    start = 0
    for place_in_text, character in enumerate(text):
        if character == "{":
            head = re.split(r"[;{}]", text[start:place_in_text])[-1].strip()
            if openers and not all(openers):
                return True
            openers.append(head.startswith("@") and not head.startswith(("@font-face", "@page")))
            start = place_in_text + 1
        elif character == "}":
            openers.pop()
            start = place_in_text + 1
    return False


@pytest.mark.parametrize("path", SHEETS, ids=place)
def test_the_style_sheet_uses_nothing_newer_than_chromium_90(path):
    text = COMMENT.sub("", path.read_text(encoding="utf-8"))
    assert TOO_NEW.findall(text) == []
    assert not is_nested(text), "nested rules need Chromium 112"


@pytest.mark.parametrize(
    "text", [".a { color: red; .b { color: blue } }", "@media print { .a { .b { x: y } } }"]
)
def test_nesting_would_be_reported(text):
    assert is_nested(text)


@pytest.mark.parametrize(
    "text", ["@media print { .a { x: y } .b { x: y } }", ".a { x: y }\n.b { x: y }"]
)
def test_plain_rules_and_media_queries_are_no_nesting(text):
    assert not is_nested(text)

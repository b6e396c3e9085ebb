"""Colours that stand on each other can be read: 4.5 for text, 3 for graphics (WCAG 2.1 AA), in both themes."""

import re
from pathlib import Path

import pytest

from xiandao import ui

SHEETS = Path(ui.__file__).parent / "static" / "ui"
TEXT = [
    ("ink", "card"), ("ink", "bg"), ("ink-2", "card"), ("ink-2", "bg"), ("ink-3", "card"), ("ink-3", "bg"),
    ("primary", "card"), ("primary", "bg"), ("primary", "primary-soft"), ("on-primary", "primary"),
    ("green-ink", "green-soft"), ("yellow-ink", "yellow-soft"), ("orange-ink", "orange-soft"), ("red-ink", "red-soft"),
    ("grey-ink", "grey-soft"), ("ink-2", "grey-soft"), ("ink", "mark"), ("ink", "hover"), ("on-count", "count"),
    ("ink", "s1"), ("ink", "s2"), ("on-s3", "s3"), ("on-s4", "s4"), ("on-s5", "s5"), ("red-ink", "card"), ("ink", "raised"),
    ("ink-3", "raised"),
]  # fmt: skip
GRAPHICS = [
    ("green", "green-soft"), ("yellow-ink", "yellow-soft"), ("orange-ink", "orange-soft"), ("red", "red-soft"),
    ("c1", "s1"), ("ink-3", "s1"), ("ink", "s1"), ("edge", "card"), ("primary", "card"),
    *((f"c{at}", "card") for at in range(1, 9)),
]  # fmt: skip


def colours(*names):
    text = "\n".join((SHEETS / name).read_text(encoding="utf-8") for name in names)
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9A-Fa-f]{6})", text))


THEMES = {"light": colours("tokens.css"), "dark": colours("tokens.css", "dark.css")}


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text_can_be_read_on_its_ground(theme, front, back):
    found = THEMES[theme]
    assert contrast(found[front], found[back]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("front", "back"), GRAPHICS)
def test_graphics_stand_out_from_their_ground(theme, front, back):
    found = THEMES[theme]
    assert contrast(found[front], found[back]) >= 3


def test_colours_are_named_in_the_tokens_alone():
    for sheet in ("shell.css", "parts.css", "grid.css", "forms.css"):
        text = (SHEETS / sheet).read_text(encoding="utf-8")
        assert re.findall(r"#[0-9A-Fa-f]{3,8}\b(?=\s*[;},])", text) == [], sheet

"""The task lamp: a shape, a colour and a word, never a colour alone."""

from typing import Any, Protocol

from django.utils.html import format_html
from django.utils.safestring import SafeString

from xiandao.ui.spoken import said

TONES = ("ok", "soon", "late", "over", "idle")


class Lamp(Protocol):
    """What can be shown as a lamp."""

    @property
    def tone(self) -> str:
        """One of ok, soon, late, over, idle."""

    @property
    def word(self) -> Any:
        """The word beside the shape."""


def shape(tone: str) -> SafeString:
    """Return the sign of a tone: ● in order, ▲ due or late, ■ overdue, ○ not begun."""
    if tone == "ok":
        drawn = format_html('<circle cx="{0}" cy="{0}" r="4"/>', "5")
    elif tone in ("soon", "late"):
        drawn = format_html('<path d="{}"/>', "M5 1 9.2 8.6H.8z")
    elif tone == "over":
        drawn = format_html('<path d="{}"/>', "M1 1h8v8H1z")
    else:
        drawn = format_html('<circle cx="{0}" cy="{0}" r="3.5"/>', "5")
    return format_html(
        '<svg class="sign {}" width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">{}</svg>',
        tone if tone in TONES else "idle",
        drawn,
    )


def lamp_html(tone: str, word: Any, title: str = "") -> SafeString:
    """Return the lamp as markup; an unknown tone shows as not begun."""
    known, word, title = tone if tone in TONES else "idle", said(word), said(title)
    if title:
        return format_html(
            '<span class="lamp {}" title="{}">{}{}</span>', known, title, shape(known), word
        )
    return format_html('<span class="lamp {}">{}{}</span>', known, shape(known), word)

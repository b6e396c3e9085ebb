"""The small set of signs, drawn on a grid of sixteen with one stroke width."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

PATHS = {
    "search": "M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM10.4 10.4 14 14",
    "menu": "M2 4h12M2 8h12M2 12h12",
    "close": "M3.5 3.5l9 9M12.5 3.5l-9 9",
    "check": "M2.5 8.5 6 12l7.5-8",
    "down": "M4 6l4 4 4-4",
    "up": "M4 10l4-4 4 4",
    "right": "M6 4l4 4-4 4",
    "left": "M10 4 6 8l4 4",
    "download": "M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11",
    "upload": "M8 11V3M4.5 6.5 8 3l3.5 3.5M2.5 13.5h11",
    "print": "M4.5 6V2h7v4M4.5 12h-2V6h11v6h-2M4.5 9.5h7V14h-7z",
    "plus": "M8 3v10M3 8h10",
    "edit": "M2.5 13.5l.7-3L10.5 3l2.5 2.5-7.4 7.3zM9 4.5 11.5 7",
    "link": "M6.5 9.5l3-3M7 4.5l1.2-1.2a3 3 0 0 1 4.3 4.3L11.3 8.8M9 11.5l-1.2 1.2a3 3 0 0 1-4.3-4.3L4.7 7.2",
    "file": "M4 1.5h5.5L13 5v9.5H4zM9.5 1.5V5H13",
    "calendar": "M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 2v3M10.5 2v3",
    "history": "M2.5 8a5.5 5.5 0 1 1 1.8 4.1M2 13v-3h3M8 5v3.2l2.2 1.3",
    "filter": "M2 3h12L9.5 8.5V13l-3-1.5v-3z",
    "warning": "M8 2 14.5 13.5h-13zM8 6.5v3.2M8 11.4v.4",
    "info": "M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8zM8 7.2v4M8 4.7v.4",
    "user": "M8 2.2a2.9 2.9 0 1 1 0 5.8 2.9 2.9 0 0 1 0-5.8zM2.5 14c.4-3 2.6-4.5 5.5-4.5s5.1 1.5 5.5 4.5",
    "bell": "M3.5 11.5V7a4.5 4.5 0 0 1 9 0v4.5l1 1h-11zM6.5 14h3",
    "external": "M6 3.5H3v9.5h9.5V10M9 2.5h4.5V7M13.5 2.5 7.5 8.5",
    "tree": "M3 2.5v9h3M3 6h3M8 4.5h5.5v3H8zM8 10h5.5v3H8z",
}


def icon(name: str) -> SafeString:
    """Return a sign as markup that assistive technology skips; the word stands beside it or in ``aria-label``."""
    return format_html(
        '<svg class="icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><path d="{}"/></svg>',
        PATHS[name],
    )

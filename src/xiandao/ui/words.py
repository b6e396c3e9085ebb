"""The page of one word of the navigation: what the papers ask of it and what is there to open."""

from django.http import Http404, HttpRequest, HttpResponse

from xiandao.ui.answers import answer
from xiandao.ui.navigation import ASKED, WORDS, entries
from xiandao.ui.page import SIGNED_IN, page
from xiandao.ui.shell import links_for, url_of


@page(SIGNED_IN)
def word(request: HttpRequest, word: str) -> HttpResponse:
    """List the pages under the word; say honestly where there are none, or none for this account."""
    if word not in WORDS:
        raise Http404(word)
    links = links_for(request.user, word)
    context = {
        "word": word,
        "label": WORDS[word],
        "asked": ASKED[word],
        "links": links,
        "is_closed": not links and any(url_of(entry.url_name) for entry in entries(word)),
    }
    return answer(request, "ui/word.html", context)

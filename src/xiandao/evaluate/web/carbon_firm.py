"""企业碳效自测: a firm enters its own carbon and value added and reads where it stands; nothing of it is kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from xiandao.evaluate.methods.carbon_benchmark import FEWEST, SHARES, position
from xiandao.evaluate.queries.carbon_benchmarks import book
from xiandao.evaluate.web import carbon_firm_words as words
from xiandao.evaluate.web.bars import share_line
from xiandao.evaluate.web.carbon_firm_form import FirmForm
from xiandao.ui.answers import answer
from xiandao.ui.numbers import plain
from xiandao.ui.page import page


# By POST although nothing is written: what stands in an address stands in every log on the way.
@page("evaluate.view", methods=("GET", "POST"))
@sensitive_post_parameters()
def firm(request: HttpRequest) -> HttpResponse:
    """Ask for the figures of a firm, and answer with its place in its industry."""
    known = book()
    form = FirmForm(known, request.POST if request.method == "POST" else None)
    context = {
        "form": form,
        "book": known,
        "fewest": FEWEST,
        "withheld": [f"{name}（{year}）" for name, year in known.withheld],
        "crumbs": [(_("企业碳效自测"), "")],
    }
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        benchmark = form.benchmark
        found = position(
            given["carbon"], given["value_added"], benchmark, deducted=given["deducted"]
        )
        context |= {
            "found": found,
            "benchmark": benchmark,
            "sentence": words.sentence_of(found),
            "facts": words.facts_of(found, benchmark),
            "line": share_line(
                (found.better_low, found.better_high),
                [(100 - share, plain(one)) for share, one in zip(SHARES, benchmark.deciles, strict=True)],
                words.share_of(found),
            ),
        }  # fmt: skip
    return answer(request, "evaluate/carbon-firm.html", context)

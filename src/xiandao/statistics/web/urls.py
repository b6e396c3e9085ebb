"""Site map of the capability: each topic says its own; here they are put side by side."""

from django.urls import URLPattern

from xiandao.statistics.web.filing_urls import urlpatterns as filings
from xiandao.statistics.web.forms_urls import urlpatterns as forms
from xiandao.statistics.web.indicators_urls import urlpatterns as indicators
from xiandao.statistics.web.releases_urls import urlpatterns as releases
from xiandao.statistics.web.review_urls import urlpatterns as review
from xiandao.statistics.web.rounds_urls import urlpatterns as rounds
from xiandao.statistics.web.rules_urls import urlpatterns as rules
from xiandao.statistics.web.units_urls import urlpatterns as units

urlpatterns: list[URLPattern] = [
    *indicators,
    *forms,
    *rounds,
    *filings,
    *review,
    *rules,
    *releases,
    *units,
]

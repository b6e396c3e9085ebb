"""Site map of the capability: each topic says its own; here they are put side by side."""

from django.urls import URLPattern

from xiandao.evaluate.web.candidacy_urls import urlpatterns as candidacy
from xiandao.evaluate.web.official_urls import urlpatterns as official
from xiandao.evaluate.web.progress_urls import urlpatterns as progress
from xiandao.evaluate.web.ranking_urls import urlpatterns as ranking
from xiandao.evaluate.web.records_urls import urlpatterns as written
from xiandao.evaluate.web.sandbox_urls import urlpatterns as sandbox
from xiandao.evaluate.web.support_urls import urlpatterns as support

urlpatterns: list[URLPattern] = [
    *ranking,
    *sandbox,
    *support,
    *progress,
    *official,
    *candidacy,
    *written,
]

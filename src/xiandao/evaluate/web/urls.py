"""Site map of the capability: each topic says its own; here they are put side by side."""

from django.urls import URLPattern

from xiandao.evaluate.web.official_urls import urlpatterns as official
from xiandao.evaluate.web.progress_urls import urlpatterns as progress
from xiandao.evaluate.web.ranking_urls import urlpatterns as ranking
from xiandao.evaluate.web.sandbox_urls import urlpatterns as sandbox

urlpatterns: list[URLPattern] = [*ranking, *sandbox, *progress, *official]

"""Site map of the first screen."""

from django.urls import path

from xiandao.policy.web import overview

urlpatterns = [path("", overview.overview, name="overview")]

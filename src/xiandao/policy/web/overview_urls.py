"""Site map of the first screen and of its printed brief."""

from django.urls import path

from xiandao.policy.web import brief, overview

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("policy/<int:paper>/brief", brief.brief, name="brief"),
]

"""The site map: each capability says its own; here they are put side by side."""

from django.urls import include, path

from xiandao.project.api import addresses

handler500 = "xiandao.ui.failures.broken"

urlpatterns = [
    path("", include("xiandao.policy.web.urls")),
    path("", include("xiandao.casework.web.urls")),
    path("", include("xiandao.registry.web.urls")),
    path("", include("xiandao.catalog.web.urls")),
    path("statistics/", include("xiandao.statistics.web.urls")),
    path("evaluate/", include("xiandao.evaluate.web.urls")),
    path("api/v1/", include(addresses())),
    path("", include("xiandao.ui.urls")),
]

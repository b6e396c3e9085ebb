"""The site map: each capability says its own; here they are put side by side."""

from django.urls import include, path

urlpatterns = [
    path("", include("xiandao.policy.web.urls")),
    path("", include("xiandao.casework.web.urls")),
    path("", include("xiandao.registry.web.urls")),
    path("", include("xiandao.catalog.web.urls")),
    path("", include("xiandao.ui.urls")),
]

"""Addresses of candidacies."""

from django.urls import URLPattern, path

from xiandao.evaluate.web import candidacies, candidacy

urlpatterns: list[URLPattern] = [
    path("candidacies", candidacies.candidacies, name="eva_candidacies"),
    path("candidacies/compare", candidacies.compare, name="eva_candidacies_compare"),
    path("candidacies/<int:pk>", candidacy.candidacy, name="eva_candidacy"),
    path("candidacies/<int:pk>/sheet", candidacy.sheet, name="eva_candidacy_sheet"),
]

"""Addresses of ranking, reasons, comparison and brief."""

from django.urls import URLPattern, path

from xiandao.evaluate.web import brief, compare, ranking, zone

urlpatterns: list[URLPattern] = [
    path("", ranking.ranking, name="eva_ranking"),
    path("compare", compare.compare, name="eva_compare"),
    path("<int:pk>/zones/<str:code>", zone.zone, name="eva_zone"),
    path("<int:pk>/zones/<str:code>/brief", brief.brief, name="eva_brief"),
]

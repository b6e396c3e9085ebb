"""Addresses of the indicators."""

from django.urls import URLPattern, path

from xiandao.statistics.web import indicators

urlpatterns: list[URLPattern] = [
    path("indicators", indicators.indicators, name="sta_indicators"),
    path("indicators/<str:code>", indicators.indicator, name="sta_indicator"),
]

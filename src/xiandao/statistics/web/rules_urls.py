"""Addresses of the rules."""

from django.urls import URLPattern, path

from xiandao.statistics.web import rules

urlpatterns: list[URLPattern] = [
    path("rules", rules.rules, name="sta_rules"),
    path("rules/<int:pk>", rules.rule, name="sta_rule"),
]

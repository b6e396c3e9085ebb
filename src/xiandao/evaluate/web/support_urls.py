"""Addresses of differentiated support."""

from django.urls import URLPattern, path

from xiandao.evaluate.web import support, support_compare, support_rules, support_zone

urlpatterns: list[URLPattern] = [
    path("support", support.support, name="eva_support"),
    path("support/compare", support_compare.support_compare, name="eva_support_compare"),
    path("support/rules", support_rules.support_rules, name="eva_support_rules"),
    path("support/rules/<int:pk>", support_rules.support_rule, name="eva_support_rule"),
    path("<int:pk>/zones/<str:code>/support", support_zone.zone_support, name="eva_zone_support"),
]

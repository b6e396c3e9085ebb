"""Addresses of progress of targets of carbon, and of what everybody may read."""

from django.urls import URLPattern, path

from xiandao.evaluate.web import carbon, carbon_firm, progress, public

urlpatterns: list[URLPattern] = [
    path("progress", progress.progress, name="eva_progress"),
    path("progress/<int:pk>", progress.target, name="eva_target"),
    path("carbon", carbon.carbon, name="eva_carbon"),
    path("carbon/firm", carbon_firm.firm, name="eva_carbon_firm"),
    path("public", public.public, name="eva_public"),
]

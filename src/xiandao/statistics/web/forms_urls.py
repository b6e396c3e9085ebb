"""Addresses of the forms."""

from django.urls import URLPattern, path

from xiandao.statistics.web import forms

urlpatterns: list[URLPattern] = [
    path("forms", forms.forms, name="sta_forms"),
    path("forms/import", forms.form_import, name="sta_form_import"),
    path("forms/<int:pk>", forms.form, name="sta_form"),
    path(
        "forms/<int:pk>/workbook", forms.form_file, {"kind": "definition"}, name="sta_form_workbook"
    ),
    path(
        "forms/<int:pk>/template", forms.form_file, {"kind": "template"}, name="sta_form_template"
    ),
]

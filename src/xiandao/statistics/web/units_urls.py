"""Addresses of the register of reporting units, and of what starts statistics."""

from django.urls import URLPattern, path

from xiandao.statistics.web import planting, units, units_acts, units_files

urlpatterns: list[URLPattern] = [
    path("plant", planting.plant, name="sta_plant"),
    path("units", units.units, name="sta_units"),
    path("units/template", units_files.units_template, name="sta_units_template"),
    path("units/upload", units_files.units_upload, name="sta_units_upload"),
    path("units/upload/<int:intake>", units_files.units_trial, name="sta_units_trial"),
    path("units/upload/<int:intake>/marked", units_files.units_marked, name="sta_units_marked"),
    path("units/upload/<int:intake>/take", units_files.units_take, name="sta_units_take"),
    path("units/<int:pk>", units_acts.unit, name="sta_unit"),
]

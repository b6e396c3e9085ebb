"""Addresses of tables and releases."""

from django.urls import URLPattern, path

from xiandao.statistics.web import release_files, releases, tables

urlpatterns: list[URLPattern] = [
    path("tables", tables.tables, name="sta_tables"),
    path("releases", releases.releases, name="sta_releases"),
    path("releases/<int:pk>", releases.release, name="sta_release"),
    path("releases/<int:pk>.<str:kind>", release_files.release_file, name="sta_release_file"),
]

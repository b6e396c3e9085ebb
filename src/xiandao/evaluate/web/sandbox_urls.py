"""Addresses of the sandbox of weights."""

from django.urls import URLPattern, path

from xiandao.evaluate.web import sandbox

urlpatterns: list[URLPattern] = [
    path("sandbox", sandbox.sandbox, name="eva_sandbox"),
    path("sandbox/compare", sandbox.compare, name="eva_sandbox_compare"),
    path("sandbox/<int:pk>/save", sandbox.save, name="eva_sandbox_save"),
    path("sandbox/sets/<int:pk>/remove", sandbox.remove, name="eva_set_remove"),
]

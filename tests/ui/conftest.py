"""A reader and a small site to look at the shell with."""

import pytest
from django.test import RequestFactory
from django.urls import include, path

urlpatterns = [path("", include("xiandao.ui.urls"))]


@pytest.fixture(autouse=True)
def shell_alone(settings):
    """The shell stands by itself: none of these tests needs another capability's pages."""
    settings.ROOT_URLCONF = __name__


class Reader:
    """An account as far as a page knows it."""

    is_authenticated = True
    organisation = "省经信厅"

    def __init__(self, *permissions):
        self.permissions = permissions

    def __str__(self):
        return "王工"

    def may_somewhere(self, permission):
        return permission in self.permissions


@pytest.fixture
def reader():
    """An account that may see what says ``sample.view``."""
    return Reader("sample.view")


@pytest.fixture
def ask(reader):
    """Make a request of the reader: ``ask("/x?page=2", HX_Request="true")``."""

    def ask(address="/", **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = RequestFactory().get(address, headers=named)
        request.user = reader
        return request

    return ask

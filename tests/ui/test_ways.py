"""From an address that shows nothing a person is led to the nearest one that does."""

import pytest

from xiandao.ui.ways import page_above


@pytest.mark.parametrize(
    ("address", "above"),
    [
        ("/registry/audit/verify", "/registry/audit"),
        ("/cases/7/act", "/cases/7"),
        ("/inbox/batch", "/inbox"),
        ("/signout", ""),
        ("/nowhere/at/all", ""),
        ("", ""),
    ],
)
def test_the_page_above_is_the_nearest_that_opens(settings, address, above):
    settings.ROOT_URLCONF = "xiandao.project.urls"
    assert page_above(address) == above

"""The language follows the reader's choice, not the browser's."""

import pytest
from django.http import HttpResponse
from django.utils import translation

from xiandao.ui.language import ChosenLanguage


@pytest.mark.parametrize(
    ("cookie", "language"),
    [("en", "en"), ("", "zh-hans"), ("xx", "zh-hans"), ("zh-hans", "zh-hans")],
)
def test_the_cookie_decides_and_the_browser_does_not(rf, cookie, language):
    request = rf.get("/", headers={"Accept-Language": "en-US"})
    request.COOKIES["django_language"] = cookie
    seen = []

    def view(request):
        seen.append(translation.get_language())
        return HttpResponse()

    response = ChosenLanguage(view)(request)
    assert seen == [language]
    assert response["Content-Language"] == language

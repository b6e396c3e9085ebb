"""The page of one's own access keys shows a new key once."""

import re

import pytest

from xiandao.registry.commands import keys
from xiandao.registry.models import AccessKey

PATH = "/keys"


@pytest.fixture
def person(province):
    return province.system


@pytest.fixture
def browser(client, person):
    client.force_login(person)
    return client


def test_a_new_key_is_shown_once(browser, person):
    shown = browser.post(PATH, {"act": "issue", "name": "财务软件", "days": "30"}).content.decode()
    text = re.search(r'id="key-text">([^<]+)<', shown)[1]
    assert keys.account_of(text) == person
    assert text not in browser.get(PATH).content.decode()


def test_what_is_wrong_stands_beside_the_field(browser):
    answer = browser.post(PATH, {"act": "issue", "name": "", "days": "30"})
    assert answer.status_code == 422
    assert "没有写明密钥的用途" in answer.content.decode()
    assert not AccessKey.objects.exists()


def test_a_key_can_be_ended_there(browser, person):
    issued = keys.issue(name="财务软件", by=person)
    assert browser.post(PATH, {"act": "revoke", "key": issued.key.pk}).status_code == 302
    assert keys.account_of(issued.text) is None


@pytest.mark.parametrize("number", ["", "x", "9" * 30, "0", "²"])
def test_an_odd_number_ends_nothing(browser, number):
    assert browser.post(PATH, {"act": "revoke", "key": number}).status_code == 404

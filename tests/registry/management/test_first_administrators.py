"""A new installation is begun from the command line, once."""

import io

import pytest
from django.core.management import CommandError, call_command

from xiandao.registry.models import Account, Organisation


@pytest.mark.django_db
def test_the_province_and_three_accounts_are_made_and_their_passwords_printed():
    said = io.StringIO()
    call_command("first_administrators", pack="jiangsu", stdout=said)
    lines = said.getvalue().splitlines()
    for line, username in zip(lines, ["sysadmin", "secadmin", "auditor"], strict=False):
        assert f"账号 {username}" in line
        assert Account.objects.get(username=username).check_password(line.split()[-1])
    assert Organisation.objects.filter(kind="city").count() == 13
    with pytest.raises(CommandError, match="已有账号"):
        call_command("first_administrators", pack="jiangsu", stdout=said)


@pytest.mark.django_db
def test_an_unknown_pack_is_told_with_those_at_hand():
    with pytest.raises(CommandError, match="可用的省份包"):
        call_command("first_administrators", pack="atlantis")
    assert not Account.objects.exists()

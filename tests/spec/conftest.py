"""A province with one of the real papers confirmed into its ledger, for spec tests that open pages."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

PASSWORD = "Lanzhou-2026-mian"


@pytest.fixture
def confirmed(db, shared, settings, tmp_path) -> Callable[[str], SimpleNamespace]:
    """Take in a shared paper, confirm all that was read, put it in force; return paper, analyst and a browser."""

    def take_in(name: str) -> SimpleNamespace:
        from django.test import Client

        from xiandao.policy.commands import papers, proposals
        from xiandao.registry.commands import accounts, bootstrap, grants, organisations
        from xiandao.registry.models import Account
        from xiandao.registry.queries.organisations import resolve

        settings.XIANDAO_PACK = name
        settings.XIANDAO_DOCUMENTS = tmp_path / "documents"
        first = bootstrap.first_administrators(name, password=PASSWORD)
        top = organisations.load_pack(name, by=first["system_admin"].account)
        issued = accounts.create(
            organisation=resolve("省经信厅") or top, username="analyst", display_name="分析员",
            password=PASSWORD, must_change=False, by=first["system_admin"].account,
        )  # fmt: skip
        grants.give(
            account=issued.account,
            role="analyst",
            organisation=top,
            by=first["security_admin"].account,
        )
        analyst = Account.objects.get(pk=issued.account.pk)
        data = (shared / "policies" / f"{name}.txt").read_bytes()
        paper = papers.add(
            data=data, filename=f"{name}.txt", kept_by=papers.KeptBy(top), by=analyst
        )
        waiting = list(paper.proposals.values_list("pk", flat=True))
        proposals.confirm_many(paper=paper, proposals=waiting, by=analyst)
        papers.activate(paper=paper, by=analyst)
        browser = Client()
        browser.force_login(analyst)
        return SimpleNamespace(paper=paper, analyst=analyst, browser=browser, top=top)

    return take_in

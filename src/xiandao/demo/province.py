"""The demonstration province: organisations, accounts and its policy paper, all through commands."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from xiandao.demo import evaluations, returns, story
from xiandao.policy.commands import papers
from xiandao.policy.queries import overview
from xiandao.registry.commands import accounts, bootstrap, grants, packs
from xiandao.registry.queries import organisations
from xiandao.terms.pack import load_pack

if TYPE_CHECKING:
    from xiandao.policy.models import Paper
    from xiandao.registry.models import Account, Organisation

OWN_PAPER = "示范省未来产业培育行动方案.txt"
SCIENCE = "省科技厅"
BUREAU = "省统计局"


@dataclass(frozen=True)
class Person:
    """One account of the demonstration."""

    username: str
    name: str
    role: str
    at: str
    reach: str
    about: str
    # Made by the story of the returns, for the demonstration's own enterprises.
    in_story: bool = False


@dataclass(frozen=True)
class Built:
    """What stands after building: the paper and who can sign in."""

    paper: Paper
    accounts: Sequence[Person]
    password: str


@cache
def cast() -> tuple[str, tuple[Person, ...]]:
    """Return the common password and the people of the demonstration."""
    text = files("xiandao.demo").joinpath("data/accounts.toml").read_text(encoding="utf-8")
    table: dict[str, Any] = tomllib.loads(text)
    return table["password"], tuple(Person(**row) for row in table["account"])


def build(data: bytes | None, filename: str) -> Built:
    """Build the province with its paper, or find it as it was left."""
    call_command("migrate", verbosity=0, interactive=False)
    password, people = cast()
    paper = overview.oldest_paper()
    if paper is None:
        paper = settle(data, filename, password, people)
    known = people if data is None else [person for person in people if not person.in_story]
    return Built(paper, known, password)


@transaction.atomic
def settle(data: bytes | None, filename: str, password: str, people: Sequence[Person]) -> Paper:
    """Build all of it in one go: a half-built province never remains."""
    pack = load_pack(settings.XIANDAO_PACK)
    first = bootstrap.first_administrators(pack.name, password=password)
    admins = {role: issued.account for role, issued in first.items()}
    top = packs.load_pack(pack.name, by=admins["system_admin"])
    made = {
        person.username: account(person, top, password, admins)
        for person in people
        if person.role not in admins and not person.in_story
    }
    analyst = made["analyst"]
    text = pack.text("paper").encode() if data is None else data
    paper = papers.add(
        data=text,
        filename=filename or OWN_PAPER,
        kept_by=papers.KeptBy(top),
        by=analyst,
        is_demo=data is None,
    )
    if data is None:
        story.tell(paper, top=top, by=analyst, officer=made["officer"])
        returns.tell(
            top=top,
            password=password,
            admins=admins,
            statistician=made["statistician"],
            publisher=made["statistician-2"],
        )
        evaluations.tell(
            top=top,
            password=password,
            admins=admins,
            analyst=analyst,
            leader=made["leader"],
        )
    return paper


def account(
    person: Person, top: Organisation, password: str, admins: dict[str, Account]
) -> Account:
    """Make one account, and have the security administrator grant its role."""
    home = organisation(person.at, top)
    issued = accounts.create(
        organisation=home,
        username=person.username,
        display_name=person.name,
        password=password,
        must_change=False,
        is_demo=True,
        by=admins["system_admin"],
    )
    grants.give(
        account=issued.account,
        role=person.role,
        organisation=top if person.reach == "province" else home,
        by=admins["security_admin"],
    )
    return issued.account


def organisation(at: str, top: Organisation) -> Organisation:
    """Return the organisation that a place word of the accounts file stands for."""
    if at == "province":
        return top
    if at == "science":
        return organisations.resolve(SCIENCE) or top
    if at == "statistics":
        return organisations.resolve(BUREAU) or top
    if at == "province-lead":
        name = load_pack(settings.XIANDAO_PACK).names.get("lead_department", "")
        return organisations.resolve(name) or top
    cities = organisations.subtree(top).filter(kind="city").in_official_order()
    return cities[int(at.removeprefix("city-")) - 1]

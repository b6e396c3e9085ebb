"""Accounts and grants as far as an administrator's own grants reach."""

from typing import cast

from django.db.models import QuerySet
from django.http import HttpRequest

from xiandao.registry.methods.roles import permissions_of, roles
from xiandao.registry.models import Account, Grant, Organisation
from xiandao.registry.queries.organisations import in_reach

EDIT_ACCOUNTS = "registry.account.edit"
EDIT_GRANTS = "registry.grant.edit"


def managed_by(account: Account, permission: str = EDIT_ACCOUNTS) -> QuerySet[Account]:
    """Return the accounts of the organisations that the permission reaches."""
    places = in_reach(account, permission)
    return (
        Account.objects.filter(organisation__in=places)
        .select_related("organisation")
        .prefetch_related("grants__organisation")
        .order_by("organisation__official_order", "username")
    )


def grants_managed_by(account: Account) -> QuerySet[Grant]:
    """Return the grants over the organisations that a security administrator reaches, the latest first."""
    places = in_reach(account, EDIT_GRANTS)
    return (
        Grant.objects.filter(organisation__in=places)
        .select_related("account__organisation", "organisation", "granted_by")
        .order_by("-granted_at", "-pk")
    )


def holders(permission: str, below: Organisation) -> QuerySet[Account]:
    """Return the active accounts to which some grant at or below a body gives a permission."""
    able = [code for code in roles() if permission in permissions_of(code)]
    granted = Grant.objects.in_force().filter(
        role__in=able, organisation__path__startswith=below.path
    )
    found = Account.objects.filter(is_active=True, pk__in=granted.values("account_id"))
    return found.select_related("organisation")


def nobody() -> QuerySet[Account]:
    """Return no account: what a form offers before it knows whom to offer."""
    return Account.objects.none()


def by_username(username: str) -> Account | None:
    """Return the account that signs in with a name."""
    return Account.objects.filter(username=username).select_related("organisation").first()


def signed_in(request: HttpRequest) -> Account:
    """Return the account behind a request, on a page that only signed-in people open."""
    return cast(Account, request.user)

"""Roles as data: what each may do and which exclude each other."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Role:
    """A named bundle of permissions; roles of different families exclude each other."""

    code: str
    name: str
    about: str
    family: str
    permissions: frozenset[str]


@cache
def roles() -> dict[str, Role]:
    """Return every role by its code, in the order of the data file.

    >>> roles()["audit_admin"].family
    'audit'
    """
    text = files("xiandao.registry").joinpath("data/roles.toml").read_text(encoding="utf-8")
    return {
        code: Role(code, row["name"], row["about"], row["family"], frozenset(row["permissions"]))
        for code, row in tomllib.loads(text).items()
    }


def permissions_of(role: str) -> frozenset[str]:
    """Return what a role may do; an unknown role may do nothing.

    >>> "policy.item.edit" in permissions_of("officer")
    False
    """
    found = roles().get(role)
    return found.permissions if found else frozenset()


def may_be_held_together(held: frozenset[str], wanted: str) -> bool:
    """Return whether ``wanted`` fits beside the roles already held: one family per account.

    Source: GB/T 22239-2019 (separation of the system, security and audit administrators).

    >>> may_be_held_together(frozenset({"system_admin"}), "audit_admin")
    False
    """
    known = roles()
    return all(known[code].family == known[wanted].family for code in held if code in known)

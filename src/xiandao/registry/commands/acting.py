"""The one way to change data: permission check, one transaction, one audit event.

    @command("policy.item.edit", on="item")
    def edit(item: Item, *, by: Account, changes: dict[str, object]) -> Item:
        ...
        note("改了完成时限", before=…, after=…)

``on`` names the argument that is acted on; it offers ``places(permission)``: the organisations any of which
the account's grant must reach. A command called inside another one joins it: one transaction, one event each.
"""

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from inspect import signature
from typing import Any, Protocol, TypeVar, cast

from django.db import models, transaction

from xiandao.registry.commands import audit
from xiandao.registry.models import Account, Organisation
from xiandao.terms.error import XiandaoError

Verb = TypeVar("Verb", bound=Callable[..., Any])


class Placed(Protocol):
    """Something that belongs somewhere: it says which organisations a permission is looked for at."""

    def places(self, permission: str) -> Iterable[Organisation]:
        """Return the organisations any of which a grant must reach."""


@dataclass
class Act:
    """What a running command will be remembered by.

    ``done`` is shared by a journey of nested commands: their events are written together at its end, so that the
    chain's head is the last lock taken and two journeys cannot wait for each other. ``refused`` is shared too: a
    refusal is kept whether the journey goes on or is rolled back.
    """

    action: str
    account: Account
    summary: str = ""
    subject: tuple[str, str] = ("", "")
    organisation: Organisation | None = None
    details: dict[str, object] = field(default_factory=dict)
    done: list[audit.Entry] = field(default_factory=list)
    refused: list[audit.Entry] = field(default_factory=list)

    def entry(self) -> audit.Entry:
        """Return the event of this command."""
        return audit.Entry(
            self.action,
            self.account,
            self.summary or self.action,
            self.organisation,
            self.subject,
            self.details,
            _address.get(),
        )


_current: ContextVar[Act | None] = ContextVar("xiandao_act", default=None)
_address: ContextVar[str] = ContextVar("xiandao_address", default="")


class Refused(XiandaoError):
    """The account may not do this here."""


def note(summary: str, *, about: models.Model | None = None, **details: object) -> None:
    """Say what the running command did, for its audit event."""
    act = _current.get()
    if act is None:
        return
    act.summary = summary
    act.details.update(details)
    if about is not None:
        act.subject = (about._meta.label_lower, str(about.pk))


def note_place(organisation: Organisation) -> None:
    """Say whose matter the running command is, where that is not the actor's own organisation."""
    act = _current.get()
    if act is not None:
        act.organisation = organisation


def calling_from(address: str) -> None:
    """Remember the network address of the person acting (set once per request)."""
    _address.set(address)


def caller_address() -> str:
    """Return the network address of the person acting, empty outside a request."""
    return _address.get()


def refuse(account: Account, permission: str, subject: tuple[str, str]) -> Refused:
    """Record the refused attempt and return the error to raise.

    Inside a running command the record waits for the end of its transaction, or a rollback would take it along.
    """
    entry = audit.Entry(
        permission,
        account,
        f"无权操作，已拒绝：{permission}",
        subject=subject,
        address=_address.get(),
        succeeded=False,
    )
    act = _current.get()
    if act is None:
        audit.append_all([entry])
    else:
        act.refused.append(entry)
    return Refused(
        "REG-403",
        "您没有办理这件事的权限",
        "如工作需要，请联系安全管理员按组织范围授权",
        {"permission": permission, "status": 403},
    )


def require(account: Account, permission: str, target: Placed) -> None:
    """Refuse unless a grant carries the permission for the target; for a command that acts on two things."""
    if not account.may(permission, target.places(permission)):
        raise refuse(account, permission, subject_of(target))


def may(account: Account, permission: str, target: object, *, anywhere: bool) -> bool:
    """Return whether a grant carries the permission for the target (nothing to act on: never) or ``anywhere``."""
    if anywhere:
        return account.may_somewhere(permission)
    return target is not None and account.may(permission, cast(Placed, target).places(permission))


def subject_of(target: object) -> tuple[str, str]:
    """Return how an event names the thing that is acted on."""
    if isinstance(target, models.Model):
        return target._meta.label_lower, str(target.pk or "")
    return "", ""


def command(permission: str | None, *, on: str | None = None) -> Callable[[Verb], Verb]:
    """Turn a function into a command; ``permission=None`` is for what everyone may do to their own account."""

    def decorate(verb: Verb) -> Verb:
        shape = signature(verb)
        action = f"{verb.__module__.rsplit('.', 1)[-1]}.{verb.__name__}"

        @wraps(verb)
        def run(*args: Any, **kwargs: Any) -> Any:
            given = shape.bind(*args, **kwargs).arguments
            by: Account = given["by"]
            target = given.get(on) if on else None
            subject = subject_of(target)
            if permission is not None and not may(by, permission, target, anywhere=on is None):
                raise refuse(by, permission, subject)
            return journey(Act(action, by, subject=subject), lambda: verb(*args, **kwargs))

        cast(Any, run).action, cast(Any, run).permission = action, permission
        return cast(Verb, run)

    return decorate


def journey(act: Act, verb: Callable[[], Any]) -> Any:
    """Run a command in its transaction; the outermost one writes the events of all."""
    outer = _current.get()
    if outer is not None:
        act.done, act.refused = outer.done, outer.refused
    known = len(act.done)
    token = _current.set(act)
    try:
        with transaction.atomic():
            result = verb()
            act.done.append(act.entry())
            if outer is None:
                audit.append_all([*act.done, *act.refused])
    except BaseException:
        # What is rolled back did not happen; a refused attempt did.
        del act.done[known:]
        if outer is None and act.refused:
            audit.append_all(act.refused)
        raise
    finally:
        _current.reset(token)
    return result

"""Who may do what with one case: by the body that the declaration names, and by four eyes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from xiandao.casework.methods import kinds
from xiandao.casework.methods.stages import OWNER, RESPONSIBLE, Transition, next_transitions
from xiandao.casework.models import Case, CaseEvent
from xiandao.registry.methods.paths import LAST

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Organisation

ACT = "casework.act"
OPEN = "casework.open"
GOVERNMENTS = ("province", "city", "county")


@dataclass(frozen=True, slots=True)
class Choice:
    """A step that the account could take now; ``barrier`` says why not where something stands in the way.

    ``on_behalf_of`` names the body where the account's own desk is another one's; ``is_main`` marks the one
    step that the task at this stage is about.
    """

    step: Transition
    needs_evidence: bool
    barrier: str = ""
    on_behalf_of: str = ""
    is_main: bool = False


def within(field: str, tops: Iterable[str]) -> Q:
    """Return the condition that a path column lies in one of the subtrees; nothing matches no subtree."""
    found = Q(pk__in=())
    for top in tops:
        found |= Q(**{f"{field}__gte": top, f"{field}__lte": top + LAST})
    return found


def desk(account: Account) -> tuple[str, ...]:
    """Return the paths whose work lies on the account's own desk.

    A grant that reaches down from above shows everything below it; the desk is still the account's own
    body with what belongs to it. A grant elsewhere (a deputy's, say) is a desk of its own.
    """
    own = account.organisation.path
    tops = account.reach.get(ACT, ())
    return tuple(sorted({own if own and own.startswith(top) else top for top in tops}))


def on_desk(account: Account, field: str) -> Q:
    """Return the condition that a path column lies on the account's own desk.

    Below a government stand bodies with desks of their own, so its leaders get what is addressed to the
    government itself and not what every department has to sign for.
    """
    found, alone = within(field, ()), _government(account)
    for top in desk(account):
        found |= Q(**{field: top}) if top == alone else within(field, [top])
    return found


def _government(account: Account) -> str:
    own = account.organisation
    return own.path if own.kind in GOVERNMENTS else ""


def _has_on_desk(account: Account, path: str) -> bool:
    alone = _government(account)
    return any(path == top if top == alone else path.startswith(top) for top in desk(account))


def acting_bodies(case: Case, step: Transition) -> list[tuple[str, Organisation]]:
    """Return the permission and the body at which it is looked for, one pair for each who may take the step."""
    bodies = {OWNER: case.owner, RESPONSIBLE: case.responsible}
    return [(ACT, bodies[who]) if who in bodies else (who, case.owner) for who in step.who]


def may_take(account: Account, case: Case, step: Transition) -> bool:
    """Return whether a grant of the account carries the step."""
    return any(account.may(permission, [body]) for permission, body in acting_bodies(case, step))


def eyes_needed(account: Account, case: Case, step: Transition) -> str:
    """Return the label of the earlier step that the account took itself and therefore cannot judge; else empty."""
    kind = kinds.get(case.kind)
    for name in step.not_same_person_as:
        last = CaseEvent.objects.filter(case=case, transition=name).order_by("-pk").first()
        if last is not None and last.by_id == account.pk:
            return kind.transition(name).label
    return ""


def choices(account: Account, case: Case) -> list[Choice]:
    """Return the steps that the account may take with the case as it stands, in declared order."""
    kind, found = kinds.get(case.kind), []
    turn = kind.stage(case.stage).who
    main = next((step for step in next_transitions(kind, case.stage) if turn in step.who), None)
    for step in next_transitions(kind, case.stage):
        pairs = acting_bodies(case, step)
        bodies = [body for permission, body in pairs if account.may(permission, [body])]
        if not bodies:
            continue
        own = eyes_needed(account, case, step)
        barrier = _("“%(step)s”是您本人办理的，须由另一人审核") % {"step": own} if own else ""
        at_desk = any(_has_on_desk(account, body.path) for body in bodies)
        found.append(
            Choice(
                step,
                step.needs_evidence(asked=case.needs_evidence),
                barrier,
                "" if at_desk else bodies[0].label,
                step is main and at_desk and not barrier,
            )
        )
    return found


def may_remind(account: Account, case: Case) -> bool:
    """Return whether the account stands for the owner while somebody else has the task."""
    return (
        case.closed_at is None
        and kinds.get(case.kind).stage(case.stage).who == RESPONSIBLE
        and account.may(ACT, [case.owner])
    )


def may_assign(account: Account, case: Case) -> bool:
    """Return whether the account may name the person who handles the open task."""
    if case.closed_at is not None:
        return False
    who = kinds.get(case.kind).stage(case.stage).who
    return account.may(ACT, [case.responsible if who == RESPONSIBLE else case.owner])

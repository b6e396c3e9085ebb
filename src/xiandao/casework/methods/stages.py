"""Stages (环节) of a kind of case and the transitions between them, as frozen values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from xiandao.terms.error import XiandaoError

OWNER = "owner"
RESPONSIBLE = "responsible"

WORDS = "words"
REASON = "reason"
EVIDENCE = "evidence"
EVIDENCE_IF_ASKED = "evidence_if_asked"

# What happens to a case beside its transitions, by the name it is recorded under.
RESERVED = MappingProxyType({"open": "发起", "remind": "催办", "assign": "指派"})


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a case can stand.

    ``who`` has the task there: ``owner`` (发起单位), ``responsible`` (承办单位) or a permission that is
    looked for at the owner. ``deadline_days`` counts working days from arrival; with
    ``keeps_case_deadline`` the deadline of the whole case applies instead.
    """

    name: str
    label: str
    who: str = ""
    is_final: bool = False
    deadline_days: int | None = None
    keeps_case_deadline: bool = False
    task: str = ""


@dataclass(frozen=True, slots=True)
class Transition:
    """A step somebody may take.

    Args:
        sources: names of the stages it starts from.
        who: as for a stage; several may be named, any of them may act.
        needs: ``words``, ``reason``, ``evidence``, ``evidence_if_asked``.
        deadline_days: working days for the next stage where they differ from that stage's own.
        outcome: what the finished task is remembered by.
        not_same_person_as: transitions whose last doer may not take this one (four eyes).
        reassigns: it names another responsible body (转办).
        in_batch: it may be taken for many cases at once from the inbox.
    """

    name: str
    label: str
    sources: tuple[str, ...]
    to: str
    who: tuple[str, ...]
    needs: frozenset[str] = frozenset()
    deadline_days: int | None = None
    outcome: str = ""
    not_same_person_as: tuple[str, ...] = ()
    reassigns: bool = False
    in_batch: bool = False

    @property
    def needs_words(self) -> bool:
        """Whether nothing goes without an opinion or a reason."""
        return bool(self.needs & {WORDS, REASON})

    def needs_evidence(self, *, asked: bool) -> bool:
        """Whether a file must be attached; ``asked`` is what the opener of the case said."""
        return EVIDENCE in self.needs or (asked and EVIDENCE_IF_ASKED in self.needs)


@dataclass(frozen=True)
class Kind:
    """A kind of case: its words, its stages in order, and the steps between them.

    ``answer`` names the step whose words the printed sheet shows as the reply.
    """

    name: str
    label: str
    start: str
    stages: Mapping[str, Stage]
    transitions: Mapping[str, Transition]
    sheet: str = ""
    deadline_days: int | None = None
    remind_days: int = 3
    answer: str = ""

    @classmethod
    def of(
        cls, name: str, label: str, stages: Iterable[Stage], transitions: Iterable[Transition],
        *, start: str = "", sheet: str = "", deadline_days: int | None = None, remind_days: int = 3,
        answer: str = "",
    ) -> Kind:  # fmt: skip
        """Build a kind from its parts; without ``start`` a case begins at the first stage.

        >>> open_, done = Stage("open", "待办", who=OWNER), Stage("done", "已办结", is_final=True)
        >>> Kind.of("t", "试", [open_, done], [Transition("end", "办结", ("open",), "done", (OWNER,))]).start
        'open'
        """
        by_name = {stage.name: stage for stage in stages}
        steps = {step.name: step for step in transitions}
        return cls(
            name, label, start or next(iter(by_name), ""), MappingProxyType(by_name),
            MappingProxyType(steps), sheet or label, deadline_days, remind_days, answer,
        )  # fmt: skip

    def stage(self, name: str) -> Stage:
        """Return the stage; one that the declaration has since lost is shown by its bare name."""
        return self.stages.get(name) or Stage(name, name)

    def transition(self, name: str) -> Transition:
        """Return the transition.

        Raises:
            XiandaoError: ``CAS-102`` where the kind has no such transition.
        """
        found = self.transitions.get(name)
        if found is None:
            raise XiandaoError(
                "CAS-102",
                f"“{self.label}”没有名为“{name}”的办理动作",
                f"可用的动作有：{'、'.join(step.label for step in self.transitions.values())}",
                {"kind": self.name, "transition": name, "status": 400},
            )
        return found


def next_transitions(kind: Kind, stage: str) -> tuple[Transition, ...]:
    """Return the steps that start at the stage, in declared order; none at a final stage.

    >>> open_, done = Stage("open", "待办", who=OWNER), Stage("done", "已办结", is_final=True)
    >>> kind = Kind.of("t", "试", [open_, done], [Transition("end", "办结", ("open",), "done", (OWNER,))])
    >>> [step.label for step in next_transitions(kind, "open")], next_transitions(kind, "done")
    (['办结'], ())
    """
    return tuple(step for step in kind.transitions.values() if stage in step.sources)


def reachable(kind: Kind, start: str) -> frozenset[str]:
    """Return every stage that some walk from ``start`` can come to, ``start`` included.

    >>> a, b, c = Stage("a", "甲"), Stage("b", "乙"), Stage("c", "丙", is_final=True)
    >>> kind = Kind.of("t", "试", [a, b, c], [Transition("go", "走", ("a",), "c", (OWNER,))])
    >>> sorted(reachable(kind, "a"))
    ['a', 'c']
    """
    seen, waiting = {start}, [start]
    while waiting:
        for step in next_transitions(kind, waiting.pop()):
            if step.to not in seen:
                seen.add(step.to)
                waiting.append(step.to)
    return frozenset(seen)

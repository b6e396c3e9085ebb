"""What cases are about: higher capabilities say how their own nouns are called and where they open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xiandao.casework.models import Case

Describer = Callable[[Sequence[str]], Mapping[str, tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Subject:
    """The thing a case is about, as a link."""

    label: str
    url: str


_describers: dict[str, Describer] = {}


def describe_with(subject_type: str, describe: Describer) -> None:
    """Register who can name the subjects of a type: ``ids -> {id: (label, url)}``; called from ``apps.ready``.

    The ids come and go as text, all of a page at once; an id that is gone is left out of the answer.
    """
    _describers[subject_type] = describe


def subjects(cases: Iterable[Case]) -> dict[tuple[str, str], Subject]:
    """Return the subjects of the cases by type and id, asking each capability once."""
    wanted: dict[str, dict[str, None]] = {}
    for case in cases:
        if case.subject_type in _describers and case.subject_id:
            wanted.setdefault(case.subject_type, {})[case.subject_id] = None
    return {
        (kind, str(key)): Subject(label, url)
        for kind, ids in wanted.items()
        for key, (label, url) in _describers[kind](list(ids)).items()
    }


def subject_of(case: Case) -> Subject | None:
    """Return the subject of one case, or None where nobody can name it."""
    return subjects([case]).get((case.subject_type, case.subject_id))

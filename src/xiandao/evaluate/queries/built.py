"""What follows from the frozen figures of an assessment: computed once per process, never kept beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from xiandao.evaluate.methods.edition import rebuilt

if TYPE_CHECKING:
    from xiandao.evaluate.methods.build import Build
    from xiandao.evaluate.models import Assessment

# Editions that readers look at on one day; each is some hundred kilobytes.
MOST = 16


@dataclass(frozen=True, slots=True)
class Sealed:
    """A snapshot known by its seal."""

    seal: str
    snapshot: Mapping[str, Any] = field(compare=False, hash=False, repr=False)


def built(assessment: Assessment) -> Build:
    """Return the index of an assessment with everything that led to it."""
    return rebuilt_of(Sealed(assessment.snapshot_hash, assessment.snapshot))


@lru_cache(maxsize=MOST)
def rebuilt_of(sealed: Sealed) -> Build:
    """Return the index of a sealed snapshot."""
    return rebuilt(sealed.snapshot)

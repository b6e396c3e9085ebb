"""政策: policy papers become outlines, targets, measures and responsibilities; pure methods only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xiandao.policy.methods.compare import Comparison, compare
    from xiandao.policy.methods.reading import Reading, read

__all__ = ["Comparison", "Reading", "compare", "read"]


def __getattr__(name: str) -> Any:
    """Load a method when it is first asked for, so that importing a capability costs nothing."""
    from importlib import import_module

    if name in {"read", "Reading"}:
        return getattr(import_module("xiandao.policy.methods.reading"), name)
    if name in {"compare", "Comparison"}:
        return getattr(import_module("xiandao.policy.methods.compare"), name)
    raise AttributeError(name)

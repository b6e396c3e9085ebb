"""What the nodes of a scheme are called in the reader's language, with the clause of each weight."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xiandao.statistics.queries.wording import either


def names_of(snapshot: Mapping[str, Any]) -> dict[str, str]:
    """Return the name of each node by its code, the code where it has none."""
    return {
        str(node["code"]): either(
            str(node.get("name") or node["code"]), str(node.get("name_en") or "")
        )
        for node in snapshot["nodes"]
    }


def clauses_of(snapshot: Mapping[str, Any]) -> dict[str, str]:
    """Return the clause that each weight rests on, by code of the node."""
    return {str(node["code"]): str(node.get("clause") or "") for node in snapshot["nodes"]}

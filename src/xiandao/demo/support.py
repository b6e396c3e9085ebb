"""What the demonstration province gives its zones by the result of their evaluation: the shipped rule, for trial."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiandao.evaluate.commands import support_rules

if TYPE_CHECKING:
    from xiandao.registry.models import Account


def tell(*, analyst: Account, leader: Account) -> None:
    """Put the shipped rule in force: the analyst enters it, the leader approves it."""
    for rule in support_rules.plant(organisation=analyst.organisation, by=analyst):
        support_rules.approve(rule=rule, by=leader)

"""Nouns of policy: paper → reading → proposal → ledger item → progress."""

from xiandao.policy.models.change import Change
from xiandao.policy.models.item import Item, Party
from xiandao.policy.models.paper import Clause, Paper
from xiandao.policy.models.progress import Counted, Progress
from xiandao.policy.models.reading import Proposal, Reading
from xiandao.policy.models.upload import Upload

__all__ = [
    "Change",
    "Clause",
    "Counted",
    "Item",
    "Paper",
    "Party",
    "Progress",
    "Proposal",
    "Reading",
    "Upload",
]

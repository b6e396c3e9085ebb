"""Exports: whoever takes a table or a report out of the site leaves a trace of which one and under which conditions."""

from xiandao.registry.commands.acting import command, note
from xiandao.registry.models import Account


@command(None)
def record(*, filename: str, address: str, size: int, by: Account) -> None:
    """Record that a file was taken out; its address holds the search and filters that made it."""
    note(f"导出：{filename}", filename=filename, address=address[:500], size=size)

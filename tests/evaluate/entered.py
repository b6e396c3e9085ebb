"""Projects, results and contracts of the small province, entered through commands."""

from datetime import date
from decimal import Decimal

from tests.statistics.world import body, person

ENTERED = (
    # kind, title, role, amount
    ("project", "关键核心技术攻关", "origin", 30),
    ("result", "样机", "origin", None),
    ("project", "量产生产线", "cluster", 500),
    ("project", "公共中试基地", "", 80),
)
# Institute, number, amount, paid, product, in the province, signed on.
SOLD = (
    ("Y-1", "A1", 100, 60, "传感器", True, date(2026, 3, 1)),
    ("Y-1", "A2", 300, 40, "传感器", False, date(2026, 5, 1)),
    ("Y-1", "A3", 50, 50, "", True, date(2025, 5, 1)),
    ("Y-2", "B1", 80, 80, "阀门", True, date(2026, 4, 1)),
)


def facts(kind="project", title="中试基地一期", role="", amount=None, **others):
    """What is said of a project or result."""
    from xiandao.evaluate.commands.records import RecordFacts

    reason = "名称所示" if role else ""
    money = None if amount is None else Decimal(amount)
    return RecordFacts(kind, title, role, reason, amount=money, **others)


def sold(
    number="C1", amount=100, paid=0, product="", is_local=True, signed_on=date(2026, 2, 1), **others
):
    """What is said of a contract."""
    from xiandao.evaluate.commands.contracts import ContractFacts

    told = {"title": f"合同{number}", "kind": "transfer", "buyer": "受让方"} | others
    return ContractFacts(
        number=number, signed_on=signed_on, amount=Decimal(amount), paid=Decimal(paid), product=product,
        is_local=is_local, **told,
    )  # fmt: skip


def records(world):
    """Enter the projects and results of the first zone, and one of the second."""
    from xiandao.evaluate.commands import records as commands

    for kind, title, role, amount in ENTERED:
        told = facts(kind, title, role, amount)
        commands.add(organisation=world.zone_1, facts=told, by=world.zone_reporter)
    other = facts("project", "别区应用场景", "application", 9)
    commands.add(organisation=world.zone_5, facts=other, by=world.other_reporter)


def institutes(world):
    """Write two institutes that sell and one that does not, with a clerk of the first, and their contracts."""
    from xiandao.evaluate.commands import contracts as commands

    for number in (1, 2, 3):
        path = f"00000100002{number}"
        made = body(f"Y-{number}", f"第{number}研究所", "institute", path, world.top, 20 + number)
        setattr(world, f"unit_{number}", made)
    world.clerk = person("unit_clerk", world.unit_1, "reporter")
    units = {"Y-1": world.unit_1, "Y-2": world.unit_2}
    for unit, number, amount, paid, product, is_local, day in SOLD:
        told = sold(number, amount, paid, product, is_local, day)
        commands.add(organisation=units[unit], facts=told, by=world.analyst)

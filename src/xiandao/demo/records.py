"""What the demonstration province has entered of its zones' projects and results and of its institutes' contracts."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings

from xiandao.catalog.methods.classification import load_catalogue
from xiandao.demo import register
from xiandao.demo.story import MARK
from xiandao.evaluate.commands import contracts, records, target_roles
from xiandao.evaluate.commands.contracts import ContractFacts
from xiandao.evaluate.commands.records import RecordFacts
from xiandao.evaluate.methods.roles import ROLES, clause_of, suggest
from xiandao.evaluate.queries.roles_of import targets_of
from xiandao.policy.queries import clock
from xiandao.registry.commands import organisations

if TYPE_CHECKING:
    from xiandao.registry.models import Account, Organisation

# Titles by role; {field} is what the zone works on. The last ones are left for somebody to settle.
PROJECTS = (
    ("origin", "project", "{field}关键核心技术攻关", 860),
    ("origin", "result", "{field}基础研究原型机", None),
    ("origin", "project", "{field}省级技术创新中心", 3200),
    ("testbed", "project", "{field}中试基地一期", 5400),
    ("testbed", "project", "{field}概念验证中心", 640),
    ("testbed", "result", "{field}行业标准（草案）", None),
    ("testbed", "project", "{field}孵化器提升", 420),
    ("application", "project", "{field}医院应用场景", 380),
    ("application", "result", "{field}园区示范应用", 260),
    ("application", "project", "{field}未来工厂试点", 1900),
    ("cluster", "project", "{field}产业园二期", 12600),
    ("cluster", "project", "{field}量产生产线", 8800),
    ("cluster", "result", "{field}链主企业招引", None),
    ("", "project", "{field}公共中试平台扩建", 1500),
    ("", "project", "{field}年度重点工作", 120),
)
REASONS = {
    "origin": "属技术攻关和创新平台",
    "testbed": "属中试、孵化和标准",
    "application": "属应用场景和示范",
    "cluster": "属产业承载和企业集聚",
}
# Code, name, how strong it is, which part of the money comes in.
INSTITUTES = (
    ("YJ1", "示范省智能感知研究院", 9, 8),
    ("YJ2", "澜州交叉科学研究院", 7, 5),
    ("YJ3", "东屿海洋装备研究所", 6, 9),
    ("YJ4", "示范理工技术转移院", 8, 4),
    ("YJ5", "松岚氢能技术研究所", 4, 7),
)
KINDS = ("development", "licence", "transfer", "service", "consulting", "development", "shares")
SUBJECTS = (
    "柔性触觉传感",
    "多源数据融合",
    "低温电解制氢",
    "深海密封材料",
    "车规器件封装",
    "脑电信号解码",
    "固态储能",
)
PRODUCTS = ("触觉传感模组", "", "电解槽样机", "", "功率模块", "", "")


def tell(
    *,
    top: Organisation,
    password: str,
    admins: dict[str, Account],
    analyst: Account,
) -> None:
    """Enter projects, results and contracts, and give the targets of the paper their roles."""
    today = clock.today()
    for order, zone in enumerate(register.zones_of(top)):
        fill(zone, order, today, by=analyst)
    for order, (code, name, strength, paid) in enumerate(INSTITUTES):
        unit = organisations.add(
            parent=top,
            code=f"{top.code}-{code}",
            name=name,
            kind="institute",
            is_demo=True,
            by=admins["system_admin"],
        )
        if not order:
            register.clerk("institute", "许填报", unit, [unit], password, admins)
        sell(unit, order, strength, paid, today, by=analyst)
    settle_targets(by=analyst)


def fill(zone: Organisation, order: int, today: date, *, by: Account) -> None:
    """Enter the projects and results of a zone; each zone has its own mixture."""
    industries = load_catalogue(settings.XIANDAO_PACK).industries
    field = next((one.name for one in industries if one.name in zone.name), zone.label)
    for at, (role, kind, title, amount) in enumerate(PROJECTS):
        # Every zone is strong in one role and leaves out a good part of the others.
        if role and role != ROLES[(order * 3) % len(ROLES)] and (at * 5 + order * 7) % 11 < 4:
            continue
        began = today - timedelta(days=60 + 47 * ((at * 5 + order * 3) % 14))
        facts = RecordFacts(
            kind=kind,
            title=title.format(field=field) + MARK,
            role=role,
            role_reason=REASONS.get(role, ""),
            undertaker=f"{field}创新发展公司{MARK}",
            clause=clause_of(role) if role else "",
            started_on=began,
            finished_on=began + timedelta(days=55) if kind == "result" else None,
            amount=None if amount is None else Decimal(amount + 35 * ((order * 5 + at) % 9)),
        )
        records.add(organisation=zone, facts=facts, is_demo=True, by=by)


def sell(
    unit: Organisation, order: int, strength: int, paid: int, today: date, *, by: Account
) -> None:
    """Enter the contracts of an institute over two years."""
    for number in range(strength + 3):
        at = (number + order * 2) % len(SUBJECTS)
        day = today - timedelta(days=20 + 700 * number // (strength + 3))
        amount = Decimal(40 + 18 * ((number * 5 + order * 3) % 11) + 9 * strength)
        part = Decimal(min(paid + number % 3, 10)) / 10
        facts = ContractFacts(
            number=f"{day.year}99{order + 1:02d}{number + 1:04d}",
            title=f"{SUBJECTS[at]}{'专利许可' if KINDS[at] == 'licence' else '技术合同'}第{number + 1}号{MARK}",
            kind=KINDS[at],
            buyer=f"示范受让企业{(number + order) % 6 + 1}号{MARK}",
            signed_on=day,
            amount=amount,
            paid=(amount * part).quantize(Decimal("0.01")),
            product=f"{PRODUCTS[at]}{MARK}" if PRODUCTS[at] else "",
            is_local=(number + order) % 4 != 0,
        )
        contracts.add(organisation=unit, facts=facts, is_demo=True, by=by)


def settle_targets(*, by: Account) -> None:
    """Confirm what the words of the targets speak for; those that say nothing wait."""
    for line in targets_of(by):
        words = suggest(line.item.title, f"{line.item.metric} {line.item.measure}")
        if words is not None:
            reason = f"含“{words.word}”，依据{words.clause}{MARK}"
            target_roles.give(item=line.item, role=words.role, reason=reason, by=by)

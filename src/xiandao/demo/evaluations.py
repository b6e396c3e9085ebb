"""What the demonstration province has evaluated: four quarters of its zones, two of them given to a third party."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiandao.demo import candidacies, manual_scores, records, register, support
from xiandao.demo.returns import back
from xiandao.demo.story import MARK
from xiandao.evaluate.commands import assessments, commissions, schemes
from xiandao.evaluate.methods.edition import reproduced
from xiandao.policy.queries import clock
from xiandao.registry.commands import organisations
from xiandao.terms.period import PeriodKind

if TYPE_CHECKING:
    from xiandao.evaluate.models import Commission
    from xiandao.registry.models import Account, Organisation

QUARTERS = 4
OPINION = (
    "用冻结数据复算，结果与公布的一致。创新能力、产业培育两方面权重合计六成，位次对其变化较敏感；"
    "建议下一年度论证权重，并对缺报指标注明原因。"
)


def tell(
    *,
    top: Organisation,
    password: str,
    admins: dict[str, Account],
    analyst: Account,
    leader: Account,
) -> None:
    """Put the shipped scheme in force, evaluate the finished quarters, have the last two looked at from outside."""
    keeper, today = analyst.organisation, clock.today()
    institute = organisations.add(
        parent=top,
        code=f"{top.code}-PGY",
        name="示范评估研究院",
        kind="institute",
        is_demo=True,
        by=admins["system_admin"],
    )
    evaluator = register.clerk(
        "evaluator", "郑评估", institute, [institute], password, admins, role="evaluator"
    )
    for scheme in schemes.plant(organisation=keeper, by=analyst):
        schemes.approve(scheme=scheme, valid_from=scheme.valid_from, by=leader)
        made = []
        for period in back(PeriodKind.QUARTER, today, QUARTERS):
            made.append(
                assessments.freeze(scheme=scheme, period=period.code, by=analyst, is_demo=True)
            )
            if len(made) == QUARTERS - 1:
                manual_scores.tell(made[-1], by=analyst)
            assessments.publish(assessment=made[-1], by=leader)
        given = [
            commissions.assign(assessment=edition, evaluator=evaluator, by=analyst)
            for edition in made[-2:]
        ]
        look_at(given[0], by=evaluator)
    candidacies.tell(top=top)
    support.tell(analyst=analyst, leader=leader)
    records.tell(top=top, password=password, admins=admins, analyst=analyst)


def look_at(given: Commission, *, by: Account) -> None:
    """Declare no interest, compute an edition again from its frozen figures and hand in an opinion."""
    commissions.declare(
        commission=given, has_interest=False, words=f"与被评单位无利益关系{MARK}", place=by, by=by
    )
    own = reproduced(given.assessment.snapshot)
    commissions.reproduce(commission=given, own_hash=own, place=by, by=by)
    commissions.report(commission=given, words=OPINION + MARK, place=by, by=by)

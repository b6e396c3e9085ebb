"""What a body owns in evaluation: a scheme that is a draft, an edition that waits, weights somebody kept, a commission."""

from datetime import date
from types import SimpleNamespace

NODES = ("INDEX", "", 1.0), ("PILLAR", "INDEX", 1.0), ("ENERGY_INTENSITY", "PILLAR", 1.0)
RECIPE = {"title": "试算", "steps": [{"use": "normalise", "method": "minmax"}]}
VALUES = ([0.1], [0.2])


def belongings(keeper, bureau, clerk, mark, number):
    """Write everything; the edition has two rows: the body itself and its bureau."""
    from xiandao.evaluate.models import Commission, WeightSet

    kept = SimpleNamespace(keeper=keeper, clerk=clerk, mark=mark)
    scheme = draft(kept, number)
    made = waiting(kept, scheme, (keeper, bureau))
    weights = WeightSet.objects.create(
        scheme=scheme, name=f"{mark}权重", weights=[["PILLAR", 100.0], ["ENERGY_INTENSITY", 100.0]],
        organisation=keeper, made_by=clerk,
    )  # fmt: skip
    given = Commission.objects.create(
        assessment=made, evaluator=clerk, organisation=keeper, state="declared",
        declaration=f"{mark}声明", report=f"{mark}意见", made_by=clerk,
    )  # fmt: skip
    return {
        "scheme": [scheme.pk],
        "assessment": [made.pk],
        "weight_set": [weights.pk],
        "commission": [given.pk],
        "candidacy": [candidacy(kept).pk],
        "support_rule": [support_rule(kept, number).pk],
        "zone_record": [zone_record(kept).pk],
        "contract": [contract(kept, number).pk],
        "intake": [intake(kept).pk],
        "manual_score": list(made.manual_scores.values_list("pk", flat=True)),
        "zone": [keeper.code],
    }


def draft(kept, number):
    """Write a version that nobody has approved."""
    from xiandao.evaluate.models import Scheme

    nodes = [
        {
            "code": code,
            "name": f"{kept.mark}{code}",
            "parent": parent,
            "weight": weight,
            "clause": kept.mark,
        }
        for code, parent, weight in NODES
    ]
    return Scheme.objects.create(
        code=f"s{number}", version="1", title=f"{kept.mark}评价体系", clause=kept.mark, note=kept.mark,
        nodes=nodes, recipe=RECIPE, organisation=kept.keeper, made_by=kept.clerk,
    )  # fmt: skip


def support_rule(kept, number):
    """Write a rule that nobody has approved, for editions of the body's own scheme."""
    from xiandao.evaluate.models import SupportRule

    factor = {"code": "land", "name": f"{kept.mark}用地", "kind": "coefficient", "base": 1.0}
    line = {
        "when": [{"on": "score", "at_least": 1}], "clause": kept.mark, "sentence": kept.mark,
        "give": [{"factor": "land", "do": "set", "value": 1.2}],
    }  # fmt: skip
    return SupportRule.objects.create(
        code=f"r{number}", version="1", title=f"{kept.mark}支持规则", scheme_code=f"s{number}", clause=kept.mark,
        note=kept.mark, rule={"factors": [factor], "lines": [line]}, organisation=kept.keeper, made_by=kept.clerk,
    )  # fmt: skip


def waiting(kept, scheme, units):
    """Write an edition that waits for publication, computed as the capability does it."""
    import numpy as np

    from xiandao.evaluate.methods.edition import Figure, rebuilt, result_of, snapshot_of
    from xiandao.evaluate.methods.sealing import seal
    from xiandao.evaluate.methods.table import Table
    from xiandao.evaluate.models import Assessment, ManualScore, Standing

    table = Table(
        tuple(one.code for one in units), ("ENERGY_INTENSITY",), np.array(VALUES),
        names=tuple(f"{kept.mark}{one.code}" for one in units),
    )  # fmt: skip
    source = Figure("ENERGY_INTENSITY", "zone-quarter", "2026Q2", "吨标准煤/万元")
    snapshot = snapshot_of(table, scheme.nodes, scheme.recipe, [source])
    made = rebuilt(snapshot)
    result = result_of(made)
    told = {"runs": 0, "design": "", "factors": [], "failed": [], "sentences": []}
    edition = Assessment.objects.create(
        scheme=scheme, title=f"{kept.mark}评价", period="2026Q2", organisation=kept.keeper, snapshot=snapshot,
        snapshot_hash=seal(snapshot), result={**result, "bands": told}, result_hash=seal(result), engine="1",
        note=kept.mark, made_by=kept.clerk,
    )  # fmt: skip
    for rank, (one, score) in enumerate(zip(units, made.index, strict=True), start=1):
        Standing.objects.create(
            assessment=edition, organisation=one, score=score, rank=rank, rank_low=rank, rank_high=rank,
            band=f"{kept.mark}档"[:20], pillars=[["PILLAR", float(score)]],
        )  # fmt: skip
    ManualScore.objects.create(
        assessment=edition, organisation=units[0], score=50, reason=f"{kept.mark}理由", clause=kept.mark,
        made_by=kept.clerk,
    )  # fmt: skip
    return edition


def candidacy(kept):
    """Write a candidacy that is being filled in, with a claim."""
    from xiandao.evaluate.methods.readiness_book import read, shipped_text
    from xiandao.evaluate.models import Candidacy, Claim

    made = Candidacy.objects.create(
        organisation=kept.keeper, title=f"{kept.mark}先导区", field=kept.mark, rule=read(shipped_text()),
        note=kept.mark, made_by=kept.clerk,
    )  # fmt: skip
    Claim.objects.create(
        candidacy=made, code="talent", value=3, remark=f"{kept.mark}说明", made_by=kept.clerk
    )
    return made


def zone_record(kept):
    """Write a project that nobody has given a role."""
    from xiandao.evaluate.models import ZoneRecord

    return ZoneRecord.objects.create(
        organisation=kept.keeper, kind="project", title=f"{kept.mark}中试基地", undertaker=f"{kept.mark}单位",
        note=kept.mark, made_by=kept.clerk,
    )  # fmt: skip


def contract(kept, number):
    """Write a contract of the body."""
    from xiandao.evaluate.models import Contract

    return Contract.objects.create(
        organisation=kept.keeper, number=f"{kept.mark}{number}", title=f"{kept.mark}合同", kind="transfer",
        buyer=f"{kept.mark}受让方", signed_on=date(2026, 1, 5), amount=100, paid=40, product=kept.mark,
        made_by=kept.clerk,
    )  # fmt: skip


def intake(kept):
    """Keep a workbook of projects that waits for its clerk."""
    from xiandao.evaluate.models import Intake

    told = {
        "sheet": "CSV",
        "letters": {"code": "A"},
        "lines": [],
        "marks": [],
        "plans": [],
        "is_sound": True,
    }
    return Intake.objects.create(
        organisation=kept.keeper, kind="records", name=f"{kept.mark}表.csv", sha256=kept.mark, content=b"x",
        outcome=told, uploaded_by=kept.clerk,
    )  # fmt: skip

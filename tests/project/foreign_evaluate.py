"""What a body owns in evaluation: a scheme that is a draft, an edition that waits, weights somebody kept, a commission."""

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


def waiting(kept, scheme, units):
    """Write an edition that waits for publication, computed as the capability does it."""
    import numpy as np

    from xiandao.evaluate.methods.edition import Figure, rebuilt, result_of, snapshot_of
    from xiandao.evaluate.methods.sealing import seal
    from xiandao.evaluate.methods.table import Table
    from xiandao.evaluate.models import Assessment, Standing

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
    return edition

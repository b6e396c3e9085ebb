"""Z五(二) 成熟一个、培育一个、建设一个: what a candidate lacks, before it applies."""

import pytest

from tests.spec.marks import row
from xiandao.evaluate.methods.readiness import Claim, readiness, rule_from

FOUR = {"resources": "资源", "base": "基础", "direction": "方向", "mechanism": "机制"}
RULE = {
    "conditions": [
        {"code": code, "name": name, "items": [{"code": f"{code}-1", "name": f"{name}条件", "needed": 2}]}
        for code, name in FOUR.items()
    ]
}  # fmt: skip
PAPERS = ("批复文件",)


@row(
    "Z59",
    part="by method, no page yet: readiness on the four conditions and the list of gaps, evidence counts",
)
def test_a_candidate_is_told_what_it_lacks_and_is_ready_once_it_has_it():
    rule = rule_from(RULE)
    has = {"resources-1": Claim(2, PAPERS), "base-1": Claim(1, PAPERS), "direction-1": Claim(2)}
    found = readiness(rule, has)
    assert found.state == "尚不成熟"
    assert {(gap.condition, gap.lacking, gap.is_evidence_only) for gap in found.gaps} == {
        ("基础", 1, False),
        ("方向", 0, True),
        ("机制", 2, False),
    }
    assert found.total + sum(gap.gain for gap in found.gaps) == pytest.approx(1)
    mended = {gap.item.code: Claim(gap.item.needed, PAPERS) for gap in found.gaps}
    assert readiness(rule, has | mended).state == "成熟"

"""Nouns of evaluation: schemes, assessments and where units stand in them, weight sets, commissions."""

from xiandao.evaluate.models.assessment import Assessment, AssessmentState, Standing
from xiandao.evaluate.models.commission import Commission, CommissionState
from xiandao.evaluate.models.scheme import Scheme, SchemeState
from xiandao.evaluate.models.weight_set import WeightSet

__all__ = [
    "Assessment",
    "AssessmentState",
    "Commission",
    "CommissionState",
    "Scheme",
    "SchemeState",
    "Standing",
    "WeightSet",
]

"""Nouns of evaluation: schemes, assessments, standings, weight sets, commissions, rules, records, candidacies."""

from xiandao.evaluate.models.assessment import Assessment, AssessmentState, Standing
from xiandao.evaluate.models.candidacy import Candidacy, CandidacyState, Claim
from xiandao.evaluate.models.commission import Commission, CommissionState
from xiandao.evaluate.models.contract import Contract, ContractKind
from xiandao.evaluate.models.intake import Intake, IntakeKind, IntakeState
from xiandao.evaluate.models.manual_score import ManualScore
from xiandao.evaluate.models.scheme import Scheme, SchemeState
from xiandao.evaluate.models.support_rule import SupportRule
from xiandao.evaluate.models.weight_set import WeightSet
from xiandao.evaluate.models.zone_record import RecordKind, Role, TargetRole, ZoneRecord

__all__ = [
    "Assessment",
    "AssessmentState",
    "Candidacy",
    "CandidacyState",
    "Claim",
    "Commission",
    "CommissionState",
    "Contract",
    "ContractKind",
    "Intake",
    "IntakeKind",
    "IntakeState",
    "ManualScore",
    "RecordKind",
    "Role",
    "Scheme",
    "SchemeState",
    "Standing",
    "SupportRule",
    "TargetRole",
    "WeightSet",
    "ZoneRecord",
]

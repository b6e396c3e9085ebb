"""Nouns of statistics: forms, indicators, units, rounds, filings, rules, estimates, releases."""

from xiandao.statistics.models.check import Finding, RuleVersion, Severity
from xiandao.statistics.models.estimate import Estimate
from xiandao.statistics.models.filing import Filing, FilingEvent, FilingStage, ValueChange
from xiandao.statistics.models.form import FormState, FormVersion, Frequency, Purpose, Subject
from xiandao.statistics.models.indicator import IndicatorVersion
from xiandao.statistics.models.release import Release, ReleaseState
from xiandao.statistics.models.round import Reminder, Round, RoundState
from xiandao.statistics.models.unit import Unit
from xiandao.statistics.models.unit_sheet import UnitSheet
from xiandao.statistics.models.upload import ReturnUpload, ReturnUploadState

__all__ = [
    "Estimate",
    "Filing",
    "FilingEvent",
    "FilingStage",
    "Finding",
    "FormState",
    "FormVersion",
    "Frequency",
    "IndicatorVersion",
    "Purpose",
    "Release",
    "ReleaseState",
    "Reminder",
    "ReturnUpload",
    "ReturnUploadState",
    "Round",
    "RoundState",
    "RuleVersion",
    "Severity",
    "Subject",
    "Unit",
    "UnitSheet",
    "ValueChange",
]

"""Nouns of casework."""

from xiandao.casework.models.case import Case
from xiandao.casework.models.event import CaseEvent
from xiandao.casework.models.task import Task

__all__ = ["Case", "CaseEvent", "Task"]

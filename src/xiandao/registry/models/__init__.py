"""Nouns of the registry."""

from xiandao.registry.models.account import Account
from xiandao.registry.models.audit import AuditEvent, AuditHead
from xiandao.registry.models.document import Document
from xiandao.registry.models.grant import Grant
from xiandao.registry.models.key import AccessKey
from xiandao.registry.models.membership import Membership
from xiandao.registry.models.organisation import Alias, Organisation, Parentage

__all__ = [
    "AccessKey",
    "Account",
    "Alias",
    "AuditEvent",
    "AuditHead",
    "Document",
    "Grant",
    "Membership",
    "Organisation",
    "Parentage",
]

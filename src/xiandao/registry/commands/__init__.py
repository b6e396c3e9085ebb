"""Verbs that change: keyword-only, by=, one transaction, one audit event."""

"""Verbs that change statistics."""

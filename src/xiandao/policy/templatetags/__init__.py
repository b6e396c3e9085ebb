"""Doors for templates: parts of the pages of policy."""

"""Xiandao (先导): a policy sentence becomes a target, a responsible party, data, a score, an action and a report."""

__version__ = "0.1.0"

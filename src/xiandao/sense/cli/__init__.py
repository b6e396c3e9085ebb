"""``xiandao sense …``: see emerging and disruptive technology in files; without a database and without Django."""

from __future__ import annotations

import argparse

from xiandao.sense.cli import disruption, emergence, terms, warn


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``sense`` with its verbs."""
    parser = subparsers.add_parser(
        "sense", help="技术感知", description="从论文、专利和引文文件发现新兴技术和颠覆性技术"
    )
    verbs = parser.add_subparsers(metavar="动作", title="动作", required=True)
    disruption.add_disruption(verbs)
    terms.add_terms(verbs)
    emergence.add_emergence(verbs)
    warn.add_warn(verbs)

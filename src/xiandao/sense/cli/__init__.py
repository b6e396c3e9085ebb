"""``xiandao sense …``: see emerging and disruptive technology in files; without a database and without Django."""

from __future__ import annotations

import argparse

from xiandao.sense.cli import (
    coverage,
    disruption,
    emergence,
    fronts,
    import_files,
    novelty,
    openalex,
    terms,
    warn,
)


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``sense`` with its verbs."""
    parser = subparsers.add_parser(
        "sense", help="技术感知", description="从论文、专利和引文文件发现新兴技术和颠覆性技术"
    )
    verbs = parser.add_subparsers(metavar="动作", title="动作", required=True)
    import_files.add_import(verbs)
    openalex.add_openalex(verbs)
    coverage.add_coverage(verbs)
    disruption.add_disruption(verbs)
    terms.add_terms(verbs)
    emergence.add_emergence(verbs)
    novelty.add_novelty(verbs)
    fronts.add_fronts(verbs)
    warn.add_warn(verbs)

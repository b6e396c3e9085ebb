"""``xiandao manage …``: Django's own commands with the product's settings."""

from __future__ import annotations

import argparse
import os

from xiandao.project.cli import SETTINGS


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``manage``."""
    parser = subparsers.add_parser("manage", help="网站维护命令（建库、迁移、建账号等）")
    parser.add_argument(
        "words", nargs=argparse.REMAINDER, metavar="维护命令", help="例如 migrate;help 列出全部"
    )
    parser.set_defaults(run=manage)


def manage(chosen: argparse.Namespace) -> int:
    """Pass the words on to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["xiandao manage", *chosen.words])
    return 0

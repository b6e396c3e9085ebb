"""``xiandao audit …``: verify the audit trail from outside the running site."""

from __future__ import annotations

import argparse
import json

from xiandao.terms.error import XiandaoError

SOUND, BROKEN = 0, 1


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``audit`` with its verbs."""
    parser = subparsers.add_parser("audit", help="核验审计记录", description="核验审计记录")
    verbs = parser.add_subparsers(metavar="动作", title="动作", required=True)
    line = "逐条核验审计链，指出第一处断点；完好时退出码为 0，有断点为 1"
    one = verbs.add_parser("verify", help=line, description=line)
    one.add_argument("--json", action="store_true", help="以 JSON 输出")
    one.set_defaults(run=verify)


def verify(chosen: argparse.Namespace) -> int:
    """``audit verify``: walk the chain and say whether it holds."""
    import django

    django.setup()
    from django.db import DatabaseError

    from xiandao.registry.commands import audit

    try:
        report = audit.verify()
    except DatabaseError as error:
        hint = "请先建库：xiandao manage migrate；并核对 XIANDAO_HOME 或 XIANDAO_DATABASE_URL"
        raise XiandaoError("REG-401", "读不到审计记录", hint, {"reason": str(error)}) from None
    if chosen.json:
        print(json.dumps(audit.described(report), ensure_ascii=False))
    else:
        print("\n".join(audit.told(report)))
    return SOUND if report.holds else BROKEN

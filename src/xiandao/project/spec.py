"""``xiandao spec``: which of the mission's rows are shown by tests, read from the tests' marks without running them."""

from __future__ import annotations

import argparse
import ast
import json
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from xiandao.project.spec_pages import pages
from xiandao.project.spec_rows import Mission, Part, Proof, Row
from xiandao.terms.error import InputError

ROOT = Path(__file__).resolve().parents[3]
MISSION = "tests/spec/mission.toml"
PAGES = "docs/spec"
# A row is shown by the tests of its clause or by a walk through the running site.
PLACES = ("tests/spec", "tests/journeys")


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``spec``."""
    line = "对照政策要求，列出已实现和未实现的部分"
    parser = subparsers.add_parser("spec", help=line, description=line)
    parser.add_argument(
        "--format",
        choices=["pages", "json"],
        default="pages",
        metavar="格式",
        help="pages 写文档，json 打印",
    )
    parser.add_argument("--check", action="store_true", help="只核对文档是否最新，不写入")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Write the pages, print them as JSON, or say which of them are stale."""
    if not (ROOT / MISSION).is_file():
        raise InputError(
            "SPC-001", "这里没有测试，无法对照", "请在源代码目录中运行 ./run xiandao spec"
        )
    mission = load(ROOT)
    if chosen.format == "json":
        text = json.dumps(as_json(mission), ensure_ascii=False, indent=2) + "\n"
        sys.stdout.buffer.write(text.encode())
        return 0
    stale = differing(ROOT / PAGES, pages(mission))
    if not chosen.check:
        write(ROOT / PAGES, pages(mission))
        print(f"{PAGES}：{len(mission.rows)} 项，更新 {len(stale)} 页")
        return 0
    if stale:
        names = "、".join(stale)
        raise InputError(
            "SPC-002", f"{PAGES} 已过期：{names}", "请运行 ./run xiandao spec 后一并提交"
        )
    print(f"{PAGES}：已是最新")
    return 0


def load(root: Path) -> Mission:
    """Read the mission and attach to each row the tests that name it.

    Raises:
        InputError: ``SPC-003`` a test names a row that does not exist.
    """
    raw = tomllib.loads((root / MISSION).read_text(encoding="utf-8"))
    proofs: dict[str, list[Proof]] = {}
    for ref, proof in marked(root):
        proofs.setdefault(ref, []).append(proof)
    rows = [Row(**row | {"capability": tuple(row["capability"])}) for row in raw["row"]]
    strangers = sorted(set(proofs) - {row.id for row in rows})
    if strangers:
        where = proofs[strangers[0]][0].test
        raise InputError("SPC-003", f"{where} 指向不存在的条目 {strangers[0]}", f"条目见 {MISSION}")
    return Mission(
        tuple(Part(**part) for part in raw["part"]),
        tuple(replace(row, proofs=tuple(proofs.get(row.id, ()))) for row in rows),
    )


def marked(root: Path) -> Iterator[tuple[str, Proof]]:
    """Yield each row mark in the tests with the test that carries it, in the order of the files."""
    for place in PLACES:
        for path in sorted((root / place).rglob("test_*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
            yield from marks_in(tree.body, path.relative_to(root).as_posix(), module_marks(tree))


def marks_in(
    body: Sequence[ast.stmt], place: str, inherited: Sequence[tuple[str, str]]
) -> Iterator[tuple[str, Proof]]:
    """Yield the marks of test functions, with those of their class and module."""
    for node in body:
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            own = [*inherited, *rows_of(node.decorator_list)]
            yield from marks_in(node.body, f"{place}::{node.name}", own)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith(
            "test"
        ):
            for ref, part in [*inherited, *rows_of(node.decorator_list)]:
                yield ref, Proof(f"{place}::{node.name}", part)


def module_marks(tree: ast.Module) -> list[tuple[str, str]]:
    """Return the row marks that a module sets for all its tests by ``pytestmark``."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(
            getattr(target, "id", "") == "pytestmark" for target in node.targets
        ):
            many = node.value.elts if isinstance(node.value, ast.List | ast.Tuple) else [node.value]
            return rows_of(many)
    return []


def rows_of(expressions: Sequence[ast.expr]) -> list[tuple[str, str]]:
    """Return (row, part) for each ``row("J27")``, ``row("J27", part="…")`` or ``pytest.mark.row(…)``."""
    found = []
    for call in expressions:
        if not isinstance(call, ast.Call) or not call.args:
            continue
        name = (
            call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        )
        if name == "row" and isinstance(call.args[0], ast.Constant):
            parts = [ast.literal_eval(word.value) for word in call.keywords if word.arg == "part"]
            found.append((str(call.args[0].value), str(parts[0]) if parts else ""))
    return found


def as_json(mission: Mission) -> dict[str, Any]:
    """Return the mission for programs: counts by status, and every row with its status and its tests."""
    return {
        "counts": mission.counts(),
        "rows": [asdict(row) | {"status": row.status.value} for row in mission.rows],
    }


def differing(folder: Path, wanted: dict[str, str]) -> list[str]:
    """Return the names of pages that are missing, different or left over."""
    present = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    return sorted(
        name for name in wanted.keys() | present.keys() if wanted.get(name) != present.get(name)
    )


def write(folder: Path, wanted: dict[str, str]) -> None:
    """Write the pages and remove those that are no longer generated."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.md"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (folder / name).write_text(text, encoding="utf-8")

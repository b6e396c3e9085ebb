"""What the architecture tests know about the house: its storeys, its capabilities, its files."""

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tools.check import tracked_files

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "xiandao"


@cache
def contracts() -> dict[str, dict]:
    """The import contracts of pyproject.toml by the first word of their name."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {
        contract["name"].split(":")[0]: contract
        for contract in settings["tool"]["importlinter"]["contracts"]
    }


@cache
def storeys() -> dict[str, int]:
    """Each folder of the package with its height: 0 is the lowest."""
    layers = reversed(contracts()["Storeys"]["layers"])
    return {
        name.strip(): height for height, layer in enumerate(layers) for name in layer.split("|")
    }


@cache
def capabilities() -> tuple[str, ...]:
    """The folders that have rooms."""
    return tuple(name.removeprefix("xiandao.") for name in contracts()["Rooms"]["containers"])


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def place(path: Path) -> str:
    """A path as a reader would look for it."""
    return path.relative_to(ROOT).as_posix()


def python_files(*, migrations: bool = False) -> Iterator[Path]:
    """The product's modules."""
    for path in sorted(SRC.rglob("*.py")):
        if migrations or "migrations" not in path.parts:
            yield path


def templates() -> list[Path]:
    """The product's page templates."""
    return sorted(path for path in SRC.rglob("*.html") if "templates" in path.parts)


def kept(*suffixes: str) -> list[Path]:
    """The files that git keeps, by suffix."""
    return [ROOT / name for name in tracked_files() if name.endswith(suffixes)]

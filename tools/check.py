"""Everything checked besides the tests: style, types, imports, migrations, generated pages, punctuation, the tree.

./run check             all of them          ./run check ruff types    only those named
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tools import punctuation

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
MACHINE_WORDS = re.compile(
    r"(?<![a-z])(?:registry|files|pypi|mirrors?)\.[a-z]+\.(?:org|com|net|cn)(?![a-z])|/(?:root|home|Users)/"
)
THIRD_PARTY = re.compile(
    r"\.min\.(?:js|css)$|node_modules/|(?:^|/)(?:uv\.lock|pylock\.toml)$|\.(?:woff2?|ttf)$"
)
SET_UP = {
    ".venv",
    "var",
    "node_modules",
    "dist",
    "__pycache__",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".hypothesis",
}
GENERATED_LOCKS = re.compile(r"requirements/.*\.lock$|package-lock\.json$")


def tool(*words: str) -> Callable[[], str]:
    """Return a check that runs a command of the set-up; what it prints is the finding when it fails."""

    def check() -> str:
        done = subprocess.run(
            [str(BIN / words[0]), *words[1:]],
            cwd=ROOT,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "xiandao.project.settings.test"},
            capture_output=True,
            text=True,
            check=False,
        )
        return (done.stdout + done.stderr).strip() if done.returncode else ""

    return check


def tracked_files() -> list[str]:
    """Return what git keeps or would keep; outside a checkout (an unpacked archive) every file but the set-up's."""
    if not (ROOT / ".git").exists():
        files = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
        return sorted(path.as_posix() for path in files if not SET_UP & set(path.parts))
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return sorted(name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file())


def tree() -> str:
    """Say which files name a machine's folder or a package server, or come from a third party."""
    findings = []
    # The checkout's own folder: the one above may be /tmp, which scripts rightly name.
    here = str(ROOT)
    for name in tracked_files():
        if THIRD_PARTY.search(name):
            findings.append(f"{name}: third-party or address-bearing file")
        try:
            text = (ROOT / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            found = MACHINE_WORDS.search(line)
            if found or here in line:
                findings.append(f"{name}:{number}: {found.group() if found else here}")
            if GENERATED_LOCKS.search(name) and '"resolved"' in line:
                findings.append(f"{name}:{number}: download address")
    return "\n".join(findings)


CHECKS: dict[str, Callable[[], str]] = {
    "ruff": tool("ruff", "check", "--no-fix", "--output-format", "concise", "."),
    "format": tool("ruff", "format", "--check", "--output-format", "concise", "."),
    "types": tool("mypy"),
    "imports": tool("lint-imports"),
    "migrations": tool("django-admin", "makemigrations", "--check", "--dry-run"),
    "spec": tool("xiandao", "spec", "--check"),
    "punctuation": lambda: "\n".join(punctuation.findings()),
    "tree": tree,
}


def main(names: Sequence[str]) -> int:
    """Run the checks named, or all; return 1 when one of them finds something."""
    unknown = sorted(set(names) - set(CHECKS))
    if unknown:
        print(
            f"unknown check {', '.join(unknown)}; there are: {', '.join(CHECKS)}", file=sys.stderr
        )
        return 2
    failed = []
    for name in names or CHECKS:
        began = time.monotonic()
        finding = CHECKS[name]()
        print(f"{'✗' if finding else '✓'} {name} ({time.monotonic() - began:.1f} s)", flush=True)
        if finding:
            failed.append(name)
            print(finding, flush=True)
    print(
        f"checks: {len(names or CHECKS) - len(failed)} passed, {len(failed)} failed {' '.join(failed)}".rstrip()
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

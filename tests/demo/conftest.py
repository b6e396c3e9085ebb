"""The demonstration, built once in a process of its own as a newcomer builds it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
FINISHED = {"built", "xiandao"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What looks at the finished demonstration is slow and stays together: it is built once, not by each process."""
    for item in items:
        if set(getattr(item, "fixturenames", ())) >= FINISHED:
            item.add_marker("slow")
            item.add_marker(pytest.mark.xdist_group("demo"))


@pytest.fixture(scope="session")
def xiandao() -> Run:
    """Run the command line with a data folder."""

    def run(*words: str, home: Path) -> subprocess.CompletedProcess[str]:
        surroundings = {
            key: value for key, value in os.environ.items() if key != "XIANDAO_DATABASE_URL"
        }
        surroundings |= {
            "XIANDAO_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "xiandao.project.settings.base",
        }
        return subprocess.run(
            [sys.executable, "-m", "xiandao", *words],
            env=surroundings,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=400,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def built(xiandao: Run, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The data folder of a finished demonstration, and what its building printed."""
    home = tmp_path_factory.mktemp("demo")
    done = xiandao("demo", "--no-serve", home=home)
    assert done.returncode == 0, done.stderr[-3000:]
    return home, done.stdout

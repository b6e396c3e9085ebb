"""./run says in two languages what is missing, and does no harm when it cannot set up."""

import os
import shutil
import subprocess

import pytest


@pytest.fixture
def checkout(tmp_path, root):
    """A checkout without a set-up, in a folder with a space in its name."""
    folder = tmp_path / "a checkout"
    folder.mkdir()
    for name in ("run", "pyproject.toml"):
        shutil.copy(root / name, folder / name)
    for name in ("requirements", "assets"):
        shutil.copytree(
            root / name, folder / name, ignore=shutil.ignore_patterns("dist", "node_modules")
        )
    return folder


def start(checkout, *words: str, **variables: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        ["/bin/sh", str(checkout / "run"), *words],
        env=os.environ | variables,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_python_that_is_too_old_or_missing_is_explained_in_both_languages(checkout):
    done = start(checkout, "xiandao", "demo", PYTHON=str(checkout / "no-python"))
    assert done.returncode == 1
    assert "没有找到 Python 3.11" in done.stderr
    assert "No Python 3.11 or newer was found" in done.stderr
    assert "apt-get install python3" in done.stderr


def test_a_failed_start_leaves_neither_lock_nor_environment(checkout):
    start(checkout, "xiandao", PYTHON=str(checkout / "no-python"))
    assert not (checkout / ".venv").exists()
    assert not (checkout / ".setup.lock").exists()


def test_a_lock_whose_owner_died_is_taken_over(checkout):
    ended = subprocess.run(["/bin/sh", "-c", "echo $$"], capture_output=True, text=True, check=True)
    (checkout / ".setup.lock").mkdir()
    (checkout / ".setup.lock" / "pid").write_text(ended.stdout)
    done = start(checkout, "xiandao", PYTHON=str(checkout / "no-python"))
    assert "No Python" in done.stderr
    assert not (checkout / ".setup.lock").exists()


def test_without_a_command_the_usage_is_shown(checkout):
    done = start(checkout)
    assert done.returncode == 2
    assert "./run xiandao demo" in done.stdout
    assert "./run test" in done.stdout

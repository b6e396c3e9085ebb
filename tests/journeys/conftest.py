"""A running site and a real browser: each journey starts the product as a newcomer would."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

CHROMIUM = next(
    (
        found
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (found := shutil.which(name))
    ),
    "",
)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--hide-scrollbars",
]  # fmt: skip
PASSWORD = "xiandao-demo-2026"
READY = 180


@dataclass(frozen=True)
class Site:
    """A site that runs in a process of its own."""

    address: str
    home: Path
    process: subprocess.Popen


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(address: str) -> bool:
    """Return whether the site answers."""
    try:
        with urllib.request.urlopen(f"{address}/signin", timeout=2) as response:
            return response.status == 200
    except OSError:
        return False


@contextmanager
def running(home: Path, *arguments: str) -> Iterator[Site]:
    """Start `xiandao demo`, wait until it answers, and end it with Ctrl-C."""
    port = free_port()
    command = [sys.executable, "-m", "xiandao", "demo", "--port", str(port), *arguments]
    with served(command, home, port) as site:
        yield site


@contextmanager
def served(command: list[str], home: Path, port: int) -> Iterator[Site]:
    """Run a server in a process of its own, wait until it answers, and end it with Ctrl-C."""
    told = (home.parent / f"{home.name}.log").open("wb")
    process = subprocess.Popen(
        command, env=surroundings(home, port), stdout=told, stderr=subprocess.STDOUT
    )
    site = Site(f"http://127.0.0.1:{port}", home, process)
    try:
        until = time.monotonic() + READY
        while not answers(site.address):
            if process.poll() is not None or time.monotonic() > until:
                raise AssertionError(Path(told.name).read_text(encoding="utf-8")[-3000:])
            time.sleep(0.2)
        yield site
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait(20)
        told.close()


def surroundings(home: Path, port: int = 0) -> dict[str, str]:
    """What a process of the site finds around it."""
    root = Path(__file__).resolve().parents[2]
    return {
        **os.environ,
        "XIANDAO_HOME": str(home),
        "XIANDAO_BIND": f"127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "xiandao.project.settings.base",
        "PYTHONPATH": os.pathsep.join([str(root / "src"), str(root)]),
    }


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium of the machine."""
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine (apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def window(browser):
    """Open a window of an office screen; what its console complains of fails the test."""
    complaints: list[str] = []
    context = browser.new_context(
        viewport={"width": 1366, "height": 768}, locale="zh-CN", accept_downloads=True
    )
    page = context.new_page()
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert [one for one in complaints if not re.search(r"status of (403|404|409)", one)] == []


@pytest.fixture
def sign_in(window) -> Callable[[Site, str], None]:
    """Sign in as one of the demonstration's people."""

    def enter(site: Site, username: str) -> None:
        window.goto(f"{site.address}/signin")
        window.fill("input[name=username]", username)
        window.fill("input[name=password]", PASSWORD)
        window.click("button[type=submit]")
        window.wait_for_url(re.compile(r"^(?!.*signin)"))

    return enter


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory) -> Iterator[Site]:
    """The demonstration itself, shared by the journeys that only look."""
    with running(tmp_path_factory.mktemp("journeys") / "home") as site:
        yield site

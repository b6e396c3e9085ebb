"""Pictures of the running product for the README: builds the demonstration, signs in, photographs it.

python -m tools.screenshots               writes docs/images/*.png
python -m tools.screenshots --out FOLDER  writes elsewhere, all pages, light, dark and narrow
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PASSWORD = "xiandao-demo-2026"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--hide-scrollbars",
]  # fmt: skip
PAGES = {
    "overview": "/",
    "library": "/policy/",
    "reading": "/policy/1/reading",
    "ledger": "/policy/ledger",
    "item": "/policy/items/1",
    "deadlines": "/policy/deadlines",
    "targets": "/policy/targets",
    "benefits": "/policy/benefits",
    "compare": "/policy/compare",
    "paper_add": "/policy/add",
    "inbox": "/inbox",
    "case": "/cases/1",
    "industries": "/catalog/industries",
    "organisations": "/registry/organisations",
    "search": "/search?q=先导区",
    "ranking": "/evaluate/",
    "zone": "/evaluate/4/zones/990500-Z01",
    "sandbox": "/evaluate/sandbox",
}
README_PAGES = ("overview", "reading", "ledger", "zone")


@contextmanager
def demonstration() -> Iterator[str]:
    """Run the demonstration on a free port and yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home = tempfile.mkdtemp(prefix="xiandao-pictures-")
    process = subprocess.Popen(
        [sys.executable, "-m", "xiandao", "demo", "--port", str(port)],
        cwd=ROOT,
        env=os.environ | {"XIANDAO_HOME": home},
        stdout=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{address}/signin", timeout=2).close()
                break
            except OSError:
                time.sleep(0.2)
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)
        shutil.rmtree(home, ignore_errors=True)


def photograph(
    browser: Any,
    address: str,
    folder: Path,
    names: tuple[str, ...],
    theme: str,
    width: int,
    height: int,
) -> None:
    """Photograph pages as the analyst sees them."""
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    page = context.new_page()
    page.on("console", lambda message: message.type == "error" and print("console:", message.text))
    page.goto(f"{address}/signin")
    page.fill("input[name=username]", "analyst")
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_load_state()
    context.add_cookies([{"name": "xiandao_theme", "value": theme, "url": address}])
    for name in names:
        response = page.goto(address + PAGES[name])
        page.wait_for_selector("body[data-ready]")
        page.wait_for_timeout(300)
        suffix = theme if width > 600 else "narrow"
        page.screenshot(path=folder / f"{name}-{suffix}.png", full_page=width < 600)
        print(name, suffix, response.status if response else "")
    context.close()


def main() -> None:
    """Take the pictures of the README, or of every page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    from playwright.sync_api import sync_playwright

    folder = chosen.out or ROOT / "docs" / "images"
    folder.mkdir(parents=True, exist_ok=True)
    names = tuple(PAGES) if chosen.out else README_PAGES
    with demonstration() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        photograph(browser, address, folder, names, "light", 1366, 768)
        photograph(
            browser, address, folder, names if chosen.out else ("overview",), "dark", 1366, 768
        )
        if chosen.out:
            photograph(browser, address, folder, names, "light", 390, 844)
        browser.close()


if __name__ == "__main__":
    main()

"""A private PostgreSQL for one run of the tests: made in a temporary folder, stopped and removed afterwards."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

SERVER_USER = "postgres"
FOLDERS = ("/usr/lib/postgresql", "/usr/local/opt", "/opt/homebrew/opt")
# The data is thrown away within minutes, so nothing needs to survive a power cut.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class NoServer(Exception):
    """There is no PostgreSQL that could be started here; the text says why."""


def find_binaries() -> Path:
    """Return the folder with ``initdb`` and ``pg_ctl``, the newest version first.

    Raises:
        NoServer: no server is installed.
    """
    named = os.environ.get("XIANDAO_POSTGRES_BIN")
    found = [Path(named)] if named else []
    on_path = shutil.which("initdb")
    if on_path:
        found.append(Path(on_path).resolve().parent)
    for folder in map(Path, FOLDERS):
        versions = [path.parent for path in folder.glob("*/bin/initdb")]
        found.extend(sorted(versions, key=version_of, reverse=True))
    for folder in found:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise NoServer(
        "no PostgreSQL server programs (initdb, pg_ctl) found; "
        "install postgresql or set XIANDAO_POSTGRES_BIN"
    )


def version_of(folder: Path) -> int:
    """Return the major version in a path such as ``/usr/lib/postgresql/15/bin``, or 0."""
    digits = "".join(c for c in folder.parent.name if c.isdigit() or c == ".").split(".")[0]
    return int(digits) if digits else 0


def as_server_user() -> list[str]:
    """Return the words to put before a server command: PostgreSQL refuses to run as root.

    Raises:
        NoServer: this is root and there is no account for the server.
    """
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return []
    import pwd

    try:
        pwd.getpwnam(SERVER_USER)
    except KeyError:
        raise NoServer(
            f"running as root and there is no account “{SERVER_USER}” to start the server"
        ) from None
    if shutil.which("runuser") is None:
        raise NoServer("running as root and there is no runuser to start the server with")
    return ["runuser", "-u", SERVER_USER, "--"]


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ask(command: Sequence[object], cwd: Path) -> None:
    """Run one command quietly; its output is the reason when it fails.

    Raises:
        NoServer: the command failed.
    """
    words = [str(word) for word in command]
    done = subprocess.run(
        words, cwd=cwd, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )
    if done.returncode:
        raise NoServer(f"{' '.join(words)}: {(done.stderr or done.stdout).strip()[-800:]}")


@contextlib.contextmanager
def private_server() -> Iterator[str]:
    """Start a server, give its address for ``XIANDAO_DATABASE_URL``, stop and remove it in the end.

    Raises:
        NoServer: there is none, or it did not start.
    """
    binaries, prefix = find_binaries(), as_server_user()
    # Not below the checkout or $TMPDIR: every parent folder must be searchable by the server's account.
    home = Path(tempfile.mkdtemp(prefix="xiandao-pg-", dir="/tmp" if prefix else None))
    data = home / "data"
    data.mkdir()
    if prefix:
        home.chmod(0o711)
        shutil.chown(data, SERVER_USER)
    data.chmod(0o700)
    port = free_port()
    control = [*prefix, binaries / "pg_ctl", "-D", data, "-w"]
    options = [
        f"port={port}",
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=",
        *CARELESS,
    ]
    try:
        ask(
            [*prefix, binaries / "initdb", "-D", data, "-U", "xiandao", "-A", "trust",
             "-E", "UTF8", "--locale=C.UTF-8", "--no-instructions", "--no-sync"],
            home,
        )  # fmt: skip
        ask(
            [
                *control,
                "-t",
                "30",
                "-l",
                data / "log",
                "-o",
                " ".join(f"-c {o}" for o in options),
                "start",
            ],
            home,
        )
        yield f"postgresql://xiandao@127.0.0.1:{port}/postgres"
    finally:
        with contextlib.suppress(NoServer):
            ask([*control, "-m", "immediate", "stop"], home)
        shutil.rmtree(home, ignore_errors=True)

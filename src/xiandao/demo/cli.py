"""`xiandao demo`: build the demonstration province, read its policy paper, serve the site."""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import socket
import sys
from pathlib import Path

from xiandao.terms.error import InputError

DEFAULT_PORT = 8000
LONGEST = 25 * 1024 * 1024


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command and its options."""
    parser = subparsers.add_parser(
        "demo",
        help="建一个演示省份，读入它的政策文件，打开网站",
        description="建一个演示省份（全部为演示数据），读入政策文件，在本机打开网站。再次启动会保留数据。",
    )
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="端口，默认 8000")
    parser.add_argument(
        "--paper", metavar="文件", help="改读自己的政策文件（txt、html、docx、pdf）"
    )
    parser.add_argument("--no-serve", action="store_true", help="只打印读出的台账，不打开网站")
    parser.add_argument("--fresh", action="store_true", help="清空演示数据，从头再来")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Build (or keep) the demonstration and serve it."""
    if not 1 <= arguments.port <= 65535:
        raise InputError("DEM-001", f"端口 {arguments.port} 不可用", "请填写 1 到 65535 之间的数字")
    data = paper_bytes(arguments.paper)
    if not arguments.no_serve:
        refuse_busy(arguments.port)
    home = home_for(data)
    if arguments.fresh and home.exists():
        shutil.rmtree(home)
    settle(home, data)

    import django

    django.setup()
    from xiandao.demo import province, summary

    built = province.build(data, Path(arguments.paper).name if arguments.paper else "")
    print(summary.ledger_text(built))
    if arguments.no_serve:
        return 0
    print(summary.accounts_text(built))
    serve(arguments.port)
    return 0


def paper_bytes(path: str | None) -> bytes | None:
    """Return the bytes of the paper named on the command line, if one is named."""
    if path is None:
        return None
    file = Path(path)
    if not file.is_file():
        raise InputError("DEM-002", f"找不到文件 {path}", "请检查路径；路径里有空格时请加引号")
    if file.stat().st_size > LONGEST:
        raise InputError("DEM-003", "文件超过 25 MB", "请只保留政策正文，另存后再试")
    return file.read_bytes()


def home_for(data: bytes | None) -> Path:
    """Return the data folder: one for the demonstration, one for each paper of the user's own."""
    given = os.environ.get("XIANDAO_HOME")
    if given:
        return Path(given).resolve()
    name = "demo" if data is None else f"demo-{hashlib.sha256(data).hexdigest()[:8]}"
    return Path("var", name).resolve()


def settle(home: Path, data: bytes | None) -> None:
    """Point the settings to the data folder and to the pack that knows the paper's departments."""
    from xiandao.demo.choice import pack_for

    os.environ["XIANDAO_HOME"] = str(home)
    os.environ.setdefault("XIANDAO_PACK", "demo" if data is None else pack_for(data))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiandao.project.settings.base")


def refuse_busy(port: int) -> None:
    """Say clearly that a port is taken, before anything is built."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise InputError(
                "DEM-004",
                f"端口 {port} 已被占用",
                f"请先关闭占用它的程序，或换一个端口：./run xiandao demo --port {port + 1}",
            ) from error


def serve(port: int) -> None:
    """Serve the site until Ctrl-C; this process becomes the server."""
    os.environ["XIANDAO_BIND"] = f"127.0.0.1:{port}"
    sys.stdout.flush()
    # Building has left threads and database connections behind; workers forked from here would wait for them for ever.
    command = [sys.executable, "-m", "gunicorn", "-c", "python:xiandao.project.server"]
    os.execv(sys.executable, command)

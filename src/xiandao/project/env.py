"""What the surroundings say: the data folder, the database address and the switches, read from XIANDAO_* variables."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from xiandao.terms.error import XiandaoError

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=134217728;"
    "PRAGMA cache_size=-16000;PRAGMA temp_store=MEMORY;"
)


def home() -> Path:
    """Return the folder that holds everything a running site writes (database, documents, audit checkpoint)."""
    return Path(os.environ.get("XIANDAO_HOME", "var")).resolve()


def flag(name: str, *, default: bool = False) -> bool:
    """Return whether the variable ``XIANDAO_<name>`` is switched on (1, true, yes, on)."""
    value = os.environ.get(f"XIANDAO_{name}")
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "on"}


def count(name: str) -> int:
    """Return the number that the variable ``XIANDAO_<name>`` says, 0 without one; anything else stops the start."""
    value = os.environ.get(f"XIANDAO_{name}", "").strip() or "0"
    if not (value.isascii() and value.isdigit()):
        raise XiandaoError(
            "CLI-031",
            f"XIANDAO_{name} 应为 0 或正整数，现在是“{value[:40]}”",
            "请改正该环境变量后重新启动",
        )
    return int(value)


def secret_key(folder: Path) -> str:
    """Return the signing key: from ``XIANDAO_SECRET_KEY``, else one made once and kept in the data folder."""
    given = os.environ.get("XIANDAO_SECRET_KEY")
    if given:
        return given
    file = folder / "secret_key"
    if not file.exists():
        # Everything that the site keeps will lie here: no other account of the machine has business in it.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.write_text(secrets.token_urlsafe(50), encoding="ascii")
        file.chmod(0o600)
    return file.read_text(encoding="ascii").strip()


def database(folder: Path) -> dict[str, Any]:
    """Return Django's settings of the one database: ``XIANDAO_DATABASE_URL`` or a SQLite file in the data folder."""
    address = os.environ.get("XIANDAO_DATABASE_URL", "")
    if not address or address.startswith("sqlite"):
        name = urlsplit(address).path.lstrip("/") if address else ""
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": f"/{name}" if name else str(folder / "xiandao.sqlite3"),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": SQLITE_PRAGMAS,
            },
        }
    parts = urlsplit(address)
    return {
        "ENGINE": os.environ.get("XIANDAO_DATABASE_ENGINE", "django.db.backends.postgresql"),
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def pack() -> str:
    """Return the name of the province pack in use (``XIANDAO_PACK``, by default the demonstration province)."""
    return os.environ.get("XIANDAO_PACK", "demo")

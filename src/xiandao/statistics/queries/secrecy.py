"""The confidentiality rules in force: the own ones of the site, else those that come with the product."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from xiandao.statistics.methods.disclosure_parameters import Parameters, load, shipped


def parameters() -> Parameters:
    """Return the rules that tables are protected by.

    Raises:
        XiandaoError: ``STA-401`` the file of the site cannot be read; nothing is released by other rules then.
    """
    own = Path(settings.XIANDAO_DISCLOSURE)
    sets = load(own.read_text(encoding="utf-8")) if own.is_file() else {}
    return sets.get("default") or shipped()["default"]

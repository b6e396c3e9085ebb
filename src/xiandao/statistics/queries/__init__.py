"""Questions about statistics; scope and purpose are checked here."""

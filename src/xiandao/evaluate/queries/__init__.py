"""Questions about evaluations; scope is checked here."""

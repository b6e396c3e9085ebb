"""The mark that ties a test to a row of the mission: ``@row("J27")``, or a share of it: ``@row("J27", part="…")``."""

import pytest


def row(ref: str, *, part: str = "") -> pytest.MarkDecorator:
    """Say which mission row a test shows; ``part`` names the share when it does not show the whole.

    A whole row may be claimed only by a test that does what the row's ``seen_to_work_when`` says.
    """
    return pytest.mark.row(ref, part=part)

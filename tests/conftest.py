"""What every test may lean on: the shared texts, the marks that follow from the place of a test."""

import atexit
import gc
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("XIANDAO_SHARED", ROOT.parent / "shared"))
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}
LOOPBACK = ["127.0.0.1", "localhost", "::1"]

settings.register_profile(
    "quick", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", settings.get_profile("quick"), max_examples=1000)
settings.load_profile(os.environ.get("XIANDAO_HYPOTHESIS", "quick"))

# Whatever is made until the last test is collected stays to the end: looking through it for garbage again and again
# costs every process seconds.
gc.disable()
atexit.register(gc.unfreeze)


def pytest_collection_finish() -> None:
    """Collect garbage from here on, and only what the tests leave."""
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark journeys by their folder and database tests by what they use, so that nobody has to remember."""
    for item in items:
        if "journeys" in item.path.relative_to(ROOT).parts:
            item.add_marker("journey")
            item.add_marker("slow")
            item.add_marker(pytest.mark.allow_hosts(LOOPBACK))
            # One browser at a time: two of them on a small machine only slow each other down.
            item.add_marker(pytest.mark.xdist_group("journey"))
        elif uses_database(item):
            item.add_marker("database")


def uses_database(item: pytest.Item) -> bool:
    """Return whether a test asks for Django's database, by mark, by fixture or by Django's own test class."""
    if item.get_closest_marker("django_db") is not None:
        return True
    if DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
        return True
    kind = getattr(item, "cls", None)
    return kind is not None and bool(getattr(kind, "databases", None))


@pytest.fixture(scope="session")
def root() -> Path:
    """The top folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real policy papers, which the project never contains; tests that need it are skipped without it."""
    if not (SHARED / "policies").is_dir():
        pytest.skip(f"no shared policy texts beside the checkout (XIANDAO_SHARED={SHARED})")
    return SHARED

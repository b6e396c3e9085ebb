"""Start of the command line: the help has to be there at once."""

import subprocess
import sys

from benchmarks.run import Row, cpu_seconds


def run() -> list[Row]:
    """Measure ``xiandao --help`` alone and for a verb."""
    return [
        Row("xiandao --help", "one start", cpu_seconds(lambda: call("--help")), bar_seconds=0.3),
        Row(
            "xiandao policy read --help",
            "one start",
            cpu_seconds(lambda: call("policy", "read", "--help")),
            bar_seconds=0.3,
        ),
    ]


def call(*words: str) -> None:
    """Run the command line once, quietly."""
    subprocess.run([sys.executable, "-m", "xiandao", *words], check=True, stdout=subprocess.DEVNULL)

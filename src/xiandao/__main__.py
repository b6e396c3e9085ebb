"""``xiandao …`` and ``python -m xiandao …``."""

import sys

from xiandao.project.cli import run


def main() -> int:
    """Run the command line that this process was started with; return its exit status."""
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())

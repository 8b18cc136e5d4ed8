"""Run the tests, on both databases and in a browser; further words go to pytest.

All cores are used unless `-n` says otherwise. With CI set, whatever is left out is a failure.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(options: list[str]) -> None:
    """Become pytest."""
    os.chdir(ROOT)
    if not any(word.startswith("-n") for word in options):
        options = ["-n", str(min(len(os.sched_getaffinity(0)), 8)), *options]
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *options])


if __name__ == "__main__":
    main(sys.argv[1:])

"""Run the tests, on both databases and in a browser; further words go to pytest.

All cores are used unless `-n` says otherwise. Their databases and files lie in memory where there
is room. With CI set, whatever is left out is a failure.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MEMORY = Path("/dev/shm")
#: What a run has needed at most, with room to spare, in bytes.
ROOM = 6 * 2**30


def main(options: list[str]) -> int:
    """Run pytest; returns its exit code."""
    if not any(word.startswith("-n") for word in options):
        cores = str(min(len(os.sched_getaffinity(0)), 8))
        options = ["-n", cores, *options]
    options = ["--dist", "loadgroup", *options]  # some share what is built once in a process
    with tempfile.TemporaryDirectory(prefix="rescue-tests-", dir=_memory()) as folder:
        Path(folder).chmod(0o755)  # PostgreSQL does not run as root
        environment = os.environ | ({"TMPDIR": folder} if _memory() else {})
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # each server would compile everything
        command = [sys.executable, "-m", "pytest", *options]
        try:
            return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
        except KeyboardInterrupt:
            return 130


def _memory() -> Path | None:
    """A file system in memory that has room and may hold programs, if there is one."""
    if not MEMORY.is_dir() or not os.access(MEMORY, os.W_OK):
        return None
    runs = not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC
    return MEMORY if runs and shutil.disk_usage(MEMORY).free > ROOM else None


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

"""Look over the code: format, lint, types, unused packages, templates, the tests that are rules.

Every check runs, whatever the others find; the end names those that failed.
"""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
RULES = ("architecture", "locks", "migrations", "readme")

CHECKS = {
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "lint": ["ruff", "check", "--quiet", "."],
    "types": ["mypy", "--no-error-summary"],
    "unused packages": ["deptry", "--no-ansi", "rescue_center"],
    "templates": ["djlint", "--lint", "--quiet", "templates"],
    "imports, migrations, locks": [
        "python", "-m", "pytest", "-q", "-p", "no:cacheprovider",
        *(f"tests/site/test_{name}.py" for name in RULES),
    ],
}  # fmt: skip


def main() -> None:
    """Run every check and end with 1 when one failed."""
    failed = []
    for name, (program, *words) in CHECKS.items():
        began = time.monotonic()
        command = [str(BIN / program), *words]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        verdict = "FAILED" if done.returncode else "ok"
        print(f"{name:28} {verdict:6} {time.monotonic() - began:5.1f} s", flush=True)
        if done.returncode:
            failed.append(name)
            print((done.stdout + done.stderr).strip(), flush=True)
    if failed:
        raise SystemExit(f"Failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()

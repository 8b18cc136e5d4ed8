"""Choose versions and write the lock files: every package with its hashes, none with an address.

What is locked already stays as it is; `make lock L=--upgrade` chooses the newest of everything.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = str(Path(sys.executable).with_name("uv"))
COMPILE = [
    UV, "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--no-header",
    "--no-annotate", "--no-emit-index-url", "--no-emit-find-links",
]  # fmt: skip

#: Lock file, and what goes in.
LOCKS = (
    ("requirements.lock", ["pyproject.toml"]),
    ("requirements-dev.lock", ["pyproject.toml", "--group", "dev", "-c", "requirements.lock"]),
    ("requirements-node.lock", ["--group", "node"]),
)


def main(options: list[str]) -> None:
    """Write the three Python locks and npm's."""
    for file, what in LOCKS:
        subprocess.run([*COMPILE, *options, *what, "-o", file], cwd=ROOT, check=True)
    path = f"{os.environ['PATH']}{os.pathsep}{Path(sys.executable).parent}"
    npm = ["npm", "install", "--package-lock-only"]
    subprocess.run(npm, cwd=ROOT, env={**os.environ, "PATH": path}, check=True)


if __name__ == "__main__":
    main(sys.argv[1:])

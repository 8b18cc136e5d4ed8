"""Install what the application needs into this folder: `.venv`, `node_modules`, `static/vendor`.

Needs Python alone. Run again, it does nothing until a lock file changes.
`--tests` adds what the tests need, a browser included where that is possible.
"""

import argparse
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 18
LOCKS = ("requirements.lock", "requirements-dev.lock")


def main() -> None:
    """Install, saying what is done and nothing when there is nothing to do."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--tests", action="store_true", help="also what the tests need")
    tests = options.parse_args().tests
    if sys.version_info < OLDEST_PYTHON:
        stop(
            f"Python {dotted(OLDEST_PYTHON)} or newer is needed; this is {sys.version.split()[0]}."
        )
    make_venv()
    install_python(LOCKS[1] if tests else LOCKS[0])
    install_front_end()
    if tests:
        install_browser()


def make_venv() -> None:
    """An environment of our own, made anew when the Python it was made with is gone."""
    if PYTHON.exists() and succeeds(PYTHON, "-c", "import pip"):
        return
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        if not apt_install(package):
            stop(f"Python's venv is missing. Run: sudo apt-get install -y {package}")
    say("Making .venv")
    run(sys.executable, "-m", "venv", "--clear", VENV)


def install_python(lock: str) -> None:
    """The locked packages, each checked against its hash; the tests' lock holds them all."""
    if any(stamped(stamp_of(name), name) for name in {lock, LOCKS[1]}):
        return
    say(f"Installing Python packages ({lock})")
    for name in LOCKS:
        stamp_of(name).unlink(missing_ok=True)
    pip_install(lock)
    write_stamp(stamp_of(lock), lock)


def install_front_end() -> None:
    """The npm packages, and what pages use of them copied to static/vendor."""
    vendor = ROOT / "static" / "vendor"
    inputs = ("package-lock.json", "package.json", "tools/vendor.py", "rescue_center/icons.py")
    stamp = vendor / ".installed"
    if stamped(stamp, *inputs):
        return
    say("Building the front-end files")
    environment = dict(os.environ)
    if not (npm := system_npm()):
        say("  (with node from a Python package: there is none on this machine)")
        if not stamped(stamp_of("requirements-node.lock"), "requirements-node.lock"):
            pip_install("requirements-node.lock")
            write_stamp(stamp_of("requirements-node.lock"), "requirements-node.lock")
        npm = str(VENV / "bin" / "npm")
        environment["PATH"] = f"{VENV / 'bin'}{os.pathsep}{environment.get('PATH', '')}"
    run(npm, "ci", "--no-audit", "--no-fund", "--loglevel=error", env=environment)
    run(PYTHON, ROOT / "tools" / "vendor.py")
    write_stamp(stamp, *inputs)


def install_browser() -> None:
    """Chromium for the browser tests; without it they are left out, and say so."""
    if shutil.which("chromium") or os.environ.get("RESCUE_TEST_CHROMIUM"):
        return
    if not apt_install("chromium"):
        say("Chromium is missing: the browser tests will be left out. "
            "Run: sudo apt-get install -y chromium")  # fmt: skip


# --- the parts ------------------------------------------------------------------------------


def apt_install(*packages: str) -> bool:
    """Install Debian packages when we may; whether it went well."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say(f"Installing {', '.join(packages)}")
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    for command in (install, ["apt-get", "update", "-qq"], install):
        done = subprocess.run(command, env=quiet, capture_output=True, text=True, check=False)
        if command is install and done.returncode == 0:
            importlib.invalidate_caches()
            return True
    say(done.stderr.strip())
    return False


def pip_install(lock: str) -> None:
    """Install a lock file's packages, none of them without a known hash."""
    quiet = ["-qq", "--disable-pip-version-check", "--no-input"]
    run(PYTHON, "-m", "pip", "install", *quiet, "--no-deps", "--require-hashes", "-r", ROOT / lock)


def system_npm() -> str | None:
    """The machine's npm, where its node is new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    major = re.match(r"v(\d+)", version.stdout)
    return npm if major and int(major[1]) >= OLDEST_NODE else None


def stamp_of(lock: str) -> Path:
    """Where it is written which version of a lock file is installed."""
    return VENV / f".installed-{lock}"


def stamped(stamp: Path, *inputs: str) -> bool:
    """Whether what is installed was made from these files as they are now."""
    return stamp.exists() and stamp.read_text() == fingerprint(*inputs)


def write_stamp(stamp: Path, *inputs: str) -> None:
    """Note what was installed."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(fingerprint(*inputs))


def fingerprint(*inputs: str) -> str:
    """A hash of files of this folder; a missing one counts as empty."""
    files = [ROOT / name for name in inputs]
    parts = [file.read_bytes() if file.exists() else b"" for file in files]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def succeeds(*command: object) -> bool:
    """Whether a command ends well."""
    words = [str(word) for word in command]
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


def run(*command: object, env: dict[str, str] | None = None) -> None:
    """Run a command; end with its code when it fails, having shown what it said."""
    words = [str(word) for word in command]
    code = subprocess.run(words, cwd=ROOT, env=env, check=False).returncode
    if code:
        stop(f"This failed ({code}): {' '.join(words)}")


def dotted(version: tuple[int, ...]) -> str:
    """`3.11`."""
    return ".".join(map(str, version))


def say(sentence: str) -> None:
    """Tell the person at the terminal."""
    print(sentence, flush=True)


def stop(sentence: str) -> None:
    """End with a sentence."""
    raise SystemExit(sentence)


if __name__ == "__main__":
    main()

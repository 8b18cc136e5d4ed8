"""What is installed is pinned and checked, from whatever registry the machine is set up with."""

import json
import re
import subprocess
import tomllib

import pytest

from rescue_center.config import ROOT

LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-node.lock")
ADDRESS = re.compile(r"https?://|file://|git\+|@ ?/")
#: Hosts that serve packages, and folders that exist on one machine only.
REGISTRY = re.compile(
    r"pypi\.(org|python)|pythonhosted|registry\.npmjs|npmjs\.(org|com)|registry\.yarnpkg|"
    r"deb\.debian|security\.debian|proxy\.golang"
)  # fmt: skip
MACHINE = re.compile(r"(?<![\w.])/(work|root|home|Users)/\w")


def tracked() -> list[str]:
    """Every file of the project."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    return [name for name in done.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_and_hashed_without_an_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert not ADDRESS.search(text)
    packages = re.split(r"\n(?=\S)", text.strip())
    unsound = [p.split("\n")[0] for p in packages if not re.match(r"[\w.\-\[\]]+==\S+", p)]
    assert unsound == []
    assert [p.split("\n")[0] for p in packages if "--hash=sha256:" not in p] == []


def test_the_tests_lock_holds_the_applications_versions() -> None:
    pinned = re.compile(r"^[\w.\-\[\]]+==[^ ]+", re.M)
    application, tests = (set(pinned.findall((ROOT / lock).read_text())) for lock in LOCKS[:2])
    assert application - tests == set()


def test_the_lock_holds_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = {
        LOCKS[0]: project["project"]["dependencies"],
        LOCKS[1]: project["dependency-groups"]["dev"],
        LOCKS[2]: project["dependency-groups"]["node"],
    }
    for lock, names in asked.items():
        text = (ROOT / lock).read_text()
        for name in names:
            plain = re.split(r"[\[<>=!~; ]", name)[0].lower().replace("_", "-")
            assert re.search(rf"^{re.escape(plain)}==", text, re.M), f"{plain}: run make lock"


def test_npm_packages_are_pinned_and_hashed_without_an_address() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    asked = json.loads((ROOT / "package.json").read_text())
    assert packages[""]["dependencies"] == asked["dependencies"]
    assert packages[""]["devDependencies"] == asked["devDependencies"]
    locked = {name: package for name, package in packages.items() if name}
    assert [name for name, package in locked.items() if "integrity" not in package] == []
    assert [name for name, package in locked.items() if "resolved" in package] == []
    assert not ADDRESS.search((ROOT / ".npmrc").read_text())


def test_no_file_names_a_registry_or_a_folder_of_one_machine() -> None:
    found = []
    for name in tracked():
        text = (ROOT / name).read_bytes().decode("utf-8", errors="ignore")
        if name == "tests/site/test_locks.py" or "\0" in text:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if REGISTRY.search(line) or MACHINE.search(line):
                found.append(f"{name}:{number}: {line.strip()[:100]}")
    assert found == []

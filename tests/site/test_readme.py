"""What the README and docs/ tell people to do can be done."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from rescue_center.config import ROOT, SETTINGS
from tests.conftest import unavailable

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.M | re.S)
MARKED = re.compile(r"^<!-- run these -->\n```sh\n(.*?)^```", re.M | re.S)


def blocks() -> Iterator[tuple[str, str]]:
    for page in PAGES:
        for kind, text in BLOCK.findall(page.read_text(encoding="utf-8")):
            if kind == "sh":
                yield page.name, text


def mentioned(program: str) -> set[tuple[str, str]]:
    """Page and first word after `program`, in blocks and in inline code."""
    found = set()
    for page in PAGES:
        for word in re.findall(
            rf"(?:`|^|bin/){program} ([a-z][\w-]*)", page.read_text(encoding="utf-8"), re.M
        ):
            found.add((page.name, word))
    return found


def test_the_readme_begins_with_the_two_commands() -> None:
    first = BLOCK.search(PAGES[0].read_text(encoding="utf-8"))
    assert first is not None
    assert [line.split("#")[0].strip() for line in first[2].splitlines()] == [
        "make run",
        "make test",
    ]


def test_every_make_target_that_is_mentioned_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    assert {(page, word) for page, word in mentioned("make") if word not in targets} == set()


def test_every_command_that_is_mentioned_exists(own_app: Flask) -> None:
    missing = set()
    for page, word in mentioned("flask"):
        with own_app.app_context():
            if word not in own_app.cli.commands:
                missing.add(f"{page}: flask {word}")
    assert missing == set()


def test_every_link_leads_somewhere() -> None:
    dead = []
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8")):
            if not target.startswith(("http:", "https:", "mailto:")):
                dead += [] if (page.parent / target).exists() else [f"{page.name}: {target}"]
    assert dead == []


def test_every_setting_is_described_with_its_default() -> None:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `RESCUE_(\w+)` \| (.*?) \|", page, re.M))
    assert set(told) == set(SETTINGS)
    words = {"INSTANCE_DIR", "DEMO_PASSWORD"}  # what the default means, not its text
    for name, (default, _) in SETTINGS.items():
        if default and name not in words:
            assert told[name] == f"`{default}`", name


@pytest.mark.parametrize("page", [p for p in PAGES if MARKED.search(p.read_text("utf-8"))])
def test_the_commands_marked_to_be_run_do_run(page: Path, tmp_path: Path) -> None:
    if not list((ROOT / "migrations" / "versions").glob("*.py")):
        unavailable("the commands of the documentation: there is no migration yet")
    script = "\n".join(MARKED.findall(page.read_text(encoding="utf-8")))
    own = {key: value for key, value in os.environ.items() if not key.startswith("RESCUE_")}
    own |= {
        "HOME": str(tmp_path),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "RESCUE_INSTANCE_DIR": str(tmp_path / "instance"),
    }
    done = subprocess.run(
        ["bash", "-euxc", script], cwd=ROOT, env=own, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr

"""What a centre begins with is loaded whole, whoever loads it."""

import subprocess
import sys
from pathlib import Path

from rescue_center.config import ROOT
from tests.databases import settings
from tests.server import environment

ASK = """
from rescue_center import create_app
from rescue_center.species import load
create_app()
print(*sorted(one.__module__ for one in load.also))
"""


def test_the_application_alone_knows_all_its_reference_data(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=ROOT, capture_output=True, text=True, check=True,
        env=environment(settings("sqlite:///:memory:", tmp_path)),
    )  # fmt: skip
    assert done.stdout.split() == [
        "rescue_center.enclosures.load", "rescue_center.laboratory.load",
        "rescue_center.pharmacy.load",
    ]  # fmt: skip

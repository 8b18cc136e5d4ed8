"""When forms are filled in."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask

ZONE = "Asia/Phnom_Penh"  # seven hours ahead of UTC


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    """Noon of 12 May 2026 at the centre."""
    app = Flask(__name__)
    app.config.update(TIMEZONE=ZONE, MAX_UPLOAD_MB=32)
    with (
        app.app_context(),
        time_machine.travel(datetime(2026, 5, 12, 5, 0, tzinfo=UTC), tick=False),
    ):
        yield

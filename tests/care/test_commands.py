"""The command line of care, and the setting it reads."""

from pathlib import Path

import pytest
from flask import Flask

from rescue_center import clock, create_app
from rescue_center.care.order_models import Dose
from rescue_center.config import Unsafe
from rescue_center.db import db
from tests.databases import settings
from tests.makers import DAY, make_animal, make_prescription


def test_open_ended_orders_are_written_out_by_a_daily_command(app: Flask) -> None:
    long_ago = clock.now() - DAY * 5
    make_prescription(make_animal(at=long_ago), at=long_ago, days=None)
    db.session.commit()
    before = db.session.query(Dose).count()
    runner = app.test_cli_runner()
    assert runner.invoke(args=["care", "extend-doses"]).output == "Doses: 5 added.\n"
    assert db.session.query(Dose).count() == before + 5
    assert runner.invoke(args=["care", "extend-doses"]).output == "Doses: 0 added.\n"


@pytest.mark.parametrize("hours", ["", "SID 8", "SID 08:00; BID 08:00 09:00"])
def test_dosing_hours_that_do_not_suit_are_refused_at_the_start(hours: str, tmp_path: Path) -> None:
    with pytest.raises(Unsafe, match="RESCUE_DOSE_TIMES"):
        create_app(settings(f"sqlite:///{tmp_path}/x.db", tmp_path) | {"DOSE_TIMES": hours})

"""The command line of care."""

import click
from flask import Flask
from flask.cli import AppGroup

from rescue_center import clock
from rescue_center.care.course_rules import extend_doses
from rescue_center.care.schedule import site_hours
from rescue_center.config import Unsafe
from rescue_center.db import db, writing

care = AppGroup("care", help="Treatments.")


def init_app(app: Flask) -> None:
    """Add the commands; refuse to start with dosing hours that do not suit their rhythm."""
    try:
        site_hours(app.config["DOSE_TIMES"])
    except ValueError as why:
        raise Unsafe(
            f"RESCUE_DOSE_TIMES: {why}. Write it like SID 08:00; BID 08:00 20:00; "
            "TID 06:00 14:00 22:00; QID 00:00 06:00 12:00 18:00."
        ) from None
    app.cli.add_command(care)


@care.command("extend-doses")
def extend() -> None:
    """Write out the doses of open-ended orders for the next 14 days. Run it every day."""
    with writing():
        added = extend_doses(at=clock.now())
        db.session.commit()
    click.echo(f"Doses: {added} added.")

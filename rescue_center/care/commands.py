"""The command line of care."""

import click
from flask import Flask
from flask.cli import AppGroup

from rescue_center import clock
from rescue_center.care.course_rules import extend_doses
from rescue_center.db import db, writing

care = AppGroup("care", help="Treatments.")


def init_app(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(care)


@care.command("extend-doses")
def extend() -> None:
    """Write out the doses of open-ended orders for the next 14 days. Run it every day."""
    with writing():
        added = extend_doses(at=clock.now())
        db.session.commit()
    click.echo(f"Doses: {added} added.")

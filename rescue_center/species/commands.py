"""The command line of the reference data."""

import click
from flask import Flask
from flask.cli import with_appcontext

from rescue_center import clock
from rescue_center.db import db, writing
from rescue_center.species.load import load


def init_app(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(load_reference)


@click.command("load-reference")
@with_appcontext
def load_reference() -> None:
    """Load species, protocols, hazards and code lists; keeps what the centre edited."""
    with writing():
        done = load(at=clock.now())
        db.session.commit()
    click.echo(f"Reference data: {done}.")

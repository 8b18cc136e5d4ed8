"""The command line of the drug list; `load-reference` loads it too."""

import click
from flask import Flask
from flask.cli import with_appcontext

from rescue_center import clock
from rescue_center.db import db, writing
from rescue_center.pharmacy.load import load


def init_app(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(load_drugs)


@click.command("load-drugs")
@with_appcontext
def load_drugs() -> None:
    """Load the drug list that a centre begins with; keeps what the centre edited."""
    with writing():
        added = load(at=clock.now())
        db.session.commit()
    click.echo(f"Drugs: {added} added.")

"""`flask load-reference`: what a centre begins with."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

import rescue_center.pharmacy.load  # noqa: F401 - it adds the drug list to what is loaded
from rescue_center import clock
from rescue_center.db import db, writing
from rescue_center.species.load import load


@click.command("load-reference")
@with_appcontext
def load_reference() -> None:
    """Load species, protocols, hazards, code lists and drugs; keeps what the centre edited."""
    with writing():
        done = load(at=clock.now())
        db.session.commit()
    click.echo(f"Reference data: {done}.")

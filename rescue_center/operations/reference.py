"""The reference data a centre begins with: species, protocols and hazards, pairs of groups that
never share air, the drug list. What the centre edited since is kept."""

from __future__ import annotations

from datetime import datetime

import click
from flask.cli import with_appcontext

from rescue_center import clock
from rescue_center.db import db, writing
from rescue_center.enclosures import load as enclosures
from rescue_center.pharmacy import load as pharmacy
from rescue_center.species import load as species


def load(*, at: datetime) -> str:
    """Load all of it, any number of times; returns what was added, in words."""
    taxa = species.load(at=at)
    pairs = enclosures.load()
    drugs = pharmacy.load(at=at)
    db.session.flush()
    return f"{taxa}; {pairs} incompatible pairs and {drugs} drugs added"


@click.command("load-reference")
@with_appcontext
def load_reference() -> None:
    """Load species, protocols, hazards, code lists and drugs; keeps what the centre edited."""
    with writing():
        done = load(at=clock.now())
        db.session.commit()
    click.echo(f"Reference data: {done}.")

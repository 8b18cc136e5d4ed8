"""`flask demo`: build the demo centre in an empty database."""

from __future__ import annotations

import time
from pathlib import Path

import click
import sqlalchemy as sa
from flask import Flask, current_app
from flask.cli import with_appcontext

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.config import DEMO_MARK, name_as_demo
from rescue_center.db import db, writing
from rescue_center.demo import build
from rescue_center.exchange.case_plan import plan_cases, read_cases
from rescue_center.exchange.rules import store_cases
from rescue_center.species import load as reference

PUBLISHED = Path(__file__).parent.parent / "exchange" / "data" / "real_cases.csv"


@click.command("demo")
@click.option("--small", is_flag=True, help="Every story, with few animals in each.")
@with_appcontext
def demo(small: bool = False) -> None:
    """Build the demo centre (once; the same for the same day), whole or not at all."""
    if current_app.config["PRODUCTION"]:
        raise click.ClickException("The demo centre has no place in production.")
    with writing():
        if db.session.scalar(sa.select(Animal.id).limit(1)) is not None:
            click.echo("There are animals here already; nothing was added.")
            return
        began = time.monotonic()
        click.echo("Building the demo centre. This is done once and takes a minute or two:")
        _name_the_centre()
        load_published()
        animals = build.build(clock.now(), lambda part: click.echo(f"  {part} ..."), small=small)
        db.session.commit()
        click.echo(f"{animals} animals in care, built in {time.monotonic() - began:.0f} s.")


def _name_the_centre() -> None:
    """Give the centre a name and an address, which its papers need, now and at each start."""
    config = current_app.config
    Path(config["INSTANCE_DIR"], DEMO_MARK).touch()
    name_as_demo(config)


def load_published() -> None:
    """The reference data and the published cases, as the other commands load them."""
    now = clock.now()
    reference.load(at=now)
    raw = PUBLISHED.read_bytes()
    plan = plan_cases(read_cases(raw), now)
    store_cases(plan, file_name=PUBLISHED.name, raw=raw, by=None, at=now)
    db.session.flush()


def init_app(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(demo)

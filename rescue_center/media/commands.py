"""The media folder from the command line."""

import click
import sqlalchemy as sa
from flask import Flask
from flask.cli import AppGroup, with_appcontext

from rescue_center import clock
from rescue_center.db import db
from rescue_center.media import store
from rescue_center.media.models import Media

media = AppGroup("media", help="The folder of sealed files.")


def init_app(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(media)


@media.command()
@click.option("--check", is_flag=True, help="Name them; remove nothing.")
@with_appcontext
def sweep(check: bool) -> None:
    """Remove files that no record names and that are over a day old."""
    known = set(db.session.scalars(sa.select(Media.sha256)))
    db.session.rollback()
    count = 0
    for file in store.orphans(known, clock.now()):
        count += 1
        if check:
            click.echo(file)
        else:
            file.unlink()
    click.echo(f"{count} files {'to sweep' if check else 'swept'}.")

"""The command line of who runs the centre's machine."""

import click
import sqlalchemy as sa
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from rescue_center.db import db


def init_app(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(prepare)


@click.command()
@click.option("--demo/--no-demo", default=True, help="Fill an empty centre with the demo.")
@with_appcontext
@click.pass_context
def prepare(context: click.Context, demo: bool) -> None:
    """Bring the database and the reference data up to date, fill an empty centre, and say who can
    sign in."""
    upgrade()
    _call(context, "load-reference")
    if not _anybody():
        _call(context, "demo" if demo else "create-admin")
    if _anybody(demo=True):
        _call(context, "demo-sign-ins")


def _anybody(*, demo: bool = False) -> bool:
    """Whether the centre has people (of the demo)."""
    condition = "is_demo" if demo else "true"
    found = db.session.scalar(sa.text(f"SELECT count(*) FROM person WHERE {condition}"))  # noqa: S608
    db.session.rollback()
    return bool(found)


def _call(context: click.Context, name: str) -> None:
    """Another package's command; operations knows it by name alone."""
    command = current_app.cli.get_command(context, name)
    if command is None:
        raise click.ClickException(f"There is no command {name}.")
    context.invoke(command)

"""The journal from the command line: prove it, and print what to keep elsewhere."""

from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext

from rescue_center import clock
from rescue_center.db import db
from rescue_center.journal import head, verification

journal = AppGroup("journal", help="Prove the journal, or print its head to be kept elsewhere.")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def init_app(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(journal)


@journal.command()
@click.option("--head", "kept", type=FILE, help="A head that was kept elsewhere.")
@with_appcontext
def verify(kept: Path | None) -> None:
    """Recompute the chain and name the first row that does not hold."""
    anchor = _anchor(kept) if kept else None
    count, broken = verification.verify(anchor, between=db.session.rollback)
    if broken is not None:
        raise click.ClickException(f"Row {broken.seq} does not hold: {broken.why}.")
    click.echo(f"{count} rows hold.")
    if kept is None:
        click.echo("Without a head that was kept elsewhere (--head) a full rewrite goes unnoticed.")


@journal.command("head")
@with_appcontext
def print_head() -> None:
    """Print the signed head. Keep it where nobody who runs this computer can change it."""
    seq, hash = verification.current_head()
    db.session.rollback()
    try:
        click.echo(head.signed(seq, hash, at=clock.now()))
    except head.NotAHead as reason:
        raise click.ClickException(str(reason)) from None


def _anchor(kept: Path) -> tuple[int, str]:
    try:
        found = head.read(kept.read_text(errors="replace"))
    except head.NotAHead as reason:
        raise click.ClickException(f"{kept}: {reason}") from None
    return found.seq, found.hash

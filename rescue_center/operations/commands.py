"""The command line of who runs the centre's machine."""

from pathlib import Path
from typing import Any

import click
import sqlalchemy as sa
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from rescue_center import clock
from rescue_center.db import db
from rescue_center.operations import backup, doctor, snapshot, verify
from rescue_center.operations.reference import load_reference
from rescue_center.operations.restore import restore
from rescue_center.staff.models import Person

FOLDER = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def init_app(app: Flask) -> None:
    """Add the commands."""
    commands = (
        prepare, load_reference, verify_command, doctor_command, backup_command, restore_command,
    )  # fmt: skip
    for command in commands:
        app.cli.add_command(command)


@click.command()
@click.option("--demo/--no-demo", default=True, help="Fill an empty centre with the demo.")
@with_appcontext
@click.pass_context
def prepare(context: click.Context, demo: bool) -> None:
    """Bring the database and the reference data up to date, fill an empty centre, and say who can
    sign in."""
    upgrade()
    _call(context, "load-reference")
    if not _exists(sa.select(Person.id)):
        _call(context, "demo" if demo else "create-admin")
    if _exists(sa.select(Person.id).where(Person.is_demo)):
        _call(context, "demo-sign-ins")


def _exists(query: sa.Select[Any]) -> bool:
    found = db.session.scalar(query.limit(1)) is not None
    db.session.rollback()
    return found


def _call(context: click.Context, name: str) -> None:
    """Another package's command; operations knows it by name alone."""
    command = current_app.cli.get_command(context, name)
    if command is None:
        raise click.ClickException(f"There is no command {name}.")
    context.invoke(command)


@click.command("verify")
@click.option("--head", help="A head of the journal kept elsewhere, as ROW:HASH.")
@with_appcontext
def verify_command(head: str | None) -> None:
    """Prove that everything that must hold does; ends with 1 when something does not."""
    broken = 0
    for finding in verify.run(anchor=_anchor(head)):
        verdict = "BROKEN" if finding.count else "ok"
        click.echo(f"{verdict:6} {finding.count:6}  {finding.check.sentence}")
        for name in finding.named:
            click.echo(f"               {finding.check.name}: {name}")
        broken += bool(finding.count)
    click.echo(f"{broken} of the checks are broken." if broken else "Everything holds.")
    if broken:
        raise SystemExit(1)


def _anchor(head: str | None) -> tuple[int, str] | None:
    if head is None:
        return None
    row, _, digest = head.partition(":")
    if not row.isdigit() or not digest:
        raise click.BadParameter("write it as ROW:HASH", param_hint="--head")
    return int(row), digest


@click.command("doctor")
@with_appcontext
def doctor_command() -> None:
    """Tell what this installation is, and what is wrong with it; ends with 1 when something is."""
    wrong = 0
    for verdict, sentence in doctor.findings(clock.now()):
        click.echo(f"{verdict:6} {sentence}")
        wrong += verdict == doctor.WRONG
    if wrong:
        raise SystemExit(1)


@click.command("backup")
@click.option("--to", "folder", type=FOLDER, required=True, help="Where backups are kept.")
@click.option("--no-proof", is_flag=True, help="Do not restore and verify the copy.")
@click.option("--prune", is_flag=True, help="Then keep 7 daily, 4 weekly and 12 monthly ones.")
@with_appcontext
def backup_command(folder: Path, no_proof: bool, prune: bool) -> None:
    """Back up the database and the files, and prove the copy by restoring it elsewhere."""
    at = clock.now()
    try:
        manifest = backup.make(folder, at, proof=not no_proof)
    except snapshot.Failed as failed:
        raise click.ClickException(str(failed)) from None
    doctor.remember_backup(manifest, at)
    click.echo(f"{manifest}\nSHA-256 {verify.digest(manifest)}")
    click.echo(
        "Not proved: nobody knows yet whether it restores."
        if no_proof
        else "Restored elsewhere and verified."
    )
    for name in backup.prune(folder) if prune else ():
        click.echo(f"Removed {name}")


@click.command("restore")
@click.argument("manifest", type=FILE)
@with_appcontext
def restore_command(manifest: Path) -> None:
    """Restore the backup that MANIFEST describes, into an empty centre."""
    try:
        facts = restore(manifest, clock.now())
    except snapshot.Failed as failed:
        raise click.ClickException(str(failed)) from None
    click.echo(
        f"Restored the state of {facts['made_at']}: {len(facts['files'])} files, "
        f"journal row {facts['journal']['seq']}. Now run: flask verify"
    )

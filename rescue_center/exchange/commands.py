"""The command line of imports: `flask import cases FILE`, `flask import animals FILE`."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
import sqlalchemy as sa
from flask import Flask
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.exc import DBAPIError

from rescue_center import clock
from rescue_center.db import db, writing
from rescue_center.errors import Refused, refusal_of
from rescue_center.exchange.accounts import Accounts
from rescue_center.exchange.animal_plan import AnimalPlan, plan_animals, read_animals
from rescue_center.exchange.animal_rules import store_animals
from rescue_center.exchange.case_plan import plan_cases, read_cases
from rescue_center.exchange.rules import store_cases
from rescue_center.exchange.sheet import NoTable
from rescue_center.staff.models import Person

imports = AppGroup("import", help="Take records in from files.")


def init_app(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(imports)


@imports.command("cases")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="Say what would be stored; write nothing.")
@click.option("--all-or-nothing", is_flag=True, help="Store nothing where any row is reported.")
@click.option("--by", "account", default="", help="The account in whose name it is done.")
@with_appcontext
def import_cases(file: Path, check: bool, all_or_nothing: bool, account: str) -> None:
    """Take in seizures and other events from a CSV FILE.

    Every row is stored, or already there, or reported with row, column and reason. A second import
    of the same file adds nothing.
    """
    raw = file.read_bytes()
    with _said_plainly(), writing(not check):
        plan = plan_cases(read_cases(raw), clock.now())
        if all_or_nothing:
            plan.all_or_nothing()
        if not check:
            store_cases(plan, file_name=file.name, raw=raw, by=_person(account), at=clock.now())
            db.session.commit()
    _say(plan)


@imports.command("animals")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="Say what would be stored; write nothing.")
@click.option("--all-or-nothing", is_flag=True, help="Store nothing where any row is reported.")
@click.option("--by", "account", default="", help="The account in whose name it is done.")
@with_appcontext
def import_animals(file: Path, check: bool, all_or_nothing: bool, account: str) -> None:
    """Take animals in care from the old books of a centre, a CSV FILE, onto ours.

    Every row is stored, or already there, or reported with row, column and reason; it is stored
    part by part, each row whole. A second import of the same file adds nothing.
    """
    raw = file.read_bytes()
    with _said_plainly():
        at, by = clock.now(), _person(account)
        plan = plan_animals(read_animals(raw), at)
        if all_or_nothing:
            plan.all_or_nothing()
        db.session.rollback()  # what was read holds no lock
        if not check:
            _store(plan, file.name, raw, by, at, whole=all_or_nothing)
    for doubt, rows in plan.most_frequent_doubts():
        click.echo(f"note: {rows} row{'' if rows == 1 else 's'} with a doubt: {doubt}")
    _say(plan)


def _store(
    plan: AnimalPlan, name: str, raw: bytes, by: Person | None, at: datetime, *, whole: bool
) -> None:
    with writing(), _swept_by_hand():
        for _ in store_animals(plan, file_name=name, raw=raw, by=by, at=at):
            if not whole:
                db.session.commit()
            gc.collect()
        if whole and not plan.reports:
            db.session.commit()


@contextmanager
def _swept_by_hand() -> Iterator[None]:
    """Python looks for garbage between the parts only; looking at every moment through the rows of
    the whole file took a third of the time."""
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


@contextmanager
def _said_plainly() -> Iterator[None]:
    """A refusal of the file, of a rule or of the database as a sentence, never a stack trace."""
    try:
        yield
    except NoTable as refused:
        click.echo(f"row 1: {refused.sentence}")
        click.echo(refused.accounts)
        raise SystemExit(1) from None
    except Refused as refused:
        raise click.ClickException(refused.sentence) from None
    except DBAPIError as error:
        db.session.rollback()
        refused_by_database = refusal_of(error)
        if refused_by_database is None:
            raise
        raise click.ClickException(refused_by_database.sentence) from None


def _person(account: str) -> Person | None:
    if not account:
        return None
    found = db.session.scalar(sa.select(Person).where(Person.account == account.casefold()))
    if found is None:
        raise Refused(f"There is no account {account}.")
    return found


def _say(plan: Accounts) -> None:
    for note in plan.notes:
        click.echo(f"note: {note}")
    for report in plan.reports:
        click.echo(str(report))
    click.echo(plan.sentence)

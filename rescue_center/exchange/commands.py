"""The command line of imports: `flask import cases FILE`."""

from pathlib import Path

import click
import sqlalchemy as sa
from flask import Flask
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.exc import DBAPIError

from rescue_center import clock
from rescue_center.db import db, writing
from rescue_center.errors import Refused, refusal_of
from rescue_center.exchange.case_plan import Plan, plan_cases, read_cases
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
    try:
        sheet = read_cases(raw)
        with writing(not check):
            plan = plan_cases(sheet, clock.now())
            if all_or_nothing:
                plan.all_or_nothing()
            if not check:
                store_cases(plan, file_name=file.name, raw=raw, by=_person(account),
                            at=clock.now())  # fmt: skip
                db.session.commit()
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
    _say(plan)


def _person(account: str) -> Person | None:
    if not account:
        return None
    found = db.session.scalar(sa.select(Person).where(Person.account == account.casefold()))
    if found is None:
        raise Refused(f"There is no account {account}.")
    return found


def _say(plan: Plan) -> None:
    for note in plan.notes:
        click.echo(f"note: {note}")
    for report in plan.reports:
        click.echo(str(report))
    click.echo(plan.sentence)

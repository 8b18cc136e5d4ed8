"""Accounts from the command line: the first administrator, lost passwords, the demo's people."""

import click
from flask import Flask, current_app, url_for
from flask.cli import with_appcontext

from rescue_center import clock
from rescue_center.db import db, writing
from rescue_center.errors import Refused
from rescue_center.staff import demo, links, rules, throttle


def init_app(app: Flask) -> None:
    """Add the commands."""
    for command in (create_admin, set_password_link, demo_sign_ins, forget_attempts):
        app.cli.add_command(command)


@click.command()
@with_appcontext
def create_admin() -> None:
    """Print the one-time link that makes the first administrator."""
    with writing():
        token = _said(lambda: links.for_first_admin(at=clock.now()))
        db.session.commit()
    click.echo("Open this address within 30 minutes to make the first administrator:")
    click.echo(f"  {_address(token)}")


@click.command()
@click.argument("account")
@with_appcontext
def set_password_link(account: str) -> None:
    """Print a one-time link with which ACCOUNT's owner sets a new password."""
    with writing():
        person = rules.by_account(account)
        if person is None:
            raise click.ClickException(f"There is no account {account}.")
        found = person
        token = _said(lambda: links.for_password(found, by=None, at=clock.now()))
        db.session.commit()
    click.echo(f"Within 30 minutes {account} can set a password here:")
    click.echo(f"  {_address(token)}")


@click.command()
@with_appcontext
def demo_sign_ins() -> None:
    """Give the demo's people one fresh password, and print how to sign in."""
    if current_app.config["PRODUCTION"]:
        raise click.ClickException("There are no demo accounts in production.")
    password = current_app.config["DEMO_PASSWORD"] or demo.fresh_password()
    at = clock.now()
    with writing():
        people = demo.ensure_people(at)
        db.session.flush()
        demo.set_passwords(password, at=at)
        db.session.commit()
    click.echo(f"Open {current_app.config['BASE_URL']} and sign in:\n")
    click.echo(f"  {'Role':<20} {'Account':<12} Password")
    for role, person in people.items():
        click.echo(f"  {role.label:<20} {person.account:<12} {password}")


@click.command()
@with_appcontext
def forget_attempts() -> None:
    """Drop the record of sign-in tries that are over a year old."""
    with writing():
        throttle.forget_old(clock.now())
        db.session.commit()


def _said(make: object) -> str:
    try:
        return str(make())  # type: ignore[operator]
    except Refused as refused:
        raise click.ClickException(refused.sentence) from None


def _address(token: str) -> str:
    with current_app.test_request_context():
        path = url_for("links.show", token=token)
    return str(current_app.config["BASE_URL"]) + path

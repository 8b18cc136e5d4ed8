"""`flask verify` names what does not hold, and ends with 1."""

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from rescue_center import checks
from rescue_center.db import Counter, db, next_number
from tests.faults.dropping import drop
from tests.operations.sealed import seal

Verify = Callable[..., Result]


@pytest.fixture
def verify(own_app: Flask) -> Verify:
    """Run `flask verify` on a centre of its own."""
    return lambda *words: own_app.test_cli_runner().invoke(args=["verify", *words])


@pytest.fixture
def own_checks() -> Iterator[None]:
    """Checks that a test declares are forgotten after it."""
    before = dict(checks._CHECKS)
    yield
    checks._CHECKS.clear()
    checks._CHECKS.update(before)


def test_an_untouched_centre_verifies(verify: Verify) -> None:
    result = verify()
    assert result.exit_code == 0
    assert "Everything holds." in result.output


def test_a_trigger_that_is_gone_is_named(own_app: Flask, verify: Verify, engine_name: str) -> None:
    on = " ON media" if engine_name == "postgresql" else ""
    with own_app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql(f"DROP TRIGGER media_is_append_only_update{on}")
    result = verify()
    assert result.exit_code == 1
    assert "triggers_are_there: media_is_append_only_update on media" in result.output


def test_a_trigger_that_was_replaced_by_one_that_refuses_nothing_is_named(
    own_app: Flask, verify: Verify, engine_name: str
) -> None:
    name = "media_is_append_only_update"
    if engine_name == "postgresql":
        tamed = (
            f"""CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS
          $$BEGIN RETURN NEW; END$$""",
        )
    else:
        tamed = (
            f"DROP TRIGGER {name}",
            f"CREATE TRIGGER {name} BEFORE UPDATE ON media BEGIN SELECT 1; END",
        )
    with own_app.app_context(), db.engine.begin() as connection:
        for statement in tamed:
            connection.exec_driver_sql(statement)
    result = verify()
    assert result.exit_code == 1
    assert f"triggers_are_there: {name} on media is another one" in result.output


@pytest.mark.parametrize(
    "name", ["held_animal_stays", "uq_administration_given_once", "uq_issued_document_serial"]
)
def test_a_constraint_that_was_lifted_is_named(own_app: Flask, verify: Verify, name: str) -> None:
    drop(own_app, name)
    result = verify()
    assert result.exit_code == 1
    assert f"constraints_are_there: {name} on " in result.output


def test_a_sealed_file_that_changed_is_named(own_app: Flask, verify: Verify) -> None:
    file = seal(own_app, b"a photograph")
    assert verify().exit_code == 0
    file.chmod(0o600)
    file.write_bytes(b"A photograph")
    assert f"media_are_sealed: {file.name} was changed" in verify().output
    file.unlink()
    assert f"media_are_sealed: {file.name} is missing" in verify().output


def test_a_head_of_the_journal_that_is_not_in_it_breaks(verify: Verify) -> None:
    result = verify("--head", f"1:{'a' * 64}")
    assert result.exit_code == 1
    assert "journal_is_whole" in result.output


def test_a_head_that_is_no_head_is_refused(verify: Verify) -> None:
    assert verify("--head", "latest").exit_code == 2


@pytest.mark.usefixtures("own_checks")
def test_a_declared_query_names_each_row_by_its_columns(own_app: Flask, verify: Verify) -> None:
    checks.must_be_empty(
        "counters_are_small",
        "No counter is above 10.",
        "SELECT series, value AS reached FROM counter WHERE value > 10",
    )
    assert verify().exit_code == 0
    with own_app.app_context():
        next_number("case", 2026, count=30)
        db.session.commit()
    result = verify()
    assert result.exit_code == 1
    assert "BROKEN      1  No counter is above 10." in result.output
    assert "counters_are_small: series case, reached 30" in result.output


@pytest.mark.usefixtures("own_checks")
def test_many_offenders_are_counted_and_twenty_named(verify: Verify) -> None:
    @checks.recomputed("everything_is_wrong", "Nothing is wrong.")
    def _find() -> Iterator[str]:
        yield from (f"thing {n}" for n in range(50))

    output = verify().output
    assert "BROKEN     50  Nothing is wrong." in output
    assert output.count("everything_is_wrong: thing") == 20


def test_verify_writes_nothing(own_app: Flask, verify: Verify) -> None:
    verify()
    with own_app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Counter)) == 0

"""Whatever an owner of the database does to the journal, the proof names the first row of it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from rescue_center import journal
from rescue_center.db import db
from rescue_center.journal.models import Head
from rescue_center.journal.verification import current_head, verify
from tests.journal import attacks
from tests.staff.makers import AT, make_person


def write(count: int) -> None:
    subject = make_person()
    db.session.commit()
    for n in range(current_head()[0] + 1, count + 1):
        journal.record("done", subject, by=subject, at=AT + timedelta(hours=n), after={"n": n})
    db.session.commit()


@pytest.fixture
def ten(app: Flask) -> tuple[int, str]:
    """A journal of ten rows; its head, kept elsewhere."""
    write(10)
    assert verify() == (10, None)
    return current_head()


@pytest.mark.parametrize("seq", [1, 5, 10])
def test_an_edited_row_is_named(ten: tuple[int, str], seq: int) -> None:
    attacks.edit(seq)
    _, broken = verify()
    assert broken is not None
    assert (broken.seq, broken.why) == (seq, "it was changed after it was written")


@pytest.mark.parametrize(
    ("gone", "first"), [((1,), 1), ((5,), 5), ((10,), 10), ((4, 5, 6), 4), (tuple(range(1, 11)), 1)]
)
def test_a_deleted_row_is_named(ten: tuple[int, str], gone: tuple[int, ...], first: int) -> None:
    attacks.delete(*gone)
    _, broken = verify()
    assert broken is not None
    assert broken.seq == first


def test_an_inserted_row_is_named(ten: tuple[int, str]) -> None:
    attacks.insert(11, after=10)
    _, broken = verify()
    assert broken is not None
    assert (broken.seq, broken.why) == (11, "it is beyond the journal's head")


def test_a_missing_head_is_noticed(ten: tuple[int, str]) -> None:
    with attacks.as_owner() as connection:
        connection.execute(sa.delete(Head))
    _, broken = verify()
    assert broken is not None


def test_a_head_that_names_another_row_is_noticed(ten: tuple[int, str]) -> None:
    with attacks.as_owner() as connection:
        connection.execute(sa.update(Head).values(hash="f" * 64))
    _, broken = verify()
    assert broken is not None
    assert broken.why == "it is not the row that the journal's own head names"


def test_a_truncated_journal_is_noticed_by_the_kept_head_alone(ten: tuple[int, str]) -> None:
    attacks.truncate(7)
    assert verify() == (7, None)
    _, broken = verify(ten)
    assert broken is not None
    assert (broken.seq, broken.why) == (8, "the kept head is beyond the end of the journal")


def test_a_rewritten_journal_is_noticed_by_the_kept_head_alone(ten: tuple[int, str]) -> None:
    attacks.rewrite(4)
    assert verify() == (10, None)
    _, broken = verify(ten)
    assert broken is not None
    assert broken.why == "it is not the row that the kept head names"


def test_a_journal_that_was_truncated_and_grew_again_is_noticed(ten: tuple[int, str]) -> None:
    attacks.truncate(7)
    write(12)
    assert verify()[1] is None
    assert verify(ten)[1] is not None


def test_a_kept_head_holds_while_the_journal_grows(ten: tuple[int, str]) -> None:
    write(25)
    assert verify(ten) == (25, None)


def test_rows_are_read_in_portions(ten: tuple[int, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rescue_center.journal.verification.PORTION", 3)
    pauses: list[int] = []
    assert verify(between=lambda: pauses.append(1)) == (10, None)
    assert len(pauses) == 4


def test_an_empty_journal_holds(app: Flask) -> None:
    assert verify() == (0, None)


# --- the command line ----------------------------------------------------------------------


@pytest.fixture
def flask_journal(own_app: Flask) -> Callable[..., Result]:
    """Run `flask journal ...` on a centre of its own with five rows."""
    with own_app.app_context():
        write(5)
    return lambda *words: own_app.test_cli_runner().invoke(args=["journal", *words])


def test_the_command_says_how_many_rows_hold(flask_journal: Callable[..., Result]) -> None:
    result = flask_journal("verify")
    assert result.exit_code == 0, result.output
    assert "5 rows hold." in result.output


def test_the_command_names_the_first_broken_row(
    flask_journal: Callable[..., Result], own_app: Flask
) -> None:
    with own_app.app_context():
        attacks.edit(3)
        db.session.commit()
    result = flask_journal("verify")
    assert result.exit_code == 1
    assert "Row 3 does not hold: it was changed after it was written." in result.output


def test_a_printed_head_proves_the_journal_later(
    flask_journal: Callable[..., Result], own_app: Flask, tmp_path: Path
) -> None:
    kept = tmp_path / "head.txt"
    kept.write_text(flask_journal("head").output)
    assert "5 rows" in kept.read_text()
    with own_app.app_context():
        write(8)
    result = flask_journal("verify", "--head", str(kept))
    assert (result.exit_code, "8 rows hold." in result.output) == (0, True)
    with own_app.app_context():
        attacks.rewrite(2)
        db.session.commit()
    assert flask_journal("verify").exit_code == 0
    assert flask_journal("verify", "--head", str(kept)).exit_code == 1


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda text: text.replace('"seq":5', '"seq":4'), "changed after it was signed"),
        (lambda text: text.replace('"kid":"', '"kid":"0'), "not this centre's"),
        (lambda text: text.replace("signature ", "signature !"), "is not a head"),
        (lambda text: "hello", "is not a head"),
        (lambda text: "{}", "is not a head"),
        (lambda text: "[]\n{", "is not a head"),
        (lambda text: "", "is not a head"),
    ],
)
def test_a_head_that_was_changed_is_refused(
    flask_journal: Callable[..., Result], tmp_path: Path, change: Callable[[str], str], why: str
) -> None:
    kept = tmp_path / "head.txt"
    kept.write_text(change(flask_journal("head").output))
    result = flask_journal("verify", "--head", str(kept))
    assert result.exit_code == 1
    assert why in result.output


def test_the_key_is_its_owners_alone(flask_journal: Callable[..., Result], own_app: Flask) -> None:
    first = flask_journal("head").output
    key = Path(own_app.config["INSTANCE_DIR"]) / "journal_key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert flask_journal("head").output.splitlines()[6] == first.splitlines()[6]
    key.chmod(0o644)
    result = flask_journal("head")
    assert result.exit_code == 1
    assert "chmod 600" in result.output

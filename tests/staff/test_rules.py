"""Who may do what to whose account and roles."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, scoped_session

from rescue_center import clock, journal
from rescue_center.db import db
from rescue_center.errors import Refused, constraint_of
from rescue_center.journal.models import Entry
from rescue_center.policy import Role
from rescue_center.staff import rules, sign_in
from rescue_center.staff.models import Grant, Person
from rescue_center.staff.models import Session as SignIn
from tests.staff.makers import make_person

pytestmark = pytest.mark.usefixtures("app")
NOW = clock.now()
DAY = timedelta(days=1)


def verbs() -> list[str]:
    journal.settle()
    return list(db.session.scalars(sa.select(Entry.verb).order_by(Entry.seq)))


@pytest.mark.parametrize(
    "account", ["a", "", "Sok Dara", "ដារា", "-dara", "dara!", "x" * 61, "new", "da\nra"]
)
def test_an_account_name_is_plain(account: str) -> None:
    with pytest.raises(Refused) as refused:
        rules.add_person(account=account, name="Dara", by=None, at=NOW)
    assert refused.value.field == "account"


def test_an_account_name_is_kept_in_small_letters_and_given_once() -> None:
    assert (
        rules.add_person(account=" Sok.Dara ", name="Dara", by=None, at=NOW).account == "sok.dara"
    )
    with pytest.raises(Refused, match="already has this account name"):
        rules.add_person(account="SOK.DARA", name="Another", by=None, at=NOW)


def test_a_new_person_holds_no_role() -> None:
    assert make_person().roles == frozenset()


@pytest.mark.parametrize("role", [Role.KEEPER, Role.VET, Role.OFFICER, Role.INSPECTOR])
def test_only_administrators_and_managers_keep_accounts(role: Role) -> None:
    outsider, person = make_person(role), make_person()
    for act in (
        lambda: rules.add_person(account="dara", name="Dara", by=outsider, at=NOW),
        lambda: rules.change(person, name="X", by=outsider, at=NOW),
        lambda: rules.disable(person, reason="x", by=outsider, at=NOW),
        lambda: rules.grant(person, Role.KEEPER, by=outsider, at=NOW),
    ):
        with pytest.raises(Refused):
            act()


@pytest.mark.parametrize("role", list(Role))
def test_an_administrator_gives_every_role_and_takes_it_back(role: Role) -> None:
    admin, person = make_person(Role.ADMIN), make_person()
    given = rules.grant(person, role, by=admin, at=NOW, until=NOW + DAY)
    assert person.roles == {role}
    rules.revoke(given, by=admin, at=NOW)
    assert person.roles == frozenset()


@pytest.mark.parametrize("role", [Role.ADMIN, Role.MANAGER])
def test_a_manager_gives_no_role_as_high_as_their_own(role: Role) -> None:
    manager, person = make_person(Role.MANAGER), make_person()
    with pytest.raises(Refused, match="may not give"):
        rules.grant(person, role, by=manager, at=NOW)
    rules.grant(person, Role.VET, by=manager, at=NOW)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.MANAGER])
@pytest.mark.parametrize("wanted", list(Role))
def test_nobody_promotes_themselves(role: Role, wanted: Role) -> None:
    person = make_person(role)
    with pytest.raises(Refused, match="themselves"):
        rules.grant(person, wanted, by=person, at=NOW)


def test_a_manager_does_not_touch_an_administrators_account() -> None:
    manager, admin, other = make_person("manager"), make_person("admin"), make_person("manager")
    for person in (admin, other):
        with pytest.raises(Refused, match="Only an administrator"):
            rules.disable(person, reason="x", by=manager, at=NOW)
        with pytest.raises(Refused, match="Only an administrator"):
            rules.change(person, name="X", by=manager, at=NOW)


def test_the_same_role_is_not_given_twice_not_even_past_the_rule() -> None:
    person = make_person(Role.VET)
    with pytest.raises(Refused, match="already has the role Vet"):
        rules.grant(person, Role.VET, by=None, at=NOW)
    db.session.add(Grant(person_id=person.id, role="vet", granted_at=NOW))
    with pytest.raises(sa.exc.IntegrityError) as error:
        db.session.flush()
    assert constraint_of(error.value) == "uq_role_grant_open"


def test_an_inspectors_access_always_ends() -> None:
    person = make_person()
    for until in (None, NOW, NOW + 400 * DAY):
        with pytest.raises(Refused):
            rules.grant(person, Role.INSPECTOR, by=None, at=NOW, until=until)
    rules.grant(person, Role.INSPECTOR, by=None, at=NOW, until=NOW + DAY)
    assert person.roles_at(NOW) == {Role.INSPECTOR}
    assert person.roles_at(NOW + DAY) == frozenset()
    rules.grant(person, Role.INSPECTOR, by=None, at=NOW + 2 * DAY, until=NOW + 3 * DAY)
    assert person.roles_at(NOW + 2 * DAY) == {Role.INSPECTOR}


def test_the_last_administrator_stays() -> None:
    first, second = make_person(Role.ADMIN), make_person(Role.ADMIN)
    rules.disable(first, reason="left", by=second, at=NOW)
    with pytest.raises(Refused, match="only administrator"):
        rules.disable(second, reason="x", by=None, at=NOW)
    with pytest.raises(Refused, match="only administrator"):
        rules.revoke(second.grants[0], by=second, at=NOW)
    with pytest.raises(Refused, match="your own account"):
        rules.disable(second, reason="x", by=second, at=NOW)


def test_disabling_ends_every_session_and_needs_a_reason() -> None:
    admin, person = make_person(Role.ADMIN), make_person(Role.VET)
    session, _ = sign_in.begin(person, at=NOW)
    db.session.flush()
    with pytest.raises(Refused, match="Say why"):
        rules.disable(person, reason="", by=admin, at=NOW)
    rules.disable(person, reason="left", by=admin, at=NOW)
    db.session.refresh(session)
    assert (session.ended_at, session.ended_why) == (NOW, "disabled")
    with pytest.raises(Refused, match="disabled"):
        sign_in.begin(person, at=NOW)
    rules.enable(person, by=admin, at=NOW)
    sign_in.begin(person, at=NOW)


def test_a_session_is_kept_as_a_hash_and_ended_by_its_owner_alone() -> None:
    person, other = make_person(), make_person()
    session, token = sign_in.begin(person, at=NOW)
    db.session.flush()
    assert token not in {session.token_sha256, str(session.id)}
    assert sign_in.of_token(token) is session
    with pytest.raises(Refused, match="somebody else"):
        sign_in.end(session, by=other, at=NOW)
    sign_in.end(session, by=person, at=NOW)
    assert session.ended_at == NOW
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SignIn)) == 1


def test_every_act_is_in_the_journal_with_who_and_what() -> None:
    admin = make_person(Role.ADMIN)
    person = rules.add_person(account="dara", name="Dara", by=admin, at=NOW)
    db.session.flush()
    given = rules.grant(person, Role.VET, by=admin, at=NOW)
    rules.change(person, name="Sok Dara", by=admin, at=NOW)
    rules.change(person, name="Sok Dara", by=admin, at=NOW)  # nothing changed: nothing to say
    rules.revoke(given, by=admin, at=NOW)
    rules.disable(person, reason="left", by=admin, at=NOW)
    rules.enable(person, by=admin, at=NOW)
    assert verbs()[-6:] == [
        "added a person", "granted a role", "changed a person", "revoked a role",
        "disabled an account", "enabled an account",
    ]  # fmt: skip
    entry = db.session.scalars(sa.select(Entry).where(Entry.verb == "changed a person")).one()
    assert (entry.person_id, entry.subject) == (admin.id, f"person:{person.id}")
    assert (entry.before, entry.after) == ({"name": "Dara"}, {"name": "Sok Dara"})


def test_people_are_never_deleted(session: scoped_session[Session]) -> None:
    person = make_person()
    with pytest.raises(sa.exc.DBAPIError) as error:
        session.execute(sa.delete(Person).where(Person.id == person.id))
    assert constraint_of(error.value) == "person_is_never_deleted"

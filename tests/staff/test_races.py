"""Many at once, on real connections: what is counted and refused holds all the same."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from rescue_center import clock
from rescue_center.db import db, writing
from rescue_center.errors import Refused
from rescue_center.journal.verification import verify
from rescue_center.media import rules as media_rules
from rescue_center.media.models import Media
from rescue_center.staff import links, passwords, rules
from rescue_center.staff.models import OneTimeLink, Person
from tests.media import makers
from tests.staff.makers import PASSWORD, make_person, typed

MANY = 8


def at_once(app: Flask, act: Callable[[int], Any]) -> list[Any]:
    """What `act(n)` returned or raised in each of many threads that begin together."""
    barrier = Barrier(MANY)

    def one(n: int) -> Any:
        with app.app_context(), writing():
            barrier.wait(10)
            try:
                return act(n)
            except Refused as refused:
                return refused
            finally:
                db.session.remove()

    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(one, range(MANY)))


def arrange(app: Flask, make: Callable[[], Any]) -> Any:
    with app.app_context(), writing():
        made = make()
        db.session.commit()
        db.session.remove()
        return made


def test_administrators_who_disable_each_other_leave_one(own_app: Flask) -> None:
    accounts = [f"admin{n}" for n in range(MANY)]
    arrange(own_app, lambda: [make_person("admin", account=a) for a in accounts])

    def disable_the_next(n: int) -> None:
        by, other = (rules.by_account(accounts[i % MANY]) for i in (n, n + 1))
        assert by is not None
        assert other is not None
        rules.disable(other, by=by, at=clock.now(), reason="race")
        db.session.commit()

    done = at_once(own_app, disable_the_next)
    with own_app.app_context():
        left = db.session.scalars(rules.enabled_admins(clock.now())).all()
        assert len(left) >= 1, done
        assert len(left) == MANY - sum(one is None for one in done)
        assert verify()[1] is None


def test_one_link_makes_one_administrator(own_app: Flask) -> None:
    token = arrange(own_app, lambda: links.for_first_admin(at=clock.now()))

    def use(n: int) -> int:
        data = {"account": f"admin{n}", "name": "Ouk Piseth", "new": PASSWORD}
        return own_app.test_client().post(f"/links/{token}", data=data).status_code

    assert sorted(at_once(own_app, use))[0] == 303
    with own_app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Person)) == 1
        assert db.session.scalar(sa.select(OneTimeLink.used_at)) is not None


def test_no_more_than_ten_passwords_are_looked_at_however_many_come_at_once(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrange(own_app, lambda: make_person(account="chan", password=PASSWORD))
    looked: list[str | None] = []
    matches = passwords.matches
    monkeypatch.setattr(
        passwords, "matches", lambda kept, said: (looked.append(kept), matches(kept, said))[1]
    )

    def guess(n: int) -> set[int]:
        client = own_app.test_client()
        answers = (client.post("/sign-in", data=typed("chan", f"guess {n} {i}")) for i in range(3))
        return {answer.status_code for answer in answers}

    answers = set().union(*at_once(own_app, guess))
    assert answers <= {422, 429}
    assert 429 in answers
    assert 1 <= len(looked) <= 10


def test_the_same_photograph_from_many_is_one_file(own_app: Flask) -> None:
    sent = makers.photograph()

    def seal(_: int) -> int:
        media = media_rules.seal(sent, "a.jpg", by=None, at=clock.now())
        db.session.commit()
        return media.id

    assert len(set(at_once(own_app, seal))) == 1
    with own_app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Media)) == 1
        assert verify() == (1, None)

"""Everybody walks through a small centre with every story in it: no page offers a link or a button
that its reader may not use, or that leads nowhere."""

import pytest
from flask import Flask

from rescue_center import clock
from rescue_center.db import writing
from rescue_center.demo import build
from rescue_center.demo.commands import load_published
from rescue_center.policy import Role
from tests.site.crawl import Walk, kinds, told
from tests.staff.makers import let_in, make_person


@pytest.mark.engine("sqlite")
def test_nobody_is_offered_what_is_not_theirs(own_app: Flask) -> None:
    own_app.config["PROPAGATE_EXCEPTIONS"] = False
    with own_app.app_context(), writing():
        load_published()
        build.build(clock.now(), lambda _: None, small=True)
        clients = {
            role: let_in(own_app.test_client(), make_person(role, account=f"{role.value}2"))
            for role in Role
        }
    walks = [Walk(own_app, client, frozenset({role})).go() for role, client in clients.items()]
    wrong = [f"{role.value}: {line}" for role, walk in zip(Role, walks, strict=True)
             for line in told(walk.wrong)]  # fmt: skip
    assert wrong == []
    assert len(kinds(walks)) > 100, sorted(kinds(walks))

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rescue_center import clock
from rescue_center.db import db
from rescue_center.staff import phone_rules
from tests.rounds.handset import Handset
from tests.staff.makers import make_person


@pytest.fixture
def make_handset(app: Flask, new_client: Callable[[], FlaskClient]) -> Callable[..., Handset]:
    """An enrolled phone."""

    def make(name: str = "Birds 1") -> Handset:
        enrolled = phone_rules.enrol(name, by=make_person("admin"), at=clock.now())
        db.session.commit()
        return Handset(new_client(), enrolled)

    return make


@pytest.fixture
def handset(make_handset: Callable[..., Handset]) -> Handset:
    return make_handset()

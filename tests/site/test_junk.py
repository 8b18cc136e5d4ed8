"""Whatever is typed into any form, about things that are there: an answer, and never a fault.

Each address that takes a form is first sent nothing, then what fits, then what fits but for one
field, which holds junk, field by field. The forms themselves say which fields there are.
"""

import io
import random
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from wtforms import Field

from rescue_center import clock
from rescue_center.db import db
from rescue_center.forms import Form, HiddenField
from rescue_center.journal.models import Head
from rescue_center.staff import gate, sign_in
from tests.exchange.makers import csv_of, row
from tests.faults.desks import sheet_of
from tests.faults.race import size
from tests.pages import Page
from tests.site.centre import build
from tests.site.junk import fitting, junk
from tests.site.undone import undone

#: How many fields of each address are given junk, one at a time; others on the other database.
FIELDS = size(3, 60)
#: How often each address is gone through, with other junk each time.
TIMES = size(1, 6)
#: Addresses at which something is looked up that nobody has.
LOOKED_UP = {"/verify/file"}


@pytest.fixture(autouse=True)
def _faults_are_answers(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)


class Forms:
    """The forms that an address reads, found by watching it read them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.read: list[Form] = []
        made = Form.__init__

        def watched(form: Form, *args: Any, **more: Any) -> None:
            made(form, *args, **more)
            self.read.append(form)

        monkeypatch.setattr(Form, "__init__", watched)

    @property
    def fields(self) -> dict[str, Field]:
        """Every field of them, by the name it is sent under."""
        return {field.name: field for form in self.read for field in form}


@pytest.fixture
def forms(monkeypatch: pytest.MonkeyPatch) -> Forms:
    return Forms(monkeypatch)


def head() -> int:
    """How many acts were ever written."""
    return int(db.session.scalar(sa.select(Head.seq)) or 0)


class Sender:
    """Sends forms to one address, each as if none had been sent before."""

    def __init__(self, client: FlaskClient, token: str, rule: Rule, url: str) -> None:
        self.client, self.token, self.rule, self.url = client, token, rule, url
        self.wrong: list[str] = []
        self.sent = 0
        self.done, self.last = False, ""

    def shown(self) -> dict[str, Any]:
        """What stands in the form before anything is typed."""
        self.client.set_cookie(gate.cookie_name(), self.token)
        page = self.client.get(self.url)
        if page.status_code != 200:
            return {}
        return {name: text for name, text in typed_on(page.text, self.url).items() if any(text)}

    def send(self, typed: dict[str, Any]) -> int:
        """The status of the answer; what is wrong with it is kept."""
        self.sent += 1
        with undone():
            before = head()
            data = {name: value for name, value in typed.items() if value is not None}
            self.client.set_cookie(gate.cookie_name(), self.token)  # some addresses sign out
            answer = self.client.post(self.url, data=data)
            status = answer.status_code
            if status >= 500:
                self.wrong.append(f"{status} {self.rule.rule}: {_short(data)}")
            elif status >= 400 and head() != before:
                self.wrong.append(f"{status}, but it was written: {self.rule.rule}: {_short(data)}")
        self.done |= status < 400
        if status >= 400:
            self.last = answer.text
        return status


def _told(html: str) -> str:
    page = Page(html)
    return " ".join(e.text for e in page.walk() if e.attrs.get("role") == "alert")[:300]


def _short(data: dict[str, Any]) -> str:
    return ", ".join(f"{name}={str(value)[:40]!r}" for name, value in data.items())


def rules(app: Flask) -> list[Rule]:
    found = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    return sorted(found, key=lambda rule: rule.rule)


def typed_on(html: str, path: str) -> dict[str, list[str]]:
    """What a browser would send of a page's form as it stands."""
    try:
        return sheet_of(html, path).typed
    except AssertionError:
        return {}


def staged(client: FlaskClient) -> str:
    """The name of a file that was uploaded and waits to be imported."""
    file = io.BytesIO(csv_of(row(event_type="rescue")).encode()), "cases.csv"
    answer = client.post("/imports", data={"file": file}, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.text[:500]
    return str(answer.location).rstrip("/").rpartition("/")[2]


def test_no_form_is_answered_by_a_fault_whatever_is_typed(
    app: Flask, engine_name: str, new_client: Callable[[], FlaskClient], forms: Forms
) -> None:
    centre = build()
    client, token = new_client(), sign_in.begin(centre.person, at=clock.now())[1]
    client.set_cookie(gate.cookie_name(), token)
    centre.parts["/imports/", "sha"] = staged(client)
    senders, absent = [], []
    for rule in rules(app):
        sender = Sender(client, token, rule, centre.address(app, rule))
        senders.append(sender)
        for time in range(TIMES):
            dice = random.Random(f"{rule.rule} {engine_name} {time}")
            if _ask(sender, forms, centre.words, dice) == 404 and rule.rule not in LOOKED_UP:
                absent.append(rule.rule)
    assert [line for sender in senders for line in sender.wrong] == []
    assert absent == []
    assert sum(sender.sent for sender in senders) > 4 * len(senders)
    assert sum(sender.done for sender in senders) > 0.6 * len(senders), [
        f"{sender.rule.rule}: {_told(sender.last)}" for sender in senders if not sender.done
    ]


def _ask(sender: Sender, forms: Forms, words: dict[str, str], dice: random.Random) -> int:
    """Nothing, then what fits, then junk in each field."""
    shown = sender.shown()
    forms.read.clear()
    first = sender.send({})
    fields = forms.fields

    def sound() -> dict[str, Any]:
        typed = {
            name: words.get(name) or fitting(field, dice)
            for name, field in fields.items()
            if field.flags.required or isinstance(field, HiddenField) or dice.random() < 0.2
        }
        return typed | shown | {n: w for n, w in words.items() if n in fields}  # fmt: skip

    sender.send(sound())
    for name in dice.sample(sorted(fields), min(FIELDS, len(fields))):
        sender.send(sound() | {name: junk(fields[name], dice)})
    if fields:
        sender.send({name: junk(field, dice) for name, field in fields.items()})
    return first

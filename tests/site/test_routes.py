"""Every address, asked for by everybody: the policy that is declared is the one in force.

Nothing here knows a page. The addresses come from the application, with ids that are not there, so
somebody who may call one gets an answer of any kind but "no", and nobody ever gets a fault.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.routing.converters import NumberConverter
from werkzeug.test import TestResponse

from rescue_center import create_app
from rescue_center.config import ROOT
from rescue_center.db import db
from rescue_center.policy import Policy, Role, policy_of
from rescue_center.staff import gate, views
from rescue_center.staff.models import Person
from rescue_center.web import FILES
from tests.staff.makers import let_in, make_person

SOMEBODY = {
    **{role.value: (role,) for role in Role},
    "signed in without a role": (),
    "nobody": None,
}
ABSENT = 999_999_999
#: More than any column holds.
BEYOND = 10**24
TEXTS = ("not-there", "ស្វា", "'; --", "x" * 300)


@pytest.fixture(autouse=True)
def _faults_are_answers(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in production: a fault is a page with status 500, not an exception in the test."""
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)


def rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def address(app: Flask, rule: Rule, *, number: int = ABSENT, text: str = TEXTS[0]) -> str:
    """The rule's address with ids of nothing."""
    values: dict[str, object] = {}
    for name, converter in rule._converters.items():
        choices = sorted(getattr(converter, "items", ()))
        values[name] = choices[0] if choices else number if _counts(converter) else text
    return str(app.url_map.bind("localhost").build(rule.endpoint, values, rule_method(rule)))


def _counts(converter: object) -> bool:
    return isinstance(converter, NumberConverter)


def rule_method(rule: Rule) -> str:
    return sorted((rule.methods or {"GET"}) - {"HEAD", "OPTIONS"})[0]


def declared(app: Flask, rule: Rule) -> Policy:
    policy = policy_of(app.view_functions[rule.endpoint])
    assert policy is not None, rule.endpoint
    return policy


def asked(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Every rule with each of its methods."""
    for rule in rules(app):
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule, method


class Visitor:
    """Somebody's browser, signed in again after an address that signs out."""

    def __init__(self, client: FlaskClient, person: Person | None) -> None:
        self.client, self.person = client, person

    def ask(self, url: str, method: str, **how: Any) -> TestResponse:
        """Open an address."""
        if self.person and not self.client.get_cookie(gate.cookie_name()):
            let_in(self.client, self.person)
        return self.client.open(url, method=method, **how)


@pytest.fixture
def visitor(new_client: Callable[[], FlaskClient]) -> Callable[..., Visitor]:
    """Makes browsers: `visitor(person)`, `visitor(None)`."""
    return lambda person: Visitor(new_client(), person)


@pytest.mark.parametrize("who", SOMEBODY)
def test_every_address_answers_everybody_as_declared(
    who: str, app: Flask, visitor: Callable[..., Visitor]
) -> None:
    roles = SOMEBODY[who]
    browser = visitor(make_person(*roles) if roles is not None else None)
    wrong = []
    for rule, method in asked(app):
        response = browser.ask(address(app, rule), method)
        admitted = declared(app, rule).admits(frozenset(roles) if roles is not None else None)
        if not _is_right(response.status_code, response.location, admitted, roles, method):
            wrong.append(f"{method} {rule.rule}: {response.status_code}")
    assert wrong == []


def _is_right(
    status: int, location: str | None, admitted: bool, roles: tuple[Role, ...] | None, method: str
) -> bool:
    if admitted:
        return status not in (401, 403) and status < 500
    if roles is not None:
        return status == 403
    if method == "GET":
        return status == 303 and (location or "").startswith("/sign-in")
    return status == 401


def test_an_endpoint_that_does_not_say_who_may_call_it_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delattr(views.account, "policy")
    with pytest.raises(RuntimeError, match=r"do not say who may call them: staff\.account"):
        create_app({"INSTANCE_DIR": str(tmp_path)})


def test_an_endpoint_added_later_without_saying_so_is_nobodys(own_app: Flask) -> None:
    own_app.add_url_rule("/later", "later", lambda: "secret")
    with own_app.test_client() as client:
        assert client.get("/later").status_code == 403


def test_every_address_that_a_page_or_a_view_names_exists(app: Flask) -> None:
    """`url_for("boards.animal", ...)` , in pages too that no test opens."""
    named = re.compile(r"""url_for\(\s*["'](\w+\.\w+)["']""")
    files = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "rescue_center").rglob("*.py")]
    absent = [
        f"{file.relative_to(ROOT)}: {endpoint}"
        for file in files
        for endpoint in named.findall(re.sub(r"(?s){#.*?#}", "", file.read_text("utf-8")))
        if endpoint not in app.view_functions and endpoint.partition(".")[0] in app.blueprints
    ]
    assert absent == []


def test_other_verbs_of_the_web_are_not_spoken(app: Flask) -> None:
    odd = [r.rule for r in rules(app) if {"PUT", "PATCH"} & (r.methods or set())]
    assert odd == []


ELSEWHERE = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    {"Origin": "https://evil.example"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://localhost:8001"},
    {"Origin": "null"},
)


@pytest.mark.parametrize("headers", ELSEWHERE, ids=lambda h: " ".join(h.values()))
def test_a_write_from_another_site_is_refused_everywhere(
    headers: dict[str, str], app: Flask, new_client: Callable[[], FlaskClient]
) -> None:
    client = let_in(new_client(), make_person(*Role))
    wrong = []
    for rule, method in asked(app):
        if method == "GET":
            continue
        response = client.open(address(app, rule), method=method, headers=headers)
        if response.status_code != 403:
            wrong.append(f"{method} {rule.rule}: {response.status_code}")
    assert wrong == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://localhost"},
        {},
    ],
    ids=lambda h: " ".join(h.values()) or "no header",
)
def test_a_write_from_our_own_pages_is_taken(
    headers: dict[str, str], new_client: Callable[[], FlaskClient]
) -> None:
    client = let_in(new_client(), make_person("keeper"))
    assert client.post("/sign-out", headers=headers).status_code == 303


def test_reading_writes_nothing(app: Flask, new_client: Callable[[], FlaskClient]) -> None:
    """Neither GET nor HEAD changes a row. (That a session is in use is noted once a minute; whether
    the database takes writes is tried, and undone.)"""
    client = let_in(new_client(), make_person(*Role))
    wrote: list[str] = []
    asking = ""

    def look(_connection: object, _cursor: object, sql: str, *_: object) -> None:
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            wrote.append(f"{asking}: {sql}")

    sa.event.listen(db.session.connection(), "before_cursor_execute", look)
    for rule, method in asked(app):
        if method == "GET" and rule.endpoint != "operations.ready":
            for verb in ("GET", "HEAD"):
                asking = f"{verb} {rule.rule}"
                client.open(address(app, rule), method=verb)
    assert wrote == []


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_every_answer_carries_the_headers(
    scheme: str, app: Flask, visitor: Callable[..., Visitor]
) -> None:
    browser, wrong = visitor(make_person(*Role) if scheme == "http" else None), []
    for rule, method in asked(app):
        response = browser.ask(address(app, rule), method, base_url=f"{scheme}://localhost")
        if missing := ", ".join(_lacking(response, rule, scheme)):
            wrong.append(f"{method} {rule.rule} {response.status_code}: {missing}")
    assert wrong == []


def _lacking(response: TestResponse, rule: Rule, scheme: str) -> Iterator[str]:
    """The names of the headers that are missing or say too little."""
    headers = response.headers
    expected = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    yield from (name for name, value in expected.items() if headers.get(name) != value)
    policy = headers.get("Content-Security-Policy", "")
    wanted = ["default-src 'none'"]
    if "sandbox" not in policy:
        wanted += ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]
    if any(part not in policy for part in wanted) or "unsafe" in policy:
        yield "Content-Security-Policy"
    if scheme == "https" and "max-age=31536000" not in headers.get("Strict-Transport-Security", ""):
        yield "Strict-Transport-Security"
    kept = headers.get("Cache-Control", "")
    if rule.endpoint not in FILES and "no-store" not in kept and not kept.startswith("private"):
        yield "Cache-Control"
    if rule.endpoint not in FILES and "Cookie" not in ", ".join(headers.getlist("Vary")):
        yield "Vary"


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("number", [0, ABSENT, BEYOND])
def test_no_id_that_is_typed_into_an_address_is_a_fault(
    number: int, text: str, app: Flask, visitor: Callable[..., Visitor]
) -> None:
    browser, wrong = visitor(make_person(*Role)), []
    for rule, method in asked(app):
        if rule.arguments:
            url = address(app, rule, number=number, text=text)
            status = browser.ask(url, method).status_code
            if status >= 500:
                wrong.append(f"{method} {rule.rule}: {status}")
    assert wrong == []

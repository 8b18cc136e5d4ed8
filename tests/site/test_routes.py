"""Every address, asked for by everybody: the policy that is declared is the one in force.

Nothing here knows a page. The addresses come from the application, with ids that are not there, so
somebody who may call one gets an answer of any kind but "no", and nobody ever gets a fault.
"""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.routing.converters import NumberConverter

from rescue_center.policy import Policy, Role, policy_of
from tests.site.undone import Visitor
from tests.staff.makers import let_in, make_person

SOMEBODY = {
    **{role.value: (role,) for role in Role},
    "signed in without a role": (),
    "nobody": None,
}
ABSENT = 999_999_999
#: More than any column holds.
BEYOND = 10**24
ODD = ((0, "ស្វា"), (ABSENT, "'; --"), (BEYOND, "x" * 300))


@pytest.fixture(autouse=True)
def _faults_are_answers(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in production: a fault is a page with status 500, not an exception in the test."""
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)


def rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def address(app: Flask, rule: Rule, *, number: int = ABSENT, text: str = "not-there") -> str:
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


@pytest.mark.engine("sqlite")  # who may do what is decided before any database is asked
@pytest.mark.parametrize("who", SOMEBODY)
def test_every_address_answers_everybody_as_declared(
    who: str, app: Flask, new_client: Callable[[], FlaskClient]
) -> None:
    roles = SOMEBODY[who]
    person = make_person(*roles) if roles is not None else None
    wrong, visitor = [], Visitor(new_client(), person)
    for rule, method in asked(app):
        response = visitor.ask(address(app, rule), method=method)
        if declared(app, rule).phone:  # of a person's cookie it knows nothing
            if response.status_code != 401:
                wrong.append(f"{method} {rule.rule}: {response.status_code}")
            continue
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


def test_get_and_write_have_addresses_of_their_own_method(app: Flask) -> None:
    """A view that takes both is two views in one; a form's page and its verb are told apart."""
    odd = [r.rule for r in rules(app) if {"PUT", "PATCH"} & (r.methods or set())]
    assert odd == []


@pytest.mark.engine("sqlite")
def test_a_write_from_another_site_is_refused_everywhere(
    app: Flask, new_client: Callable[[], FlaskClient]
) -> None:
    client = let_in(new_client(), make_person(*Role))
    wrong = []
    for rule, method in asked(app):
        if method == "GET":
            continue
        response = client.open(
            address(app, rule), method=method, headers={"Sec-Fetch-Site": "cross-site"}
        )
        if response.status_code != 403:
            wrong.append(f"{method} {rule.rule}: {response.status_code}")
    assert wrong == []


@pytest.mark.parametrize(("number", "text"), ODD)
def test_no_id_that_is_typed_into_an_address_is_a_fault(
    number: int, text: str, app: Flask, new_client: Callable[[], FlaskClient]
) -> None:
    wrong, visitor = [], Visitor(new_client(), make_person(*Role))
    for rule, method in asked(app):
        if rule.arguments:
            url = address(app, rule, number=number, text=text)
            status = visitor.ask(url, method=method).status_code
            if status >= 500:
                wrong.append(f"{method} {rule.rule}: {status}")
    assert wrong == []

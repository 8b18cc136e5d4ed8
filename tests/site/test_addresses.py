"""Whatever stands in an address is answered by a page."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rescue_center.departures.queries import picks_of
from rescue_center.errors import Refused
from rescue_center.policy import Role


def test_no_list_is_asked_for_a_page_beyond_what_a_database_counts(
    app: Flask, signed_in: Callable[..., FlaskClient]
) -> None:
    person = signed_in(*[role for role in Role if role is not Role.INSPECTOR])
    app.config["PROPAGATE_EXCEPTIONS"] = False
    lists = [
        rule.rule for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.arguments
    ]  # fmt: skip
    assert "/transfers" in lists
    for page in ("9" * 30, str(2**63 - 1), "-" + "9" * 30, "²", "9" * 5000):
        for address in lists:
            assert person.get(address, query_string={"page": page}).status_code < 500, address


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize("count", ["²", "9" * 5000, "10" * 20, "½"])
def test_what_is_no_count_of_animals_is_a_line_that_cannot_be_read(count: str) -> None:
    with pytest.raises(Refused, match="is no number of an animal here"):
        picks_of(f"2026-00001 {count}")


def test_what_is_no_hash_is_said_so_and_one_of_no_paper_is_not_found(client: FlaskClient) -> None:
    for typed in ("\0", "A" * 100_000, "é" * 64, "'; --"):
        assert client.post("/verify/file", data={"sha256": typed}).status_code == 422
    answer = client.post("/verify/file", data={"sha256": "a" * 64 + "\0"})
    assert answer.status_code == 404

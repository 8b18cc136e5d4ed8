"""One's own account."""

from collections.abc import Callable

from flask.testing import FlaskClient

from rescue_center.db import db
from rescue_center.staff import passwords
from rescue_center.staff.queries import browser_words
from tests.pages import Page
from tests.staff.makers import PASSWORD, let_in, make_person

Pages = Callable[..., Page]
Clients = Callable[[], FlaskClient]
NEW = "three tall bamboo ladders"


def test_everybody_sees_their_own(page: Pages, new_client: Clients) -> None:
    person = make_person("vet", "keeper", name="ចាន់ សុភា Chan Sophea")
    read = page("/account", by=let_in(new_client(), person))
    assert "Keeper, Vet" in read.text
    assert "This device" in read.text
    page("/account", status=303)


def test_a_new_password_ends_the_other_sessions(page: Pages, new_client: Clients) -> None:
    person = make_person(password=PASSWORD)
    here, elsewhere = let_in(new_client(), person), let_in(new_client(), person)
    data = {"old": PASSWORD, "new": NEW}
    page("/account/password", status=303, method="POST", by=here, data=data)
    assert here.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 303
    db.session.refresh(person)
    assert passwords.matches(person.password_hash, NEW)


def test_a_refused_change_says_why_and_ends_nothing(page: Pages, new_client: Clients) -> None:
    person = make_person(password=PASSWORD)
    here, elsewhere = let_in(new_client(), person), let_in(new_client(), person)
    for data, why in (
        ({"old": "wrong", "new": NEW}, "not your present password"),
        ({"old": PASSWORD, "new": "short"}, "at least 10 characters"),
        ({"old": PASSWORD, "new": PASSWORD}, "you have already"),
        ({}, "Type your present password."),
    ):
        read = page("/account/password", status=422, method="POST", by=here, data=data)
        assert why in read.text
    assert elsewhere.get("/account").status_code == 200


def test_the_present_password_cannot_be_guessed_there_either(
    page: Pages, new_client: Clients
) -> None:
    here = let_in(new_client(), make_person(password=PASSWORD))
    for _ in range(10):
        here.post("/account/password", data={"old": "wrong", "new": NEW})
    data = {"old": PASSWORD, "new": NEW}
    read = page("/account/password", status=422, method="POST", by=here, data=data)
    assert "too many tries" in read.text


def test_a_session_elsewhere_can_be_ended(page: Pages, new_client: Clients) -> None:
    person, other = make_person(), make_person()
    here, there, theirs = (let_in(new_client(), p) for p in (person, person, other))
    read = page("/account", by=here)
    endings = [f.attrs["action"] for f in read.all("form") if "ending" in f.attrs.get("action", "")]
    assert len(endings) == 1
    page(endings[0], status=404, method="POST", by=theirs)
    page(endings[0], status=303, method="POST", by=here)
    assert there.get("/account").status_code == 303
    assert here.get("/account").status_code == 200


def test_devices_have_names() -> None:
    android = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"
    assert browser_words(android) == "Chrome on Android"
    assert browser_words("curl/8") == "Unknown device"

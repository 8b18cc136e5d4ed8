"""Door numbers, tags out of use, and what is printed: from the pages themselves."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from rescue_center.db import db
from rescue_center.journal.models import Entry
from rescue_center.tags import check, queries, rules
from rescue_center.tags.models import Tag
from tests.documents.reading import by_pdfium, codes, pages
from tests.makers import AT, make_animal, make_person, make_unit
from tests.pages import Page
from tests.staff.makers import let_in

Open = Callable[..., Page]
SENT = {"Sec-Fetch-Site": "same-origin"}
PRINT = {"stock": "L7160", "start": "1"}


@pytest.fixture
def desk(client: FlaskClient) -> Iterator[FlaskClient]:
    """A registrar at work."""
    yield let_in(client.application.test_client(), make_person("registrar"))


def send(by: FlaskClient, url: str, **typed: Any) -> Any:
    return by.post(url, data=typed, headers=SENT)


# --- the number on a door -----------------------------------------------------------------------


def test_a_door_gets_its_number_and_card_from_the_page_of_the_enclosure(
    page: Open, desk: FlaskClient
) -> None:
    unit, url = make_unit("Q2"), "/units/Q2/tag"
    db.session.commit()
    assert page("/units/Q2", by=desk).one("a", href=url).text == "Door card"
    assert page(url, by=desk).one("button", class_="is-first").text == "Give it a number"
    assert send(desk, url).headers["Location"] == url
    tag = rules.live_tag(unit)
    assert tag is not None
    assert page(url, by=desk).one("a", href="/units/Q2/door-card.pdf")
    card = desk.get("/units/Q2/door-card.pdf").data
    assert [code.rpartition("/")[2] for code in codes(card)] == [tag.number]
    assert desk.get(f"/T/{tag.number}").headers["Location"] == "/units/Q2"


def test_a_lost_door_number_is_replaced_with_the_reason(page: Open, desk: FlaskClient) -> None:
    unit, url = make_unit("Q2"), "/units/Q2/tag"
    old = rules.tag_new(unit, by=None, at=AT).number
    blank = queries.tags_of(rules.allocate(1, by=None, at=AT))[0].number
    db.session.commit()
    refused = page(url, by=desk, method="POST", data={}, headers=SENT, status=422)
    assert "Say why the tag is replaced." in refused.one("div", id="reason-error").text
    assert send(desk, url, reason="The wind took it", number=blank).status_code == 303
    now = rules.live_tag(unit)
    assert now is not None and now.number == blank
    told = page(f"/T/{old}", by=desk).text
    for said in ("This tag was revoked", "The wind took it", "door of Q2", check.spoken(blank)):
        assert said in told


def test_an_area_has_no_door(page: Open, desk: FlaskClient) -> None:
    area = make_unit("Q2").parent
    db.session.commit()
    assert area is not None
    assert "Door card" not in page(f"/units/{area.code}", by=desk).text
    page(f"/units/{area.code}/tag", by=desk, status=404)


# --- out of use ---------------------------------------------------------------------------------


def test_a_blank_tag_is_revoked_from_its_roll_and_says_so_to_staff_alone(
    page: Open, desk: FlaskClient, client: FlaskClient
) -> None:
    roll = rules.allocate(1, by=None, at=AT)
    number = queries.tags_of(roll)[0].number
    db.session.commit()
    url = f"/tags/{number}/revocation"
    assert page(f"/labels/{roll.id}", by=desk).one("a", href=url)
    assert send(desk, url, reason="Fell in the mud").headers["Location"] == f"/labels/{roll.id}"
    told = page(f"/T/{number}", by=desk).text
    assert "This tag was revoked" in told and "Fell in the mud" in told
    assert "Fell in the mud" in page(f"/labels/{roll.id}", by=desk).text
    stranger, nobody = (client.get(f"/T/{n}") for n in (number, "00000000"))
    assert stranger.get_data(as_text=True).replace(number, "") == nobody.get_data(
        as_text=True
    ).replace("00000000", "")


def test_a_worn_tag_is_revoked_from_the_page_of_the_tag(
    page: Open, desk: FlaskClient, client: FlaskClient
) -> None:
    mali = make_animal(name="Mali")
    number = rules.tag_new(mali, by=None, at=AT).number
    db.session.commit()
    revoke = f"/tags/{number}/revocation"
    assert page(f"/animals/{mali.accession}/tag", by=desk).one("a", href=revoke)
    keeper = let_in(client.application.test_client(), make_person("keeper"))
    assert not page(f"/animals/{mali.accession}/tag", by=keeper).all("a", href=revoke)
    assert send(desk, revoke, reason="Lost").headers["Location"] == f"/animals/{mali.accession}"


# --- what is printed ----------------------------------------------------------------------------


@pytest.fixture
def roll(desk: FlaskClient) -> str:
    """The address of a roll of three."""
    made = rules.allocate(3, by=None, at=AT)
    db.session.commit()
    return f"/labels/{made.id}"


def test_a_sheet_that_cannot_be_is_said_beside_its_field_with_what_was_typed(
    page: Open, desk: FlaskClient, roll: str
) -> None:
    typed = PRINT | {"start": "99", "right": "1.5"}
    shown = page(f"{roll}/sheet", by=desk, method="POST", data=typed, headers=SENT, status=422)
    assert "labels 1 to 21" in shown.one("div", id="start-error").text
    assert [shown.one("input", name=name).attrs["value"] for name in ("start", "right")] == [
        "99", "1.5"
    ]  # fmt: skip
    typed = PRINT | {"down": "11"}
    far = page(f"{roll}/sheet", by=desk, method="POST", data=typed, headers=SENT, status=422)
    assert far.one("div", id="down-error")
    assert db.session.scalar(sa.select(sa.func.max(Tag.printed_times))) == 0


def test_a_tag_is_printed_again_only_with_the_reason_and_a_worn_one_not_with_its_roll(
    page: Open, desk: FlaskClient, roll: str
) -> None:
    assert len(set(codes(send(desk, f"{roll}/sheet", **PRINT).data))) == 3
    assert "printed before" in page(roll, by=desk).text
    for typed, sentence in (({}, "All of them were printed before"), ({"again": "y"}, "Say why")):
        answer = send(desk, f"{roll}/sheet", **PRINT, **typed)
        assert answer.status_code == 422 and sentence in answer.get_data(as_text=True)
    first = db.session.scalars(sa.select(Tag).order_by(Tag.id)).first()
    assert first is not None
    mali = make_animal(name="Mali")
    rules.bind(first, mali, by=None, at=AT)
    db.session.commit()
    again = send(desk, f"{roll}/sheet", **PRINT, again="y", why="The sheet jammed")
    assert len(set(codes(again.data))) == 2
    noted = db.session.scalars(sa.select(Entry).order_by(Entry.seq.desc())).first()
    assert noted is not None
    assert (noted.reason, noted.after) == ("The sheet jammed", {"count": 2, "printed_before": 2})
    worn = send(
        desk, f"/animals/{mali.accession}/tag/sheet", **PRINT, again="y", why="Chewed through"
    )
    assert "Mali" in by_pdfium(worn.data)


def test_the_shift_moves_the_sheet_and_is_kept_on_the_device(
    page: Open, desk: FlaskClient, roll: str
) -> None:
    typed = {"stock": "L7163", "start": "1", "right": "2", "down": "-1.5"}
    plain = _ink(send(desk, f"{roll}/sheet", **PRINT | {"stock": "L7163"}).data)
    moved = _ink(send(desk, f"{roll}/sheet", **typed, again="y", why="It was beside").data)
    assert moved == pytest.approx((plain[0] + 2, plain[1] - 1.5), abs=0.3)
    shown = page(roll, by=desk)
    assert shown.one("input", name="right").attrs["value"] == "2"
    assert shown.one("input", name="down").attrs["value"] == "-1.5"
    chosen = [one for one in shown.all("option") if "selected" in one.attrs]
    assert [one.attrs["value"] for one in chosen] == ["L7163"]


def _ink(pdf: bytes) -> tuple[float, float]:
    """Where the ink begins on the first page, in millimetres."""
    dpi = 150
    found = pages(pdf, dpi)[0].convert("L").point(lambda v: 255 if v < 200 else 0).getbbox()
    assert found is not None
    return found[0] * 25.4 / dpi, found[1] * 25.4 / dpi


def test_the_calibration_page_is_of_the_stock_and_shift_that_were_chosen(
    page: Open, desk: FlaskClient, roll: str
) -> None:
    button = page(roll, by=desk).one("button", formmethod="get")
    url = button.attrs["formaction"]
    made = desk.get(url, query_string={"stock": "5163", "right": "3"})
    assert made.mimetype == "application/pdf" and "5163" in by_pdfium(made.data)
    at_rest = desk.get(url, query_string={"stock": "5163"}).data
    assert _ink(made.data)[0] - _ink(at_rest)[0] == pytest.approx(3, abs=0.3)
    wrong = page(url, by=desk, query_string={"stock": "5163", "down": "99"}, status=422)
    assert wrong.one("div", id="down-error")
    assert page("/labels", by=desk).all("a", href="/labels/calibration")
    page("/labels/calibration", by=desk)
    assert desk.get(url).headers["Location"] == "/labels/calibration"


@pytest.mark.parametrize("cookie", ["L7163|1e400|x", "nothing", "L7163|NaN|99", "\"|;'", "L7160"])
def test_whatever_a_device_kept_the_page_opens(
    page: Open, desk: FlaskClient, roll: str, cookie: str
) -> None:
    desk.set_cookie("labels", cookie)
    assert page(roll, by=desk).one("input", name="right").attrs["value"] == ""


def test_a_centre_on_letter_paper_begins_with_its_own_stock(
    page: Open, desk: FlaskClient, roll: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(desk.application.config, "PAPER", "LETTER")
    chosen = [one for one in page(roll, by=desk).all("option") if "selected" in one.attrs]
    assert [one.attrs["value"] for one in chosen] == ["5160"]


def test_a_scan_on_paper_says_when_it_was_printed_and_by_whom(
    page: Open, signed_in: Callable[..., FlaskClient]
) -> None:
    tag = rules.tag_new(make_animal(name="Mali"), by=None, at=AT)
    db.session.commit()
    keeper = make_person("keeper", name="Sok Dara")
    head = page(f"/T/{tag.number}", by=signed_in(keeper)).one("p", class_="sheet-head")
    assert "Printed" in head.text and "· Sok Dara" in head.text


def test_who_binds_no_tag_is_not_asked_to(
    page: Open, signed_in: Callable[..., FlaskClient]
) -> None:
    batch = rules.allocate(1, by=None, at=AT)
    (tag,) = queries.tags_of(batch)
    db.session.commit()
    url = f"/T/{tag.number}"
    assert page(url, by=signed_in("keeper")).all("form", action=f"{url}/bearer")
    shown = page(url, by=signed_in("inspector"))
    assert "Nobody wears it yet" in shown.text
    assert not shown.all("form", action=f"{url}/bearer")


def test_a_roll_names_no_animal_to_who_sees_none(
    page: Open, signed_in: Callable[..., FlaskClient]
) -> None:
    batch = rules.allocate(1, by=None, at=AT)
    (tag,) = queries.tags_of(batch)
    rules.bind(tag, make_animal(name="Mali"), by=None, at=AT)
    db.session.commit()
    url = f"/labels/{batch.id}"
    assert "Mali" in page(url, by=signed_in("registrar")).text
    assert "Mali" not in page(url, by=signed_in("admin")).text

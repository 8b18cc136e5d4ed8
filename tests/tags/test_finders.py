"""A stranger tells where a tagged animal is, and the centre looks after it."""

import io
import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from markupsafe import escape
from sqlalchemy.exc import IntegrityError

from rescue_center import marks
from rescue_center.db import db
from rescue_center.errors import Refused
from rescue_center.journal.models import Entry
from rescue_center.tags import check, finder_rules, finder_words, rules
from rescue_center.tags.models import Finding
from tests.makers import AT, HOUR, make_animal, make_person
from tests.media.makers import resized_jpeg
from tests.pages import Page
from tests.staff.makers import let_in

Open = Callable[..., Page]
SENT = {"Sec-Fetch-Site": "same-origin"}


def told(where: str = "At the pond", number: str | None = None) -> Finding:
    if number is None:
        mali = make_animal(name="Mali")
        number = rules.tag_new(mali, by=make_person("registrar"), at=AT).number
    return finder_rules.report(number, where, at=AT + HOUR, contact="+855 12 000 000")


def signed_in(client: FlaskClient, *roles: str) -> FlaskClient:
    return let_in(client.application.test_client(), make_person(*roles))


def test_what_a_stranger_tells_is_first_on_the_home_page_until_it_is_looked_after(
    page: Open, client: FlaskClient
) -> None:
    mali = make_animal(name="Mali")
    number = rules.tag_new(mali, by=make_person("registrar"), at=AT).number
    db.session.commit()
    page(f"/T/{number}")
    typed = {"where": "By the pagoda", "contact": "+855 12 345 678", "message": "It limps"}
    assert client.post(f"/T/{number}/found", data=typed, headers=SENT).status_code == 303
    chan = signed_in(client, "registrar")
    assert "1 animal found by a stranger" in page("/", by=chan).text
    assert "By the pagoda" in page("/found", by=chan).text
    one = db.session.scalars(sa.select(Finding)).one()
    shown = page(f"/found/{one.id}", by=chan)
    assert all(word in shown.text for word in ("Mali", "+855 12 345 678", "It limps"))
    assert shown.html.count("What was done") == 1
    page(f"/found/{one.id}", by=chan, method="POST", data={}, headers=SENT, status=422)
    done = {"answer": "Fetched by Dara, back in Q2"}
    assert chan.post(f"/found/{one.id}", data=done, headers=SENT).status_code == 303
    assert "found by a stranger" not in page("/", by=chan).text
    assert "Fetched by Dara" in page(f"/found/{one.id}", by=chan).text


def test_list_and_page_say_which_animal_and_species_and_call_back_with_one_tap(
    page: Open, client: FlaskClient
) -> None:
    finding = told()
    assert finding.tag is not None and finding.tag.animal is not None
    animal = finding.tag.animal
    db.session.commit()
    chan = signed_in(client, "registrar")
    whose = f"Mali ({animal.accession}), {animal.taxon.label}, tag"
    assert whose in page("/found", by=chan).text
    shown = page(f"/found/{finding.id}", by=chan)
    assert whose in shown.text
    assert 'href="tel:+85512000000">+855 12 000 000</a>' in shown.html


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("Dara 012 345 678, or 099-888-777", ["012345678", "099888777"]),
        ("(+855) 12 345 678", ["+85512345678"]),
        ("០១២ ៣៤៥ ៦៧៨", ["012345678"]),
        ("dara@example.org, house 12", []),
        ("<b>012 345 678</b>", ["012345678"]),
    ],
)
def test_a_telephone_number_among_words_is_a_link_and_the_words_stay(
    typed: str, numbers: list[str]
) -> None:
    said = marks.reachable(typed)
    assert re.findall(r'href="tel:([^"]*)"', said) == numbers
    assert said.striptags() == escape(typed).striptags()
    assert "<b>" not in said


@pytest.mark.parametrize("role", ["keeper", "vet", "admin"])
def test_who_may_not_see_where_animals_are_reads_no_report(
    page: Open, client: FlaskClient, role: str
) -> None:
    finding = told()
    db.session.commit()
    other = signed_in(client, role)
    assert other.get("/found").status_code == 403
    assert other.get(f"/found/{finding.id}").status_code == 403
    assert "found by a stranger" not in other.get("/", follow_redirects=True).text


def test_a_number_that_is_none_of_ours_is_kept_and_shown(page: Open, client: FlaskClient) -> None:
    finding = told(number="nonsense")
    db.session.commit()
    assert finding.tag_id is None
    assert "none of ours" in page("/found", by=signed_in(client, "manager")).text


@pytest.mark.usefixtures("session")
def test_a_report_is_answered_once_and_the_journal_says_by_whom() -> None:
    finding, chan = told(), make_person("coordinator", name="Chan")
    with pytest.raises(Refused, match="Say what was done"):
        finder_rules.answer(finding, "  ", by=chan, at=AT + 2 * HOUR)
    finder_rules.answer(finding, "Fetched", by=chan, at=AT + 2 * HOUR)
    with pytest.raises(Refused, match="Chan wrote down already"):
        finder_rules.answer(finding, "Not there", by=chan, at=AT + 3 * HOUR)
    db.session.commit()
    entry = db.session.scalars(sa.select(Entry).where(Entry.verb == "answered a finder")).one()
    assert finding.tag is not None
    assert (entry.reason, entry.animal_id) == ("Fetched", finding.tag.animal_id)


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(
    "change",
    ["SET where_text = 'elsewhere'", "SET contact = ''", "SET answer = 'other'",
     "SET answered_at = NULL"],
)  # fmt: skip
def test_the_database_keeps_what_was_told_and_answered(change: str) -> None:
    finding = told()
    finder_rules.answer(finding, "Fetched", by=make_person("manager"), at=AT + 2 * HOUR)
    with pytest.raises(IntegrityError, match="tag_finding_facts_stay"):
        db.session.execute(sa.text(f"UPDATE tag_finding {change}"))


def test_who_floods_is_turned_away_and_nothing_more_is_written(client: FlaskClient) -> None:
    typed = {"where": "By the pagoda"}
    for _ in range(finder_rules.MOST):  # of a number that nobody has: it is answered alike
        assert client.post("/T/22222222/found", data=typed, headers=SENT).status_code == 303
    assert client.post("/T/22222222/found", data=typed, headers=SENT).status_code == 429
    assert db.session.scalar(sa.select(sa.func.count(Finding.id))) == finder_rules.MOST


@pytest.mark.usefixtures("session")
def test_one_address_sends_five_reports_in_ten_minutes_and_no_more() -> None:
    number = check.new_numbers(1, None, set())[0]
    for n in range(finder_rules.MOST):
        assert not finder_rules.is_flooding("somebody", AT)
        finder_rules.report(number, f"Place {n}", at=AT, address_hash="somebody")
    assert finder_rules.is_flooding("somebody", AT)
    assert not finder_rules.is_flooding("somebody else", AT)
    assert not finder_rules.is_flooding("somebody", AT + finder_rules.WITHIN + HOUR)


@pytest.mark.parametrize(
    ("reads", "lang"),
    [("km-KH,km;q=0.9,en;q=0.5", "km"), ("th", "th"), ("vi-VN,en;q=0.4", "vi"), ("fr", "en"),
     ("", "en")],
)  # fmt: skip
def test_a_stranger_reads_the_whole_page_in_their_language(
    page: Open, client: FlaskClient, reads: str, lang: str
) -> None:
    said, header = finder_words.WORDS[lang], {"Accept-Language": reads}
    shown = page("/T/48217307", headers=header)
    assert shown.one("html").attrs["lang"] == lang
    assert shown.one("h1").text == said["whose"]
    labels = [label.text for label in shown.all("label")]
    assert labels[0] == said["where"]
    assert all(said["optional"] in label for label in labels[1:])
    assert [one.text.strip() for one in shown.all("button")] == [said["position"], said["send"]]
    wrong = page("/T/48217307/found", method="POST", data={}, headers=header | SENT, status=422)
    assert said["missing"] in wrong.one("div", id="where-error").text
    assert said["trouble"] in wrong.text
    sent = client.post("/T/48217307/found", data={"where": "x"}, headers=header | SENT)
    assert page(sent.headers["Location"], headers=header).one("h1").text == said["thanks"]


def test_a_stranger_may_choose_another_language_and_nothing_is_said_that_is_not_translated(
    page: Open,
) -> None:
    assert all(
        said.keys() == finder_words.WORDS["en"].keys() for said in finder_words.WORDS.values()
    )
    assert all(all(said.values()) for said in finder_words.WORDS.values())
    shown = page("/T/48217307", headers={"Accept-Language": "en"})
    for key in ("km", "th", "vi"):
        assert shown.one("a", hreflang=key).attrs["href"].endswith(f"?lang={key}")
    chosen = page("/T/48217307?lang=th", headers={"Accept-Language": "en"})
    assert chosen.one("html").attrs["lang"] == "th"
    assert page("/T/48217307?lang=xx").one("html").attrs["lang"] == "en"


def typed(**more: object) -> dict[str, object]:
    return {"where": "By the pagoda"} | more


def test_a_photograph_and_the_phones_position_reach_those_who_look(
    page: Open, client: FlaskClient
) -> None:
    number = told().tag_number
    picture = (io.BytesIO(resized_jpeg(300, 200)), "IMG_1.jpg")
    sent = typed(photo=picture, latitude="11.2961234567", longitude="104.801", accuracy="12.4")
    assert client.post(f"/T/{number}/found", data=sent, headers=SENT).status_code == 303
    one = db.session.scalars(sa.select(Finding).order_by(Finding.id.desc())).first()
    assert one is not None and one.position is not None and one.photo is not None
    assert (str(one.position.latitude), one.position.accuracy_m) == ("11.296123", 12)
    shown = page(f"/found/{one.id}", by=signed_in(client, "coordinator"))
    assert "11.296123, 104.801000" in shown.text and "± 12 m" in shown.text
    assert one.photo.media.sha256 in shown.html


@pytest.mark.parametrize(
    "odd", [{"latitude": "91", "longitude": "5"}, {"latitude": "NaN", "longitude": "5"},
            {"latitude": "1e999", "longitude": "5"}, {"latitude": "11"},
            {"latitude": "x", "longitude": "y"}, {"latitude": "11", "longitude": "5"},
            {"latitude": "Infinity", "longitude": "1", "accuracy": "1"}],
)  # fmt: skip
def test_a_position_that_is_none_is_left_away_and_the_rest_is_kept(
    client: FlaskClient, odd: dict[str, str]
) -> None:
    number = told().tag_number
    assert client.post(f"/T/{number}/found", data=typed(**odd), headers=SENT).status_code == 303
    one = db.session.scalars(sa.select(Finding).order_by(Finding.id.desc())).first()
    assert one is not None and one.where_text == "By the pagoda"
    assert (one.position is None) is (odd != {"latitude": "11", "longitude": "5"})


@pytest.mark.parametrize("content", [b"no picture", b"\xff\xd8\xff" + b"broken" * 50])
def test_what_is_no_photograph_is_said_in_their_language_and_what_they_wrote_stays(
    page: Open, client: FlaskClient, content: bytes
) -> None:
    number = told().tag_number
    sent = typed(photo=(io.BytesIO(content), "x.jpg"))
    shown = page(f"/T/{number}/found?lang=vi", method="POST", data=sent, headers=SENT, status=422)
    assert finder_words.WORDS["vi"]["photo_bad"] in shown.text and "By the pagoda" in shown.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Finding)) == 1

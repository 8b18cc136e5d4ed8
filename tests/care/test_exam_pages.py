"""Examinations in a browser."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

from PIL import Image

from rescue_center import clock
from rescue_center.care.models import Exam, Weight
from rescue_center.db import db
from tests.care.conftest import SignIn
from tests.makers import make_animal, make_weight
from tests.pages import Page

Open = Callable[..., Page]
HOUR = timedelta(hours=1)


def typed(**changes: str) -> dict[str, str]:
    given = {
        "at": f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}", "purpose": "sick",
        "subjective": "Eats half.", "objective": "Sunken eyes, 8 %.", "assessment": "Dry",
        "plan": "Fluids\nLook again tomorrow", "temperature_c": "32,8", "heart_rate": "88",
        "body_condition": "2", "body_condition_scale": "5", "dehydration_pct": "8",
        "attitude": "quiet", "fitness": "unfit", "weight": "2.4 kg",
    }  # fmt: skip
    return given | changes


def test_a_vet_examines_signs_and_adds(page: Open, as_: SignIn) -> None:
    mali, vet = make_animal(at=clock.now() - HOUR, name="Mali"), as_("vet", name="Dr Lim")
    url = f"/animals/{mali.accession}/examine"
    page(url, by=vet)
    response = vet.post(url, data=typed())
    exam = db.session.query(Exam).one()
    assert (response.status_code, response.location) == (303, f"/exams/{exam.id}")
    draft = page(f"/exams/{exam.id}", by=vet)
    assert "Draft, not signed" in draft.text
    assert all(word in draft.text for word in ("32.8 °C", "88 beats/min", "2 of 5", "2.4 kg"))
    assert vet.post(f"/exams/{exam.id}/sign", data={"version": exam.version}).status_code == 303
    signed = page(f"/exams/{exam.id}", by=as_("inspector"))
    assert "Dr Lim" in signed.one("footer", class_="signature").text
    add = f"/exams/{exam.id}/addendum"
    assert "Addendum is missing." in page(add, by=vet, method="POST", data={}, status=422).text
    page(add, by=vet)
    assert vet.post(add, data={"text": "88 was 78", "reason": "misread"}).status_code == 303
    assert "88 was 78" in page(f"/exams/{exam.id}", by=vet).text


def test_a_body_condition_is_kept_in_halves_with_its_scale(page: Open, as_: SignIn) -> None:
    mali, vet = make_animal(at=clock.now() - HOUR), as_("vet")
    vet.post(f"/animals/{mali.accession}/examine",
             data=typed(body_condition="3,5", body_condition_scale="9"))  # fmt: skip
    exam = db.session.query(Exam).one()
    assert (exam.body_condition, exam.body_condition_scale) == (Decimal("3.5"), 9)
    assert "3.5 of 9" in page(f"/exams/{exam.id}", by=vet).text
    form = page(f"/exams/{exam.id}/edit", by=vet)
    assert form.one("input", name="body_condition").attrs["value"] == "3.5"


def test_a_draft_is_changed_and_two_vets_do_not_overwrite_each_other(
    page: Open, as_: SignIn
) -> None:
    mali, lim, chan = make_animal(at=clock.now() - HOUR), as_("vet"), as_("vet")
    lim.post(f"/animals/{mali.accession}/examine", data=typed())
    exam = db.session.query(Exam).one()
    url, seen = f"/exams/{exam.id}/edit", str(exam.version)
    form = page(url, by=lim)
    assert form.one("textarea", name="plan").text == "Fluids Look again tomorrow"
    assert form.one("input", name="version").attrs["value"] == seen
    assert chan.post(url, data=typed(plan="Rest", weight="", version=seen)).status_code == 303
    stale = page(url, by=lim, method="POST", data=typed(plan="Mine", version=seen), status=422)
    assert "Somebody changed this examination" in stale.text
    assert stale.one("textarea", name="plan").text == "Mine"
    page(f"/exams/{exam.id}/sign", by=lim, method="POST", data={"version": seen}, status=409)
    page(f"/exams/{exam.id}/sign", by=lim, method="POST", status=409)
    assert db.session.query(Exam).one().plan == "Rest"


def test_who_wants_to_change_a_signed_examination_is_led_to_the_addendum(
    page: Open, as_: SignIn
) -> None:
    mali, vet = make_animal(at=clock.now() - HOUR), as_("vet")
    vet.post(f"/animals/{mali.accession}/examine", data=typed())
    exam = db.session.query(Exam).one()
    url, seen = f"/exams/{exam.id}/edit", str(exam.version)
    assert vet.post(f"/exams/{exam.id}/sign", data={"version": seen}).status_code == 303
    assert vet.get(url).location == f"/exams/{exam.id}"
    read = page(f"/exams/{exam.id}", by=vet)
    assert "is signed, so it does not change" in read.text
    assert read.all("a", href=f"/exams/{exam.id}/addendum")
    late = page(url, by=vet, method="POST", data=typed(plan="Late", version=seen), status=422)
    assert late.one("textarea", name="plan").text == "Late"
    assert late.all("a", href=f"/exams/{exam.id}/addendum")
    assert vet.post(f"/exams/{exam.id}/strike-out", data={"reason": "Dara"}).status_code == 303
    assert vet.get(url).location == f"/exams/{exam.id}"
    assert "is struck out, so it does not change" in page(f"/exams/{exam.id}", by=vet).text


def test_findings_that_cannot_be_are_refused_beside_their_field(page: Open, as_: SignIn) -> None:
    mali, vet = make_animal(at=clock.now() - HOUR), as_("vet")
    url = f"/animals/{mali.accession}/examine"
    for changes, sentence in (
        ({"temperature_c": "99"}, "This is from 0 to 50."),
        ({"temperature_c": "warm"}, "is not a number"),
        ({"body_condition": "8"}, "The body condition is from 1 to 5."),
        ({"body_condition": "3.2"}, "The body condition is in whole or half points."),
        ({"dehydration_pct": "50"}, "Dehydration must be 20 or less."),
        ({"heart_rate": "many"}, "is not a number"),
        ({"purpose": "fun"}, "choose one of the list"),
        ({"weight": "2.4"}, "Say the unit"),
        ({"at": "2099-01-01T10:00"}, "in the future"),
    ):
        shown = page(url, by=vet, method="POST", data=typed(**changes), status=422)
        assert sentence in shown.text
        assert "Eats half." in shown.one("textarea", name="subjective").text
    assert db.session.query(Exam).count() == 0
    assert db.session.query(Weight).count() == 0


def test_an_unusual_weight_in_an_examination_is_asked_about(page: Open, as_: SignIn) -> None:
    mali, vet = make_animal(at=clock.now() - HOUR), as_("vet")
    make_weight(mali, 1000, at=clock.now() - HOUR)
    url = f"/animals/{mali.accession}/examine"
    shown = page(url, by=vet, method="POST", data=typed(), status=422)
    assert "140 % more" in shown.text
    assert shown.labelled("Yes, this weight is right")
    assert vet.post(url, data=typed(unusual_confirmed="y")).status_code == 303


def test_an_examination_is_struck_out_by_a_vet(page: Open, as_: SignIn) -> None:
    mali, vet = make_animal(at=clock.now() - HOUR), as_("vet")
    vet.post(f"/animals/{mali.accession}/examine", data=typed())
    exam = db.session.query(Exam).one()
    url = f"/exams/{exam.id}/strike-out"
    page(url, by=vet)
    assert vet.post(url, data={"reason": "that was Dara"}).status_code == 303
    assert "that was Dara" in page(f"/exams/{exam.id}", by=vet).text
    page(f"/exams/{exam.id}/edit", by=vet, method="POST", data=typed(version="2"), status=422)


def test_keepers_do_not_read_clinical_notes(as_: SignIn) -> None:
    mali, vet = make_animal(at=clock.now() - HOUR), as_("vet")
    vet.post(f"/animals/{mali.accession}/examine", data=typed())
    exam = db.session.query(Exam).one()
    assert as_("keeper").get(f"/exams/{exam.id}").status_code == 403
    assert as_("registrar").get(f"/exams/{exam.id}").status_code == 403
    assert as_("coordinator").get(f"/exams/{exam.id}").status_code == 200
    assert vet.get("/exams/999999").status_code == 404


def test_files_join_an_examination_sealed(page: Open, as_: SignIn) -> None:
    mali, vet = make_animal(at=clock.now() - HOUR), as_("vet")
    vet.post(f"/animals/{mali.accession}/examine", data=typed())
    exam = db.session.query(Exam).one()
    url = f"/exams/{exam.id}/files"
    page(url, by=vet)
    empty = page(url, by=vet, method="POST", data={"label": "x"}, status=422)
    assert "Choose a file." in empty.text
    text = {"files": (BytesIO(b"not a picture"), "thorax.jpg")}
    assert "thorax.jpg" in page(url, by=vet, method="POST", data=text, status=422).text
    data = {"files": (BytesIO(picture()), "thorax.png"), "label": "Thorax, left"}
    assert vet.post(url, data=data).status_code == 303
    assert "Thorax, left" in page(f"/exams/{exam.id}", by=vet).text
    twice = {"files": (BytesIO(picture()), "again.png")}
    assert "attached already" in page(url, by=vet, method="POST", data=twice, status=422).text


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (20, 20), "green").save(out, "PNG")
    return out.getvalue()

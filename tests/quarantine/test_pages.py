"""The pages of quarantine, as people use them."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from rescue_center import clock
from rescue_center.db import db
from rescue_center.enclosures import rules as housing
from rescue_center.quarantine import board_queries, models, rules
from rescue_center.quarantine.event_models import AdverseEvent, Exposure
from rescue_center.quarantine.models import Quarantine
from tests.enclosures.makers import make_animal, make_group, make_person, make_taxon, make_unit
from tests.pages import Page
from tests.quarantine.makers import (
    loris,
    macaque,
    make_protocol_test,
    make_q_unit,
    make_quarantine,
    make_sampled,
    turtle,
)

Open = Callable[..., Page]
SignIn = Callable[..., FlaskClient]
pytestmark = pytest.mark.usefixtures("session")


def ago(days: float) -> datetime:
    """A moment before the present: pages live in the real time."""
    return clock.now() - timedelta(days=days)


def post(page: Open, url: str, by: FlaskClient, status: int = 303, **typed: object) -> Page:
    return page(url, by=by, status=status, method="POST", data=typed)


def begun(days: float, animal: object = None, unit: object = None) -> Quarantine:
    animal = animal or make_animal(macaque(), at=ago(days))
    return make_quarantine(animal, unit, at=ago(days))  # type: ignore[arg-type]


def local(days: float) -> str:
    """So many days ago, as a form carries it."""
    return f"{clock.local(ago(days)):%Y-%m-%dT%H:%M}"


def again(q: Quarantine) -> Quarantine:
    db.session.refresh(q)
    return q


# --- the board ----------------------------------------------------------------------------------


def test_an_empty_board_says_so(page: Open, signed_in: SignIn) -> None:
    assert "Nobody is in quarantine" in page("/quarantine", by=signed_in("vet")).text


def test_the_board_shows_each_cohort_with_its_day_tests_and_blockers(
    page: Open, signed_in: SignIn
) -> None:
    make_protocol_test(make_group("old_world_monkey", days=90), first_day=2)
    unit = make_q_unit()
    mali = begun(20, make_animal(macaque(), at=ago(20), name="Mali"), unit)
    begun(5, make_animal(loris(), at=ago(5), name="Bopha"), unit)
    rules.sample(mali.tests[0], by=None, at=ago(1))
    shown = page("/quarantine", by=signed_in("vet"))
    assert "Q1 · Primates" in shown.text
    assert "Day 6" in shown.text and "of 90 days" in shown.text
    assert "because Bopha joined" in shown.text
    assert "Result pending" in shown.text
    assert f"TB skin test: result pending since {clock.day_text(ago(1))}" in shown.text


def test_a_green_animal_has_its_button_and_others_have_none(page: Open, signed_in: SignIn) -> None:
    green, red = begun(91, unit=make_q_unit("Q1")), begun(3, unit=make_q_unit("Q2"))
    links = {a.attrs["href"] for a in page("/quarantine", by=signed_in("vet")).all("a")}
    assert f"/quarantine/{green.id}/clearance" in links
    assert f"/quarantine/{red.id}/clearance" not in links


def test_who_may_not_see_clinical_facts_reads_no_result(page: Open, signed_in: SignIn) -> None:
    q = begun(10)
    rules.result(make_sampled(q, at=ago(5)), "positive", by=None, at=ago(4))
    for url in ("/quarantine", f"/quarantine/{q.id}"):
        hidden = page(url, by=signed_in("keeper")).text
        assert (
            "Result in" in hidden
            and "was positive"
            not in hidden.replace("Faeces of", "")
            .split("To be explained")[0]
            .split("What happened here")[0]
        )
        assert "<small" not in hidden
        assert "Positive" in page(url, by=signed_in("vet")).text


@pytest.mark.parametrize(
    ("show", "seen"), [("due", {"Due"}), ("pending", {"Pending"}), ("over", {"Over"})]
)
def test_the_board_is_narrowed(page: Open, signed_in: SignIn, show: str, seen: set[str]) -> None:
    due = begun(9, make_animal(macaque(), at=ago(9), name="Due"), make_q_unit("Q1"))
    rules.add_test(due, "Blood", due=ago(1).date(), by=None, at=ago(2))
    pending = begun(9, make_animal(macaque(), at=ago(9), name="Pending"), make_q_unit("Q2"))
    make_sampled(pending, at=ago(1))
    begun(99, make_animal(macaque(), at=ago(99), name="Over"), make_q_unit("Q3"))
    shown = page(f"/quarantine?show={show}", by=signed_in("vet"))
    assert {a.text for a in shown.all("a")} & {"Due", "Pending", "Over"} == seen


def test_a_full_board_is_paged_by_whole_cohorts(page: Open, signed_in: SignIn) -> None:
    for n in range(3):
        unit = make_q_unit(f"Q{n}")
        for _ in range(12):
            begun(9, unit=unit)
    vet = signed_in("vet")
    first, second = page("/quarantine", by=vet).text, page("/quarantine?page=2", by=vet).text
    assert "Q0 · Primates" in first and "Q1 · Primates" in first and "Q2 · P" not in first
    assert "Q2 · Primates" in second and "Page 2 of 2" in second
    assert "Page 2 of 2" in page("/quarantine?page=99", by=vet).text


def test_the_board_names_what_else_is_to_do(page: Open, signed_in: SignIn) -> None:
    vet = make_person("vet")
    done = begun(99, make_animal(macaque(), at=ago(99), name="Dara"))
    rules.clear(done, to=rules.CLEARED_TO[0], by=vet, at=ago(0))
    rules.report_event(done.unit, "illness", description="Diarrhoea", by=vet, at=ago(0))
    housing.stop_movement(make_unit("B9"), reason="HPAI suspected.", by=vet, at=ago(0))
    text = page("/quarantine", by=signed_in("vet")).text
    assert "Move Dara" in text and "Diarrhoea" in text and "HPAI suspected" in text


def test_a_stop_of_the_area_blocks_who_is_in_its_units(page: Open, signed_in: SignIn) -> None:
    area = make_unit("A1", level="area", capacity=0)
    inside, apart = (
        begun(99, unit=make_q_unit("Q1", parent=area)),
        begun(99, unit=make_q_unit("Q2")),
    )
    housing.stop_movement(area, reason="HPAI suspected.", by=make_person("vet"), at=ago(0))
    shown = page("/quarantine", by=signed_in("vet"))
    assert "A1 is under a movement stop." in shown.text
    links = {a.attrs["href"] for a in shown.all("a")}
    assert f"/quarantine/{apart.id}/clearance" in links
    assert f"/quarantine/{inside.id}/clearance" not in links


def test_the_board_says_how_many_are_to_be_moved_out_when_it_names_the_first(
    page: Open, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board_queries, "_OUT", board_queries._OUT.limit(2))
    vet, unit = make_person("vet"), make_q_unit()
    for q in [begun(99, unit=unit) for _ in range(3)]:
        rules.clear(q, to=rules.CLEARED_TO[0], by=vet, at=ago(0))
    shown = page("/quarantine", by=signed_in("vet")).text
    assert "Cleared, still behind the line 3" in shown and "And 1 more." in shown


@pytest.mark.parametrize("many", [False, True])
def test_the_board_asks_as_little_for_fifty_as_for_one(
    many: bool, page: Open, signed_in: SignIn, counted: Callable[[], list[str]]
) -> None:
    make_protocol_test(make_group("old_world_monkey", days=90), first_day=2)
    for n in range(50 if many else 1):
        q = begun(20, unit=make_q_unit(f"Q{n}"))
        rules.report_event(q.unit, "illness", description="x", by=None, at=ago(3), animal=q.animal)
    vet = signed_in("vet")
    page("/quarantine", by=vet)
    ran = counted()
    page("/quarantine", by=vet)
    assert len(ran) <= 9, "\n".join(ran)


# --- in and out ---------------------------------------------------------------------------------


def test_a_keeper_begins_a_quarantine(page: Open, signed_in: SignIn) -> None:
    animal, unit = make_animal(macaque(), at=ago(2)), make_q_unit()
    keeper, url = signed_in("keeper"), f"/animals/{animal.accession}/quarantine/new"
    assert "Q1 · room for 200 · empty" in page(url, by=keeper).text
    post(page, url, keeper, unit=str(unit.id), at=f"{clock.local(ago(1)):%Y-%m-%dT%H:%M}")
    q = db.session.query(Quarantine).one()
    assert (q.unit_id, q.min_days, again(unit).n) == (unit.id, 90, 1)  # type: ignore[arg-type]


def test_the_choice_of_unit_says_who_would_begin_again(page: Open, signed_in: SignIn) -> None:
    begun(9)
    other = make_animal(loris())
    form = page(f"/animals/{other.accession}/quarantine/new", by=signed_in("vet"))
    assert "with 1 Primates" in form.text


def test_a_species_without_protocol_asks_for_one_beside_its_field(
    page: Open, signed_in: SignIn
) -> None:
    bird = make_animal(make_taxon("Aves sp.", order="", klass="Aves"), at=ago(2))
    unit, url = make_q_unit(), f"/animals/{bird.accession}/quarantine/new"
    now = f"{clock.local(ago(0)):%Y-%m-%dT%H:%M}"
    refused = post(page, url, signed_in("vet"), 422, unit=str(unit.id), at=now)
    assert "has no protocol of its own: choose one" in refused.text
    group = make_group("parrot", days=45, scope="class")
    post(page, url, signed_in("vet"), unit=str(unit.id), at=now, group=str(group.id))


def test_a_vet_clears_in_three_taps(page: Open, signed_in: SignIn) -> None:
    q, vet = begun(91), signed_in("vet")
    url = f"/quarantine/{q.id}/clearance"
    assert "Nothing stands in the way" in page(url, by=vet).text
    assert "Choose where it goes on to" in post(page, url, vet, 422).text
    post(page, url, vet, to="rehab", at=local(0))
    assert (again(q).outcome, q.stay.stage_label) == ("cleared", "Rehab")


def test_a_clearance_of_yesterday_is_written_down_as_such(page: Open, signed_in: SignIn) -> None:
    q, vet = begun(95), signed_in("vet")
    post(page, f"/quarantine/{q.id}/clearance", vet, to="rehab", at=local(1))
    ended = again(q).ended_at
    assert ended is not None and timedelta(hours=23) < clock.now() - ended < timedelta(hours=25)


def test_no_clearance_is_older_than_the_results_it_rests_on(page: Open, signed_in: SignIn) -> None:
    q, vet = begun(95), signed_in("vet")
    test = make_sampled(q, at=ago(4))
    rules.result(test, "negative", by=None, at=ago(1))
    url = f"/quarantine/{q.id}/clearance"
    refused = post(page, url, vet, 422, to="rehab", at=local(2))
    assert f"The result of {test.name} came after that" in refused.text
    post(page, url, vet, to="rehab", at=local(0))


def test_a_clearance_too_early_is_refused_in_words(page: Open, signed_in: SignIn) -> None:
    q = begun(9)
    refused = post(page, f"/quarantine/{q.id}/clearance", signed_in("vet"), 422, to="rehab",
                   at=local(0))  # fmt: skip
    assert "Quarantine lasts 81 more days" in refused.text


@pytest.mark.parametrize("role", ["keeper", "manager", "inspector"])
def test_nobody_else_signs(page: Open, signed_in: SignIn, role: str) -> None:
    page(f"/quarantine/{begun(91).id}/clearance", by=signed_in(role), status=403)


def test_an_early_exit_needs_the_authority(page: Open, signed_in: SignIn) -> None:
    q, officer, vet = begun(9), make_person("officer"), signed_in("vet")
    url = f"/quarantine/{q.id}/early-exit"
    page(url, by=vet)
    typed = {
        "to": "rehab",
        "at": local(0),
        "reason": "Needs its mother",
        "authority": "Forestry Administration",
    }
    assert "Only a case officer or a manager" in post(page, url, vet, 422, **typed).text
    post(page, url, vet, **typed, consent_by=str(officer.id))
    assert (again(q).outcome, q.authority) == ("early_exit", "Forestry Administration")


def test_a_vet_prolongs(page: Open, signed_in: SignIn) -> None:
    q, vet = begun(9), signed_in("vet")
    url = f"/quarantine/{q.id}/prolong"
    page(url, by=vet)
    post(page, url, vet, days="180", reason="Rabies exposure")
    assert again(q).days == 180
    assert "Prolonged" in page(f"/quarantine/{q.id}", by=vet).text


def test_an_unknown_quarantine_is_not_there(page: Open, signed_in: SignIn) -> None:
    for url in (
        "/quarantine/999",
        "/quarantine/tests/999/sample",
        "/quarantine/events/999",
        "/animals/2019-00001/quarantine/new",
        "/quarantine/cohorts/Q9/x/tests",
    ):
        page(url, by=signed_in("vet"), status=404)


# --- tests --------------------------------------------------------------------------------------


def test_the_page_of_a_quarantine_tells_its_whole_story(page: Open, signed_in: SignIn) -> None:
    unit = make_q_unit()
    q = begun(20, make_animal(turtle(), at=ago(20), heads=100), unit)
    begun(5, make_animal(turtle(), at=ago(5), name="Bopha"), unit)
    rules.expose(q.animal, "Poultry at the market", since=ago(30), by=None, at=ago(1))
    text = page(f"/quarantine/{q.id}", by=signed_in("vet")).text
    assert "Restarted because Bopha joined" in text and "Poultry at the market" in text
    assert "sample 25" in text


def test_a_test_goes_from_asked_to_settled(page: Open, signed_in: SignIn) -> None:
    q, vet = begun(9), signed_in("vet")
    url, now = f"/quarantine/{q.id}/tests/new", f"{clock.local(ago(0)):%Y-%m-%dT%H:%M}"
    page(url, by=vet)
    post(page, url, vet, name="Herpes B", due=f"{clock.today()}", mandatory="y")
    test = db.session.query(models.Test).one()
    page(f"/quarantine/tests/{test.id}/sample", by=signed_in("keeper"))
    post(page, f"/quarantine/tests/{test.id}/sample", signed_in("keeper"), at=now,
         laboratory="Pasteur")  # fmt: skip
    page(f"/quarantine/tests/{test.id}/result", by=vet)
    post(page, f"/quarantine/tests/{test.id}/result", vet, at=now, result="negative")
    db.session.refresh(test)
    assert (test.result, test.laboratory) == ("negative", "Pasteur")
    assert "Negative" in page(f"/quarantine/{q.id}", by=vet).text


def test_a_lot_is_offered_its_sample_size(page: Open, signed_in: SignIn) -> None:
    q = begun(9, make_animal(turtle(), at=ago(9), heads=100))
    test = rules.add_test(q, "Ranavirus", due=clock.today(), by=None, at=ago(1))
    form = page(f"/quarantine/tests/{test.id}/sample", by=signed_in("keeper"))
    assert form.labelled("Animals sampled (optional)").attrs["value"] == "25"
    wrong = post(page, f"/quarantine/tests/{test.id}/sample", signed_in("keeper"), 422,
                 sampled_n="101", at=f"{clock.local(ago(0)):%Y-%m-%dT%H:%M}")  # fmt: skip
    assert "There are 100 to sample" in wrong.text


def test_a_result_is_struck_out_repeated_or_waived(page: Open, signed_in: SignIn) -> None:
    q, vet = begun(9), signed_in("vet")
    one, two, three = (make_sampled(q, name, at=ago(2)) for name in ("A", "B", "C"))
    rules.result(one, "negative", by=None, at=ago(1))
    rules.result(two, "inconclusive", by=None, at=ago(1))
    ids = [one.id, two.id, three.id]
    for number, verb in zip(ids, ("void", "repeat", "waive"), strict=True):
        page(f"/quarantine/tests/{number}/{verb}", by=vet)
        post(page, f"/quarantine/tests/{number}/{verb}", vet, reason="x", due=f"{clock.today()}")
    states = sorted(t.state for t in db.session.query(models.Test))
    assert states == ["inconclusive", "pending", "planned", "void", "waived"]


def test_one_test_of_many_is_entered_at_once(page: Open, signed_in: SignIn) -> None:
    make_protocol_test(make_group("old_world_monkey", days=90), first_day=2)
    unit, now = make_q_unit(), f"{clock.local(ago(0)):%Y-%m-%dT%H:%M}"
    qs = [begun(9, unit=unit) for _ in range(3)]
    ids = [q.tests[0].id for q in qs]
    url, vet = "/quarantine/cohorts/q1/order:Primates/tests", signed_in("vet")
    assert len(page(url, by=vet).all("input", type="checkbox")) == 3
    assert "Tick who was sampled" in post(page, url, vet, 422, at=now).text
    post(page, url, vet, at=now, **{f"taken_{ids[0]}": "y", f"taken_{ids[1]}": "y"})
    post(page, url, vet, at=now, **{f"result_{ids[0]}": "negative", f"taken_{ids[2]}": "y"})
    states = [db.session.get(models.Test, number).state for number in ids]  # type: ignore[union-attr]
    assert states == ["negative", "pending", "pending"]


def test_every_test_of_a_cohort_is_entered_at_once(page: Open, signed_in: SignIn) -> None:
    q, now = begun(9), f"{clock.local(ago(0)):%Y-%m-%dT%H:%M}"
    tests = [rules.add_test(q, name, due=clock.today(), by=None, at=ago(1)) for name in "AB"]
    url, vet = "/quarantine/cohorts/Q1/order:Primates/tests?test=*", signed_in("vet")
    assert {a.text for a in page(url, by=vet).all("a")} >= {"A", "B", "Every test"}
    boxes = page(url, by=vet)
    assert [boxes.labelled(f"Sampled: {t.label}, {q.animal.label}").attrs["name"] for t in tests]
    post(page, url, vet, at=now, **{f"taken_{t.id}": "y" for t in tests})
    post(page, url, vet, at=now, **{f"result_{t.id}": "negative" for t in tests})
    assert {db.session.get_one(models.Test, t.id).state for t in tests} == {"negative"}


def test_a_keeper_is_told_how_many_tests_are_open_and_not_which(
    page: Open, signed_in: SignIn
) -> None:
    q = begun(99)
    for name in ("Herpes B", "TB"):
        rules.add_test(q, name, due=clock.today(), by=None, at=ago(1))
    assert "2 tests are not settled." in page(f"/quarantine/{q.id}", by=signed_in("keeper")).text
    assert "TB is due" in page(f"/quarantine/{q.id}", by=signed_in("vet")).text


def test_a_keeper_samples_a_cohort_and_enters_no_result(page: Open, signed_in: SignIn) -> None:
    q = begun(9)
    test = make_sampled(q, at=ago(1))
    url, number = "/quarantine/cohorts/Q1/order:Primates/tests", test.id
    assert "Result pending" in page(url, by=signed_in("keeper")).text
    post(page, url, signed_in("keeper"), 422, at=f"{clock.local(ago(0)):%Y-%m-%dT%H:%M}",
         **{f"result_{number}": "negative"})  # fmt: skip
    db.session.refresh(test)
    assert test.state == "pending"


# --- events -------------------------------------------------------------------------------------


def test_a_keeper_reports_and_a_vet_explains(page: Open, signed_in: SignIn) -> None:
    q, vet = begun(91), signed_in("vet")
    page("/units/Q1/events/new", by=signed_in("keeper"))
    post(page, "/units/Q1/events/new", signed_in("keeper"), kind="illness", description="Diarrhoea",
         at=f"{clock.local(ago(0)):%Y-%m-%dT%H:%M}", animal=str(q.animal_id))  # fmt: skip
    event = db.session.query(AdverseEvent).one()
    url = f"/quarantine/events/{event.id}"
    assert "is not explained yet" in page(f"/quarantine/{q.id}", by=vet).text
    page(url, by=vet)
    post(page, url, vet, explained="yes", note="New feed")
    db.session.refresh(event)
    assert event.explained and "New feed" in page(url, by=vet).text


def test_an_event_is_struck_out(page: Open, signed_in: SignIn) -> None:
    event = rules.report_event(make_q_unit(), "illness", description="x", by=None, at=ago(1))
    vet, url = signed_in("vet"), f"/quarantine/events/{event.id}"
    page(f"{url}/void", by=vet)
    post(page, f"{url}/void", vet, reason="Wrong unit")
    assert "Struck out" in page(url, by=vet).text


def test_exposure_is_written_down(page: Open, signed_in: SignIn) -> None:
    animal = make_animal(at=ago(9))
    url = f"/animals/{animal.accession}/exposure/new"
    page(url, by=signed_in("vet"))
    post(page, url, signed_in("vet"), source="A rabid dog",
         since=f"{clock.local(ago(3)):%Y-%m-%dT%H:%M}")  # fmt: skip
    assert db.session.query(Exposure).one().source == "A rabid dog"

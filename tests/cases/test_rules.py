"""A case: opened, corrected, taken through its stages, struck out."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, scoped_session

from rescue_center import journal
from rescue_center.cases import rules
from rescue_center.cases.facts import AgencyFacts, CaseFacts
from rescue_center.cases.models import Case
from rescue_center.errors import Refused, refusal_of
from rescue_center.journal.models import Entry
from tests.cases.makers import case_facts, line, make_codes, open_case
from tests.makers import AT, make_person, make_taxon

pytestmark = pytest.mark.usefixtures("session")
POINT = {"latitude": Decimal("11.2641"), "longitude": Decimal("105.0312"), "uncertainty_m": 500}


def entries(session: scoped_session[Session]) -> list[Entry]:
    journal.settle()
    return list(session.scalars(sa.select(Entry).order_by(Entry.seq)))


def test_a_case_is_numbered_by_the_year_of_the_event() -> None:
    first, second = open_case(), open_case()
    old = open_case(happened_on=date(2016, 6, 4))
    unknown = open_case(happened_on=None, precision="unknown")
    assert [c.number for c in (first, second, old, unknown)] == [
        "2026-001", "2026-002", "2016-001", "2026-003",
    ]  # fmt: skip


def test_a_case_keeps_its_facts_agencies_and_manifest() -> None:
    turtle = make_taxon("Heosemys grandis", common_name="Giant Asian pond turtle")
    case = open_case(
        line(turtle, 21),
        line(None, None, declared_name="snakes", unit="kg"),
        agencies=(AgencyFacts("Customs"), AgencyFacts("Police", "assisted", "Lt. Chan")),
        **POINT,
    )
    assert [one.name for one in case.agencies] == ["Customs", "Police"]
    assert [one.text for one in case.lines] == [
        "21 Giant Asian pond turtle (Heosemys grandis), alive",
        "weight not known snakes, alive",
    ]
    assert case.latitude == Decimal("11.2641")


def test_opening_is_in_the_journal_with_the_place_apart(session: scoped_session[Session]) -> None:
    by = make_person("registrar")
    case = open_case(by=by, **POINT)
    (entry,) = entries(session)
    assert (entry.verb, entry.case_id, entry.person_id) == ("opened the case", case.id, by.id)
    assert entry.after["coordinates"]["latitude"] == "11.2641"
    assert "latitude" not in entry.after
    assert entry.after["manifest"] == ["8 turtles, alive"]


BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"kind": "theft"}, "kind", "Say what happened"),
    ({"happened_on": date(2026, 5, 13)}, "happened", "future"),
    ({"happened_on": date(1899, 1, 1)}, "happened", "1900"),
    ({"happened_on": None}, "happened", "as well as it is known"),
    ({"precision": "decade"}, "happened", "as well as it is known"),
    ({"happened_at": AT}, "happened_at", "does not fall on the day"),
    ({"happened_on": date(2026, 5, 12), "happened_at": AT + timedelta(hours=1)}, "happened_at",
     "future"),
    ({"latitude": Decimal(11)}, "point", "both"),
    ({"latitude": Decimal(91), "longitude": Decimal(1)}, "point", "Latitude"),
    ({"latitude": Decimal(1), "longitude": Decimal(-181)}, "point", "Longitude"),
    ({"latitude": Decimal(0), "longitude": Decimal(0)}, "point", "in the sea"),
    (POINT | {"uncertainty_m": 0}, "uncertainty_m", "1 m to 1,000 km"),
    ({"uncertainty_m": 5}, "uncertainty_m", "no point"),
    ({"country": "ZQ"}, "country", "two letters"),
    ({"location_type": "MOON"}, "location_type", "not in the list of location types"),
    ({"persons_apprehended": -1}, "persons_apprehended", "cannot be right"),
    ({"agencies": (AgencyFacts(" "),)}, "agencies", "no name"),
    ({"agencies": (AgencyFacts("Police"), AgencyFacts("police"))}, "agencies", "twice"),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "field", "words"), BAD, ids=[b[2] + b[1] for b in BAD])
def test_facts_that_cannot_be_true_are_refused(
    facts: dict[str, Any], field: str, words: str
) -> None:
    make_codes()
    with pytest.raises(Refused, match=words) as refused:
        rules.open_case(case_facts(**facts), by=None, at=AT)
    assert refused.value.field == field


def test_the_database_refuses_a_point_off_the_earth_too(session: scoped_session[Session]) -> None:
    case = open_case()
    case.latitude, case.longitude = Decimal(95), Decimal(1)
    with pytest.raises(sa.exc.IntegrityError) as broken:
        session.flush()
    refused = refusal_of(broken.value)
    assert refused and refused.sentence == "That point is not on earth."


def test_a_retired_code_is_not_taken_again_but_may_stay(session: scoped_session[Session]) -> None:
    case = open_case(location_type="MARKET")
    session.execute(sa.text("UPDATE code SET retired = true WHERE code = 'MARKET'"))
    with pytest.raises(Refused, match="MARKET"):
        open_case(location_type="MARKET")
    facts = CaseFacts.of(case)
    rules.amend(case, CaseFacts(**{**facts.columns(), "place": "Chrey Thom"}), by=None, at=AT,
                reason="misheard")  # fmt: skip
    assert (case.place, case.location_type) == ("Chrey Thom", "MARKET")


def test_two_cases_cannot_have_one_reference(session: scoped_session[Session]) -> None:
    open_case(external_ref="KH-001")
    with pytest.raises(sa.exc.IntegrityError) as broken:
        open_case(external_ref="KH-001")
    refused = refusal_of(broken.value)
    assert refused and "already has that reference" in refused.sentence


def amended(case: Case, **changes: Any) -> CaseFacts:
    told = CaseFacts.of(case)
    return CaseFacts(**({**told.columns(), "agencies": told.agencies} | changes))


def test_a_correction_says_what_was_before_and_why(session: scoped_session[Session]) -> None:
    case = open_case(agencies=(AgencyFacts("Customs"),), **POINT)
    rules.amend(
        case,
        amended(case, place="Chrey Thom", latitude=Decimal("11.3"), longitude=Decimal(105),
                agencies=(AgencyFacts("Customs"), AgencyFacts("Police"))),
        by=None, at=AT, reason="the report was read again",
    )  # fmt: skip
    entry = entries(session)[-1]
    assert entry.verb == "corrected the case"
    assert entry.before["place"] == "Koh Thom district, Kandal"
    assert entry.after == {
        "place": "Chrey Thom",
        "agencies": [{"name": "Customs"}, {"name": "Police"}],
        "coordinates": {"latitude": "11.3", "longitude": "105"},
    }
    assert [one.name for one in case.agencies] == ["Customs", "Police"]


def test_a_correction_of_the_agencies_alone_counts_as_a_new_version() -> None:
    case = open_case()
    rules.amend(case, amended(case, agencies=(AgencyFacts("Police"),)), by=None, at=AT, reason="x")
    assert case.version == 2


@pytest.mark.parametrize(
    ("changes", "reason", "words"),
    [({}, "why not", "Nothing was changed"), ({"place": "x"}, " ", "Say why"),
     ({"country": "ZQ"}, "x", "two letters")],
)  # fmt: skip
def test_a_correction_needs_a_change_and_a_reason(
    changes: dict[str, Any], reason: str, words: str
) -> None:
    case = open_case()
    with pytest.raises(Refused, match=words):
        rules.amend(case, amended(case, **changes), by=None, at=AT, reason=reason)


def test_a_case_cannot_follow_itself_not_even_in_a_circle() -> None:
    seizure = open_case()
    release = open_case(kind="release", follows=seizure)
    with pytest.raises(Refused, match="cannot follow itself"):
        rules.amend(seizure, amended(seizure, follows=release), by=None, at=AT, reason="x")


def test_a_case_is_struck_out_with_a_reason_and_stays(session: scoped_session[Session]) -> None:
    case = open_case()
    with pytest.raises(Refused, match="Say why"):
        rules.void_case(case, by=make_person(), at=AT, reason="")
    rules.void_case(case, by=make_person(), at=AT, reason="entered twice")
    assert case.is_void
    assert entries(session)[-1].reason == "entered twice"
    with pytest.raises(Refused, match="struck out"):
        rules.amend(case, amended(case, place="x"), by=None, at=AT, reason="x")
    with pytest.raises(Refused, match="struck out"):
        rules.take_to(case, "TRIAL", by=None, at=AT)


def test_a_case_that_something_depends_on_is_not_struck_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_case: Case) -> None:
        raise Refused("Animals came from this case.")

    monkeypatch.setattr(rules, "before_void", [refuse])
    with pytest.raises(Refused, match="Animals came"):
        rules.void_case(open_case(), by=make_person(), at=AT, reason="x")


def test_a_case_is_never_deleted(session: scoped_session[Session]) -> None:
    open_case()
    with pytest.raises(sa.exc.DBAPIError, match="seizure_case_is_never_deleted"):
        session.execute(sa.text("DELETE FROM seizure_case"))


def test_a_day_is_said_as_far_as_it_is_known() -> None:
    day = date(2016, 6, 4)
    said = [
        Case(happened_on=d, precision=p).happened_text
        for d, p in ((day, "day"), (day, "month"), (day, "year"), (None, "unknown"))
    ]
    assert said == ["4 Jun 2016", "June 2016", "2016", "Not known"]


def test_the_time_of_the_event_is_on_its_day() -> None:
    at = datetime(2026, 5, 10, 18, 30, tzinfo=UTC)  # 01:30 on the 11th in Phnom Penh
    assert open_case(happened_at=at).happened_at == at

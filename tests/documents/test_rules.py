"""Papers are issued once, numbered without gaps, frozen, superseded, revoked and checked."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.exc import DBAPIError, IntegrityError

from rescue_center.animals.models import Animal
from rescue_center.db import db
from rescue_center.departures import death
from rescue_center.documents import compose, rules
from rescue_center.documents.models import Issued
from rescue_center.errors import Refused, constraint_of
from rescue_center.media import rules as media
from rescue_center.staff.models import Person
from tests.documents import papers
from tests.makers import AT, DAY, make_animal, make_person
from tests.pages import Page

pytestmark = pytest.mark.usefixtures("session")


def death_facts(animal: Animal, by: Person) -> dict[str, Any]:
    row = death.die(
        animal, by=by, at=AT + DAY, manner="natural", cause="Pneumonia", carcass_condition="fresh"
    )
    return compose.death_record(row, {"approver": "Dr Lim"}, by=by, at=AT + DAY)


def issued(animal: Animal | None = None, **more: Any) -> Issued:
    vet = make_person("vet", name="Dr Sok")
    animal = animal or make_animal(name="ម៉ាលី")
    facts = death_facts(animal, vet)
    return rules.issue(
        "death_record", facts, [animal.stay], by=vet, at=AT + DAY, base_url="https://r.example",
        **more,
    )  # fmt: skip


def test_numbers_follow_each_other_and_their_year() -> None:
    assert [issued().number for _ in range(3)] == [
        "DR-2026-00001", "DR-2026-00002", "DR-2026-00003",
    ]  # fmt: skip


def test_a_reprint_is_the_same_file_byte_for_byte() -> None:
    paper = issued()
    with media.open_original(paper.media) as file:
        assert hashlib.sha256(file.read()).hexdigest() == paper.sha256


def test_what_is_missing_is_named_and_nothing_is_issued() -> None:
    vet, animal = make_person("vet"), make_animal()
    facts = death_facts(animal, vet)
    facts["approver"]["name"] = None
    with pytest.raises(Refused, match="Approver: name"):
        rules.issue("death_record", facts, [animal.stay], by=vet, at=AT + DAY, base_url="https://r")
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Issued)) == 0


@pytest.mark.parametrize(
    "change", ["facts = '{}'", "number = 'DR-2026-00009'", "sha256 = 'x'", "animal_count = 7"]
)
def test_the_database_refuses_to_change_an_issued_paper(change: str) -> None:
    issued()
    with pytest.raises(DBAPIError) as refused, db.session.begin_nested():
        db.session.execute(sa.text(f"UPDATE issued_document SET {change}"))
    assert constraint_of(refused.value) == "issued_document_is_frozen"


def test_the_database_refuses_to_delete_one() -> None:
    issued()
    with pytest.raises(DBAPIError) as refused, db.session.begin_nested():
        db.session.execute(sa.text("DELETE FROM issued_document"))
    assert constraint_of(refused.value) == "issued_document_is_never_deleted"


def test_a_revoked_paper_stays_revoked_with_its_reason() -> None:
    paper, boss = issued(), make_person("manager")
    with pytest.raises(Refused, match="Say why"):
        rules.revoke(paper, by=boss, at=AT + 2 * DAY, reason=" ")
    rules.revoke(paper, by=boss, at=AT + 2 * DAY, reason="Wrong animal")
    assert paper.status == "revoked"
    with pytest.raises(Refused, match="revoked already"):
        rules.revoke(paper, by=boss, at=AT + 3 * DAY, reason="Again")


def test_a_newer_paper_supersedes_the_old_one_once() -> None:
    old = issued()
    vet = make_person("vet")
    facts, stays = old.facts, [old.stays[0].stay]
    new = rules.issue("death_record", facts, stays, by=vet, at=AT + 2 * DAY,
                      base_url="https://r.example", supersedes=old)  # fmt: skip
    assert (old.status, new.status, new.paper_version) == ("superseded", "valid", 2)
    with pytest.raises(Refused, match="superseded already"):
        rules.issue("death_record", facts, stays, by=vet, at=AT + 2 * DAY,
                    base_url="https://r.example", supersedes=old)  # fmt: skip


def test_a_paper_about_one_animal_cannot_replace_that_of_another() -> None:
    old, other = issued(), make_animal()
    vet = make_person("vet")
    facts = death_facts(other, vet)
    with pytest.raises(Refused, match="speaks of other animals"):
        rules.issue("death_record", facts, [other.stay], by=vet, at=AT + 2 * DAY,
                    base_url="https://r.example", supersedes=old)  # fmt: skip
    assert old.status == "valid"


# --- what the public sees ---------------------------------------------------------------------


def test_the_public_page_shows_the_paper_and_nothing_of_the_animal(client: FlaskClient) -> None:
    paper = issued()
    text = client.get(f"/V/{paper.code}").get_data(as_text=True)
    assert paper.number in text
    assert "Valid" in text
    for secret in ("ម៉ាលី", "Pneumonia", "Dr Sok"):
        assert secret not in text


def test_a_revoked_paper_reads_revoked(client: FlaskClient) -> None:
    paper = issued()
    rules.revoke(paper, by=make_person("manager"), at=AT + 2 * DAY, reason="Wrong")
    text = client.get(f"/v/{paper.code.lower()}").get_data(as_text=True)
    assert "Revoked" in text
    assert "Wrong" not in text


@pytest.mark.parametrize(("given", "answer"), [("own", "is the file"), ("0" * 64, "is not the")])
def test_a_hash_tells_whether_a_file_is_the_issued_one(
    client: FlaskClient, given: str, answer: str
) -> None:
    paper = issued()
    typed = paper.sha256 if given == "own" else given
    page = client.post(f"/v/{paper.code}/file", data={"sha256": typed})
    assert answer in page.get_data(as_text=True)


@pytest.mark.parametrize("where", ["/verify/file", "/v/{}/file"])
def test_no_file_and_half_a_hash_are_said_beside_the_field(
    page: Callable[..., Page], where: str
) -> None:
    paper = issued()
    url, short = where.format(paper.code), paper.sha256[:-1]
    empty = page(url, method="POST", data={}, status=422)
    assert "Choose the file" in empty.one("div", id="file-error").text
    half = page(url, method="POST", data={"sha256": short}, status=422)
    assert "has 64 characters; this has 63" in half.one("div", id="sha256-error").text
    assert half.one("input", id="sha256").attrs["value"] == short
    odd = page(url, method="POST", data={"sha256": short + "O"}, status=422)
    assert "no “o”" in odd.one("div", id="sha256-error").text
    assert "is the file" in page(url, method="POST", data={"sha256": paper.sha256.upper()}).text


def test_only_a_whole_hash_that_is_not_ours_is_not_found(page: Callable[..., Page]) -> None:
    issued()
    none = page("/verify/file", method="POST", data={"sha256": "0" * 64}, status=404)
    assert "We issued no such paper" in none.text


def test_an_unknown_code_is_answered_plainly(client: FlaskClient) -> None:
    assert client.get("/V/0000000000").status_code == 404


@pytest.mark.parametrize("same", ["Dr Sok", "dr  SOK"])
def test_who_examined_a_dead_animal_does_not_approve_its_record(same: str) -> None:
    vet, animal = make_person("vet", name="Dr Sok"), make_animal()
    facts = death_facts(animal, vet)
    facts["approver"]["name"] = same
    with pytest.raises(Refused, match="cannot approve") as refused:
        rules.issue("death_record", facts, [animal.stay], by=vet, at=AT + DAY, base_url="https://r")
    assert refused.value.field == "approver"


def test_the_vet_who_examined_is_not_the_coordinator_who_finds_it_fit() -> None:
    both, animal = make_person("vet", name="Dr Sok"), make_animal()
    hand = {"name": "Dr Sok", "role": None, "licence": "V-1"}
    facts = papers.release_fitness(vet=hand, coordinator=hand)
    with pytest.raises(Refused, match="cannot approve"):
        rules.issue("release_fitness", facts, [animal.stay], by=both, at=AT, base_url="https://r")


@pytest.mark.parametrize("approver", ["", "dr sok"])
def test_the_database_refuses_a_paper_approved_by_its_author(approver: str) -> None:
    paper = issued()
    row = {c.name: getattr(paper, c.name) for c in Issued.__table__.columns if c.name != "id"}
    row |= {"serial": 2, "number": "DR-2", "code": "x", "author": "dr sok", "approver": approver}
    with pytest.raises(IntegrityError) as refused, db.session.begin_nested():
        db.session.execute(sa.insert(Issued).values(row))
    assert constraint_of(refused.value) == "issued_document_author_is_not_approver"

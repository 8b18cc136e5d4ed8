"""A centre with one of everything, and the real address of each page in it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask
from werkzeug.routing import Rule

from rescue_center import clock
from rescue_center.animals import intake, marks, photos
from rescue_center.animals.marks import Reading
from rescue_center.db import db
from rescue_center.departures import crates, death, permit_rules, transfer
from rescue_center.documents import rules as documents
from rescue_center.enclosures import rules as enclosures
from rescue_center.enclosures.models import Incompatible
from rescue_center.husbandry import (
    concern_rules,
    diet_rules,
    incident_rules,
    keeper_rules,
    keeping_rules,
    plan_rules,
    roll_rules,
    welfare_rules,
)
from rescue_center.husbandry.words import DOMAINS
from rescue_center.media import rules as media
from rescue_center.policy import Role
from rescue_center.quarantine import event_rules, notice_rules
from rescue_center.quarantine import rules as quarantine
from rescue_center.rounds.models import PhoneRecord, PhoneThumb
from rescue_center.species.models import Code, Hazard, ProtocolTest, TaxonName
from rescue_center.staff import links, phone_rules
from rescue_center.staff.models import Person, Session
from rescue_center.tags import finder_rules
from rescue_center.tags import rules as tags
from rescue_center.tags.models import Tag
from tests.documents import papers
from tests.makers import (
    HOUR,
    make_animal,
    make_case,
    make_drug,
    make_group,
    make_line,
    make_lot,
    make_order,
    make_taxon,
    make_transfer,
    make_unit,
)
from tests.media.makers import photograph
from tests.rounds.handset import uuid7
from tests.site import clinic
from tests.staff.makers import PASSWORD, make_person

#: What a part of an address is called, by the page it stands in: `(begins with, name)`.
Parts = dict[tuple[str, str], Any]


@dataclass
class Centre:
    """Everybody's things: who asks, and what to fill into addresses."""

    person: Person
    parts: Parts
    #: What fits into fields of a name, where not any word does.
    words: dict[str, str]

    def address(self, app: Flask, rule: Rule, method: str = "POST") -> str:
        """The rule's address with things that are there."""
        given: dict[str, Any] = {}
        for name in rule.arguments:
            keys = [key for key in self.parts if key[1] == name and rule.rule.startswith(key[0])]
            assert keys, f"nothing is made for <{name}> of {rule.rule}"
            given[name] = self.parts[max(keys, key=lambda key: len(key[0]))]
        url = app.url_map.bind("localhost").build(rule.endpoint, given, method)
        return f"{url}{self.parts.get((rule.rule, '?'), '')}"


def build() -> Centre:
    """One of everything, through the verbs."""
    boss = make_person(*Role, password=PASSWORD)
    at = clock.now() - timedelta(days=2)
    parts: Parts = {}
    _cases(parts, boss, at)
    _animals(parts, boss, at)
    clinic.patients(parts, boss, at)
    _quarantine(parts, boss, at)
    clinic.laboratory(parts, boss, at)
    _husbandry(parts, boss, at)
    _departures(parts, boss, at)
    _reference(parts)
    _staff(parts, boss)
    _phones(parts, boss, at)
    db.session.flush()
    animal, drug = make_animal(at=at), make_drug(at=at)
    return Centre(boss, parts, {
        "accession": animal.accession, "animal": animal.accession, "animals": animal.accession,
        "taxon": animal.taxon.scientific_name, "species": animal.taxon.scientific_name,
        "case": parts["/cases/", "number"], "code": "Q7", "account": "new.one", "country": "KH",
        "strength_text": "50 mg/ml", "drug": str(drug.id), "rate": "5", "old": PASSWORD,
        "new": "otters swim at noon", "happened": "2026-05-01", "country_code": "KH",
        "to_country": "KH", "point": "",
    })  # fmt: skip


def _cases(parts: Parts, boss: Person, at: Any) -> None:
    case = make_case(at=at)
    line = make_line(case, make_taxon(), 3)
    came = intake.receive(case, by=boss, at=at, lines=[intake.Received(line, alive=1, dead=1)])
    order = make_order(case, at=at)
    parts |= {
        ("/cases/", "number"): case.number, ("/cases/", "position"): 1,
        ("/cases/", "order_id"): order.id, ("/cases/", "key"): "line-1",
        ("/cases/", "intake_id"): came.id,
    }  # fmt: skip


def _animals(parts: Parts, boss: Person, at: Any) -> None:
    case = make_case(at=at)
    lot = make_lot(20, at=at, case=case)
    make_lot(7, at=at, case=case, taxon=lot.taxon)
    unit = make_unit()
    enclosures.house([lot], unit, by=boss, at=at)
    mark = marks.add_mark(lot, Reading("ring", "A 12"), by=boss, at=at)
    photo = photos.add_photo(
        lot, media.seal(photograph(64, 48), "a.jpg", by=boss, at=at), by=boss, at=at
    )
    blank = tags.allocate(1, by=boss, at=at)
    (tag,) = db.session.scalars(sa.select(Tag).where(Tag.batch_id == blank.id))
    worn = tags.tag_new(make_animal(at=at), by=boss, at=at)
    one, other = sorted((make_group().id, make_group().id))
    told = finder_rules.report(worn.number, "By the pond", at=at)
    company = Incompatible(one_id=one, other_id=other, reason="They fight")
    db.session.add(company)
    db.session.flush()
    parts |= {
        ("/animals/", "accession"): lot.accession, ("/animals/", "mark_id"): mark.id,
        ("/animals/", "photo_id"): photo.id, ("/animals/", "section"): "care",
        ("/T/", "number"): tag.number,
        ("/tags/", "number"): worn.number, ("/labels/", "batch_id"): blank.id,
        ("/units/", "code"): unit.code, ("/units/", "one"): company.one_id,
        ("/units/", "other"): company.other_id, ("/found/", "finding_id"): told.id,
    }  # fmt: skip


def _quarantine(parts: Parts, boss: Person, at: Any) -> None:
    group = make_group(min_days=30)
    db.session.add(ProtocolTest(group=group, position=1, name="Faeces", first_day=0))
    db.session.flush()
    lot = make_lot(5, at=at, taxon=make_taxon(group=group))
    unit = make_unit(biosecurity="quarantine")
    assert lot.stay is not None
    kept = quarantine.begin(lot.stay, unit, by=boss, at=at)
    event = event_rules.report_event(unit, "illness", by=boss, at=at + HOUR, description="Coughs")
    met = event_rules.expose(lot, "A rabid dog", since=at, by=boss, at=at + HOUR)
    notice = notice_rules.open_notice(kept.tests[0], at=at)
    parts |= {
        ("/quarantine/", "notice_id"): notice.id, ("/quarantine/", "exposure_id"): met.id,
        ("/quarantine/", "quarantine_id"): kept.id, ("/quarantine/", "test_id"): kept.tests[0].id,
        ("/quarantine/", "event_id"): event.id, ("/quarantine/", "code"): unit.code,
        ("/quarantine/", "scope"): kept.scope_key, ("/protocols/", "key"): group.key,
        ("/protocols/", "position"): 1,
    }  # fmt: skip


def _husbandry(parts: Parts, boss: Person, at: Any) -> None:
    unit = make_unit()
    call = roll_rules.call(unit, expected=2, found=1, by=boss, at=at)
    concern = concern_rules.raise_concern("stool", "now", unit=unit, by=boss, at=at)
    animal = make_animal(at=at)
    fed = keeping_rules.tend("feed", unit, offered_g=500, by=boss, at=at)
    seen = keeping_rules.observe(animal, appetite=3, by=boss, at=at)
    bite = incident_rules.report("bite", animal=animal, by=boss, at=at)
    day = clock.today(at)
    plan = plan_rules.plan("clean", unit=unit, times="8", from_on=day, by=boss, at=at)
    diet = diet_rules.add_diet({"name": "Figs", "method": "self"}, [diet_rules.Food("Fig", 90)],
                               by=boss, at=at)  # fmt: skip
    area = unit.parent or unit
    kept = keeper_rules.give_area(boss, area, from_on=day, by=boss, at=at)
    shift = keeper_rules.roster(boss, area, "day", day=day, by=boss, at=at)
    fares = welfare_rules.assess(animal, {key: welfare_rules.Grade("A", 1) for key in DOMAINS},
                                 confidence="high", by=boss, at=at)  # fmt: skip
    parts |= {
        ("/roll-calls/", "call_id"): call.id, ("/concerns/", "concern_id"): concern.id,
        ("/tending/", "tending_id"): fed.id, ("/observations/", "observation_id"): seen.id,
        ("/incidents/", "incident_id"): bite.id, ("/plans/", "plan_id"): plan.id,
        ("/diets/", "diet_id"): diet.id, ("/keepers/", "keepership_id"): kept.id,
        ("/keepers/", "shift_id"): shift.id, ("/welfare/", "assessment_id"): fares.id,
    }  # fmt: skip


def _departures(parts: Parts, boss: Person, at: Any) -> None:
    going = make_transfer(by=boss, at=at)
    crates.add_crate(going, by=boss, at=at, number="1", length_cm=9, width_cm=9, height_cm=9)
    member = transfer.add_animal(going, make_animal(at=at), by=boss, at=at)
    permit = permit_rules.add_permit([member.stay], by=boss, at=at, kind="movement", number="1",
                                     issuer="FA", issued_on=clock.today(at))  # fmt: skip
    dead = death.die(make_animal(at=at), by=boss, at=at, manner="natural")
    paper = documents.issue(
        "death_record", papers.death_record(), [dead.stay], at=at, by=boss,
        base_url="https://r.example",
    )  # fmt: skip
    parts |= clinic.opened(boss, at)
    parts |= {
        ("/transfers/", "number"): going.number, ("/transfers/", "stay_id"): member.stay_id,
        ("/permits/", "permit_id"): permit.id, ("/deaths/", "death_id"): dead.id,
        ("/papers/", "number"): paper.number,
        ("/v/", "code"): paper.code,
        ("/papers/new", "?"): f"?kind=death_record&accession={dead.stay.animal.accession}",
    }  # fmt: skip


def _reference(parts: Parts) -> None:
    taxon, group = make_taxon(), make_group()
    name = TaxonName(taxon=taxon, name="Slow one", folded="slow one", kind="common")
    code = Code(list="stages", code="X", label="X")
    hazard = Hazard(disease="Rabies", level="high", ppe_level="enhanced", groups=[group])
    db.session.add_all([name, code, hazard])
    db.session.flush()
    parts |= {
        ("/species/", "taxon_id"): taxon.id, ("/species/", "name_id"): name.id,
        ("/codes/", "name"): "stages", ("/codes/", "code"): "X",
        ("/hazards/", "hazard_id"): hazard.id,
    }  # fmt: skip


def _staff(parts: Parts, boss: Person) -> None:
    other = make_person("keeper")
    now = clock.now()
    session = Session(token_sha256="0" * 64, person_id=boss.id, began_at=now, seen_at=now,
                      address="", browser="")  # fmt: skip
    db.session.add(session)
    db.session.flush()
    parts |= {
        ("/staff/", "account"): other.account, ("/staff/", "id"): other.grants[0].id,
        ("/account/", "id"): session.id, ("/links/", "token"): links.for_password(
            other, by=None, at=now
        ),
        ("/imports/", "sha"): "0" * 64,
    }  # fmt: skip


def _phones(parts: Parts, boss: Person, at: Any) -> None:
    phone, animal = phone_rules.enrol("Birds 1", by=boss, at=at).phone, make_animal(at=at)
    body = {"kind": "weight", "facts": {"animal": animal.id, "grams": 3000}, "photos": []}
    record = PhoneRecord(
        id=uuid7(), phone_id=phone.id, seq=1, by_id=boss.id, kind="weight", body=body,
        body_sha256="0" * 64, device_at=at, happened_at=at, received_at=at, outcome="held",
    )  # fmt: skip
    profile = phone_rules.join(phone, boss, at=at).profile
    thumb = PhoneThumb(id=uuid7(), record_id=record.id, profile_id=profile.id, sha256="0" * 64,
                       content=photograph(32, 24), arrived_at=at)  # fmt: skip
    db.session.add(record)
    db.session.flush()
    db.session.add(thumb)
    db.session.flush()
    parts |= {
        ("/phones/", "phone_id"): phone.id, ("/phone-records/", "name"): record.id,
        ("/phone-records/thumbs/", "name"): thumb.id,
        ("/m/photos/", "name"): uuid7(),
    }  # fmt: skip

"""No page asks the database more often for fifty of a thing than for one.

One world is built by the real verbs, read by every list page, made fifty times as full, and read
again. The counts do not depend on the engine, so this runs on one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rescue_center import clock, create_app
from rescue_center.animals import regroup
from rescue_center.animals.marks import Reading, add_mark
from rescue_center.animals.models import Animal
from rescue_center.care import exam_rules
from rescue_center.cases.models import Case
from rescue_center.db import Model, db, writing
from rescue_center.departures import death, transfer
from rescue_center.departures.transfer_models import Transfer
from rescue_center.enclosures import rules as housing
from rescue_center.enclosures.models import Incompatible, Unit
from rescue_center.exchange.models import ImportRun
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
from rescue_center.laboratory import amounts, result_rules
from rescue_center.laboratory.models import LabTest
from rescue_center.laboratory.reference_models import PanelLine
from rescue_center.policy import Role
from rescue_center.quarantine import rules as quarantine
from rescue_center.quarantine.models import Quarantine
from rescue_center.species.models import TaxonGroup
from rescue_center.staff.models import Person
from rescue_center.tags import finder_rules
from rescue_center.tags import rules as tags
from rescue_center.tags.models import Batch
from tests.counting import selects
from tests.databases import Databases, settings
from tests.laboratory.makers import make_analyte, make_interval, make_panel, make_tube
from tests.makers import (
    make_case,
    make_drug,
    make_group,
    make_line,
    make_lot,
    make_order,
    make_person,
    make_prescription,
    make_taxon,
    make_unit,
    make_weight,
)
from tests.staff.makers import let_in
from tests.staff.makers import make_person as make_worker

#: One world for all of it: they run in one process.
pytestmark = [pytest.mark.engine("sqlite"), pytest.mark.xdist_group("query counts")]
MANY = 50
NOW = clock.now()
SECTIONS = ("timeline", "care", "quarantine", "moves", "papers", "weights", "readiness")
CARE = ("keeper", "vet", "coordinator", "registrar", "officer", "manager", "inspector")


@dataclass
class World:
    """What the pages are about; each of it holds or has one of what is later fifty."""

    vet: Person
    case: Case
    ward: Unit
    line: Unit
    lot: Animal
    group: TaxonGroup
    transfer: Transfer
    roll: Batch
    run: ImportRun
    animal: Animal | None = None
    tag: str = ""
    measured: LabTest | None = None
    people: dict[str, FlaskClient] = field(default_factory=dict)


def begin() -> World:
    """The places and papers that fill up."""
    at = NOW - timedelta(days=40)
    vet = make_person(Role.VET, at=at)
    return World(
        vet=vet,
        case=make_case(at=at, evidence_hold=False),
        ward=make_unit("WARD"),
        line=make_unit("LINE", biosecurity="quarantine"),
        lot=make_lot(5000, taxon=make_taxon(), at=at),
        group=make_group(min_days=30),
        transfer=transfer.plan(by=vet, at=at, to_organisation="Another centre"),
        roll=tags.allocate(60, by=vet, at=at),
        run=_imported(vet, 0),
    )


def _imported(by: Person, rows: int) -> ImportRun:
    """An import of which so many rows were reported."""
    run = ImportRun(
        kind="cases", file_name="old.csv", sha256="0" * 64, at=NOW, by_id=by.id, total=rows,
        stored=0, already=0, reported=rows,
        reports=[[n + 2, "date", "This is no day."] for n in range(rows)],
    )  # fmt: skip
    db.session.add(run)
    db.session.flush()
    return run


def add_one(world: World, n: int) -> None:
    """One more of everything: in the ward, behind the line, on the transfer, dead, at work."""
    at, vet = NOW - timedelta(days=20), world.vet
    taxon = make_taxon(group=world.group)
    make_line(world.case, taxon, 3)
    make_order(world.case, at=at)
    patient = _admitted(world, taxon, at, f"Mali {n}")
    housing.house([patient], world.ward, by=vet, at=at)
    tag = tags.tag_new(patient, by=vet, at=at)
    make_weight(patient, at=at)
    exam_rules.examine(patient, {"subjective": "Bright"}, by=vet, at=NOW)
    make_prescription(patient, make_drug(at=at), at=NOW - timedelta(hours=1), by=vet)
    kept = _admitted(world, taxon, at)
    assert kept.stay is not None
    course = quarantine.begin(kept.stay, world.line, by=vet, at=at)
    quarantine.add_test(course, "Blood", due=clock.today(at), by=vet, at=at)
    quarantine.report_event(world.line, "illness", description="Coughs", by=vet, at=at, animal=kept)
    transfer.add_animal(world.transfer, _admitted(world, taxon, at), by=vet, at=NOW)
    death.die(_admitted(world, taxon, at), by=vet, at=at, manner="natural")
    regroup.split(world.lot, 10, by=vet, at=at)
    _measured(world, patient, course, n)
    roll_rules.call(world.ward, expected=3, found=2, missing=[patient], by=vet, at=NOW)
    concern_rules.raise_concern("stool", "now", animal=world.animal or patient, by=vet, at=NOW)
    _kept(world, world.animal or patient, n)
    make_unit()
    make_case(at=at)
    tags.allocate(1, by=vet, at=at)
    finder_rules.report(tag.number, f"By the pond, {n}", at=at)
    marked = world.animal or patient
    add_mark(marked, Reading("ring", code=f"R{n}"), by=vet, at=at)
    apart = Incompatible(one_id=taxon.group_id, other_id=make_group().id, reason="Fever")
    db.session.add(apart)
    world.run = _imported(vet, n + 1)
    transfer.plan(by=vet, at=at, to_organisation=f"Centre {n}")
    world.animal, world.tag = world.animal or patient, world.tag or tag.number


def _measured(world: World, patient: Animal, course: Quarantine, n: int) -> None:
    """One more analyte in a tube, one more tube of an animal, one more for a quarantine."""
    vet, at, analyte = world.vet, NOW - timedelta(days=10), make_analyte(f"a{n}", "mmol/L")
    make_interval(analyte, patient.taxon, "3", "6")
    tube = make_tube(world.animal or patient, at=at, panels=[make_panel(analyte, name=f"P{n}")])
    test = world.measured = world.measured or tube.tests[0]
    assert test.panel is not None
    if test is not tube.tests[0]:
        test.panel.lines.append(PanelLine(analyte=analyte, position=n))
    result_rules.enter(test, analyte, amounts.read("9 mmol/L"), by=vet, at=NOW)
    for name in ("Swab", "Culture"):
        asked_for = quarantine.add_test(course, name, due=clock.today(at), by=vet, at=at)
        if name == "Swab":
            make_tube(course.animal, at=at, quarantine_tests=[asked_for])
        else:
            quarantine.sample(asked_for, by=vet, at=at)


def _tube(world: World) -> str:
    assert world.measured is not None
    return world.measured.sample.number


def _kept(world: World, animal: Animal, n: int) -> None:
    """One more of everything that keepers do, for one animal and for others."""
    vet, day = world.vet, clock.today(NOW)
    diet = diet_rules.add_diet({"name": f"Diet {n}", "method": "self"},
                               [diet_rules.Food("Fig", 90)], by=vet, at=NOW)  # fmt: skip
    plan = plan_rules.plan("feed", animal=animal, diet=diet, times="08:00", from_on=day, by=vet,
                           at=NOW)  # fmt: skip
    keeping_rules.tend("feed", world.ward, animal=animal, plan=plan, slot="0800", offered_g=500,
                       left_g=10, by=vet, at=NOW)  # fmt: skip
    keeping_rules.observe(animal, appetite=3, by=vet, at=NOW)
    incident_rules.report("escape", animal=animal, by=vet, at=NOW)
    well = {key: welfare_rules.Grade("A", 1) for key in DOMAINS}
    welfare_rules.assess(animal, well, confidence="high", by=vet, at=NOW)
    keeper, area = make_worker("keeper"), world.ward.parent
    assert area is not None
    keeper_rules.give_area(keeper, area, from_on=day, by=vet, at=NOW)
    keeper_rules.roster(keeper, area, "day", day=day, by=vet, at=NOW)


def _admitted(world: World, taxon: Any, at: Any, name: str = "") -> Animal:
    from rescue_center.animals import rules

    return rules.admit(count=1, at=at, taxon=taxon, case=world.case, name=name, by=world.vet)


#: Page by name: who reads it, and its address.
PAGES: dict[str, Callable[[World], tuple[str, str]]] = {
    **{f"home of a {role}": lambda w, role=role: (role, "/") for role in (*CARE, "admin")},  # type: ignore[misc]
    "cases": lambda w: ("registrar", "/cases"),
    "a case": lambda w: ("registrar", f"/cases/{w.case.number}"),
    "a case's intake": lambda w: ("registrar", f"/cases/{w.case.number}/intake"),
    "a case's tags": lambda w: ("registrar", f"/cases/{w.case.number}/tags"),
    "a case's hold": lambda w: ("officer", f"/cases/{w.case.number}/hold"),
    "animals": lambda w: ("registrar", "/animals"),
    "animals found by name": lambda w: ("registrar", "/animals?text=mali"),
    "animals that left": lambda w: ("registrar", "/animals?where=departed"),
    **{
        f"an animal's {name or 'page'}": lambda w, name=name: (  # type: ignore[misc]
            "vet",
            f"/animals/{_of(w)}{'/' if name else ''}{name}",
        )
        for name in ("", *SECTIONS)
    },
    "a lot": lambda w: ("vet", f"/animals/{w.lot.accession}"),
    "a lot's ledger": lambda w: ("vet", f"/animals/{w.lot.accession}/ledger"),
    "a lot's moves": lambda w: ("vet", f"/animals/{w.lot.accession}/moves"),
    "a tag": lambda w: ("keeper", f"/T/{w.tag}"),
    "enclosures": lambda w: ("keeper", "/units"),
    "an enclosure": lambda w: ("keeper", "/units/WARD"),
    "a quarantine enclosure": lambda w: ("vet", "/units/LINE"),
    "moving animals": lambda w: ("keeper", "/moves/new?from=WARD"),
    "the quarantine board": lambda w: ("vet", "/quarantine"),
    "the quarantine board, due": lambda w: ("vet", "/quarantine?show=due"),
    "a cohort's tests": lambda w: ("vet", "/quarantine/cohorts/LINE/class:Reptilia/tests"),
    "treatments": lambda w: ("vet", "/treatments"),
    "the ward board": lambda w: ("vet", "/ward"),
    "the ward board, under treatment": lambda w: ("vet", "/ward?show=treated"),
    "the treatment sheet": lambda w: ("vet", "/treatments/sheet"),
    "readiness": lambda w: ("coordinator", "/readiness"),
    "releases": lambda w: ("coordinator", "/releases"),
    "releasing": lambda w: ("coordinator", "/releases/new"),
    "transfers": lambda w: ("coordinator", "/transfers"),
    "a transfer": lambda w: ("coordinator", f"/transfers/{w.transfer.number}"),
    "papers": lambda w: ("vet", "/papers"),
    "labels": lambda w: ("registrar", "/labels"),
    "a roll": lambda w: ("registrar", f"/labels/{w.roll.id}"),
    "people": lambda w: ("admin", "/staff"),
    "the journal": lambda w: ("manager", "/journal"),
    "drugs": lambda w: ("vet", "/drugs"),
    "species": lambda w: ("registrar", "/species"),
    "hazards": lambda w: ("registrar", "/hazards"),
    "protocols": lambda w: ("vet", "/protocols"),
    "imports": lambda w: ("registrar", "/imports"),
    "an import": lambda w: ("registrar", f"/imports/{w.run.id}"),
    "told by finders": lambda w: ("coordinator", "/found"),
    "who never lives together": lambda w: ("vet", "/units/company"),
    "an animal's marks": lambda w: ("vet", f"/animals/{_of(w)}/marks"),
    "the quarantine board, pending": lambda w: ("vet", "/quarantine?show=pending"),
    "the quarantine board, over": lambda w: ("vet", "/quarantine?show=over"),
    "concerns": lambda w: ("vet", "/concerns"),
    "roll-calls": lambda w: ("keeper", "/roll-calls"),
    "the round": lambda w: ("keeper", "/keeping?all=1"),
    "the day of an enclosure": lambda w: ("keeper", "/units/WARD/day"),
    "the day of an animal": lambda w: ("keeper", f"/animals/{_of(w)}/day"),
    "an animal's welfare": lambda w: ("vet", f"/animals/{_of(w)}/welfare"),
    "welfare to assess": lambda w: ("vet", "/welfare"),
    "incidents": lambda w: ("vet", "/incidents"),
    "plans": lambda w: ("keeper", "/plans"),
    "diets": lambda w: ("keeper", "/diets"),
    "keepers": lambda w: ("keeper", "/keepers"),
    "deaths": lambda w: ("manager", "/deaths"),
    "permits that end": lambda w: ("coordinator", "/permits?show=ending"),
    "codes": lambda w: ("registrar", "/codes"),
    "tubes that wait": lambda w: ("vet", "/laboratory"),
    "tubes that are back": lambda w: ("vet", "/laboratory?show=back"),
    "a tube": lambda w: ("vet", f"/laboratory/tubes/{_tube(w)}"),
    "an analyte of an animal": lambda w: ("vet", f"/animals/{_of(w)}/analytes/a0"),
    "taking a sample": lambda w: ("keeper", f"/animals/{_of(w)}/samples/new"),
    "pooling a sample": lambda w: ("keeper", "/units/WARD/samples/new"),
    "reference intervals": lambda w: ("vet", "/laboratory/intervals"),
    "analytes": lambda w: ("vet", "/laboratory/analytes"),
    "searching": lambda w: ("keeper", "/search?q=mali"),
    "search as you type": lambda w: ("keeper", "/search.json?q=mali"),
}


def _of(world: World) -> str:
    assert world.animal is not None
    return world.animal.accession


@pytest.fixture(scope="module")
def asked(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """What every page asked for with one of each thing, and with fifty."""
    folder: Path = tmp_path_factory.mktemp("counts")
    app = create_app(settings(databases.fresh(), folder))
    with app.app_context():
        with writing():
            world = begin()
            add_one(world, 0)
            _let_all_in(app, world)
            db.session.commit()
        few = _read(world)
        with writing():
            for n in range(1, MANY):
                add_one(world, n)
                make_person(Role.KEEPER, at=NOW)
            db.session.commit()
        many = _read(world)
        db.session.remove()
        db.engine.dispose()
    yield few, many


def _let_all_in(app: Flask, world: World) -> None:
    for role in (*CARE, "admin"):
        world.people[role] = let_in(app.test_client(), make_worker(role))


def _read(world: World) -> dict[str, list[str]]:
    """The reading statements of every page. Each is opened twice: what is loaded once in the life
    of the application does not count."""
    found, wrong = {}, []
    for name, (role, url) in [(name, way(world)) for name, way in PAGES.items()]:
        world.people[role].get(url)
        db.session.remove()
        with selects() as statements:
            response = world.people[role].get(url, follow_redirects=True)
        wrong += [] if response.status_code == 200 else [f"{name}: {url} {response.status_code}"]
        found[name] = list(statements)
        db.session.remove()
    assert wrong == []
    db.session.add_all(one for one in vars(world).values() if isinstance(one, Model))
    return found


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_as_little_for_fifty_as_for_one(name: str, asked: Any) -> None:
    few, many = (statements[name] for statements in asked)
    more = "\n".join(sorted({s for s in many if many.count(s) > few.count(s)}))
    assert len(many) <= len(few), f"{name}: {len(few)} with 1, {len(many)} with {MANY}:\n{more}"

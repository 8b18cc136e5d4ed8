"""The demo centre's laboratory: a monkey whose kidneys fail, a lot in pools, tubes that wait."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.db import db
from rescue_center.demo.stories import DAY, HOUR, Telling
from rescue_center.laboratory import amounts, finding_rules, interval_rules, result_rules
from rescue_center.laboratory import queries as laboratory
from rescue_center.laboratory import sample_rules as samples
from rescue_center.laboratory.flags import Limits
from rescue_center.laboratory.interval_rules import Range, Whom
from rescue_center.laboratory.models import LabSample
from rescue_center.laboratory.reference_models import Analyte, LabPanel
from rescue_center.laboratory.sample_rules import Asked, Bench
from rescue_center.quarantine.models import Quarantine
from rescue_center.quarantine.models import Test as QuarantineTest
from rescue_center.species.models import Taxon

SPECIES = "Macaca fascicularis"
SOURCE = "Invented for the demonstration, no published interval. Not for use."
PASTEUR = "Institut Pasteur du Cambodge"
ANALYSER = "VetScan VS2"
#: Low, high and the critical limits that the demo judges its monkeys by.
USUAL = {
    "crea": ("40", "110", "", "350", "µmol/L"), "urea": ("3", "9", "", "30", "mmol/L"),
    "glu": ("2.5", "6.5", "1.5", "15", "mmol/L"), "tp": ("60", "85", "", "", "g/L"),
    "alt": ("10", "90", "", "", "U/L"), "k": ("3.2", "5.8", "2.5", "7.5", "mmol/L"),
    "hct": ("32", "46", "18", "", "%"),
}  # fmt: skip
#: Days ago, and what came: a creatinine that climbs.
COURSE = (
    (190, {"crea": "0.9 mg/dL", "urea": "5.1 mmol/L", "glu": "4.4 mmol/L", "tp": "72 g/L",
           "k": "4.2 mmol/L"}),
    (96, {"crea": "1.2 mg/dL", "urea": "8.2 mmol/L", "glu": "4.9 mmol/L", "tp": "70 g/L",
          "alt": "41 U/L"}),
    (33, {"crea": "187 µmol/L", "urea": "14.6 mmol/L", "tp": "66 g/L", "k": "5.6 mmol/L"}),
    (5, {"crea": "372 µmol/L", "urea": "29.5 mmol/L", "tp": "5.8 g/dL", "k": "6.1 mmol/L",
         "alt": "<5 U/L"}),
)  # fmt: skip


def tubes(tell: Telling) -> None:
    """Everything that the laboratory has."""
    taxon, monkeys = tell.taxa[SPECIES], _monkeys()
    panels = {one.name: one for one in laboratory.panels()}
    analytes = {one.key: one for one in laboratory.analytes()}
    _usual(tell, taxon, analytes)
    if len(monkeys) < 4:  # a small centre has no room for all of it
        return
    _failing(tell, monkeys[0], panels["Biochemistry"], analytes)
    _blood_counts(tell, monkeys[1:3], panels["PCV and total solids"], analytes)
    _waiting(tell, monkeys[3], panels["Faecal egg count"])
    _pools(tell)


def _monkeys() -> Sequence[Animal]:
    query = (
        sa.select(Animal).join(Animal.taxon).options(selectinload(Animal.stays))
        .where(Taxon.scientific_name == SPECIES, Animal.count == 1, Animal.name != "")
        .order_by(Animal.admitted_at, Animal.id)
    )  # fmt: skip
    return db.session.scalars(query.limit(4)).all()


def _usual(tell: Telling, taxon: Taxon, analytes: dict[str, Analyte]) -> None:
    for key, (*limits, unit) in USUAL.items():
        said = Range(Limits(*(Decimal(one) if one else None for one in limits)), unit, SOURCE)
        interval_rules.add(analytes[key], Whom(taxon), said, by=tell.vet, at=tell.ago(400))


def _failing(tell: Telling, monkey: Animal, panel: LabPanel, analytes: dict[str, Analyte]) -> None:
    for days, came in COURSE:
        at = max(tell.ago(days), monkey.admitted_at + DAY)
        tube = samples.take(
            [monkey], "blood_heparin", Asked(panels=[panel]), by=tell.vet, at=at,
            bench=Bench(laboratory="Own laboratory"),
        )  # fmt: skip
        for key, typed in came.items():
            result_rules.enter(tube.tests[0], analytes[key], amounts.read(typed), by=tell.vet,
                               at=at + HOUR, method=ANALYSER)  # fmt: skip
    slip = next(one for one in tube.tests[0].live if one.analyte is analytes["k"])
    result_rules.amend(slip, amounts.read("5.1 mmol/L"), by=tell.vet, at=at + 3 * HOUR,
                       reason="The plasma was haemolysed; measured again.")  # fmt: skip


def _blood_counts(
    tell: Telling, monkeys: Sequence[Animal], panel: LabPanel, analytes: dict[str, Analyte]
) -> None:
    for monkey, pcv in zip(monkeys, ("28 %", "39 %"), strict=False):
        at = tell.ago(12)
        tube = samples.take([monkey], "blood_edta", Asked(panels=[panel]), by=tell.vet, at=at)
        result_rules.enter(tube.tests[0], analytes["hct"], amounts.read(pcv), by=tell.vet,
                           at=at + HOUR / 2, method="Microcentrifuge")  # fmt: skip


def _waiting(tell: Telling, monkey: Animal, panel: LabPanel) -> None:
    """One tube of this morning that nobody sent yet, one at the laboratory."""
    samples.take([monkey], "faeces", Asked(panels=[panel]), by=tell.keeper,
                 at=max(monkey.admitted_at + HOUR, tell.now - 2 * HOUR))  # fmt: skip
    tube = samples.take([monkey], "swab", Asked(findings=["Herpes B PCR"]), by=tell.vet,
                        at=tell.ago(4))  # fmt: skip
    samples.send(tube, laboratory=PASTEUR, lab_reference="IPC 4471", by=tell.vet,
                 at=tube.taken_at + 2 * HOUR)  # fmt: skip


def _pools(tell: Telling) -> None:
    """A lot in quarantine, sampled in pools: some tubes came back negative, the others wait."""
    test = db.session.scalars(
        sa.select(QuarantineTest)
        .join(QuarantineTest.quarantine).join(Quarantine.animal)
        .where(
            Quarantine.ended_at.is_(None), Animal.count >= 9, QuarantineTest.sampled_at.is_(None),
            QuarantineTest.waived_at.is_(None), QuarantineTest.voided_at.is_(None),
            Quarantine.began_at < tell.now - 4 * DAY,
            sa.or_(QuarantineTest.name.ilike("%PCR%"), QuarantineTest.sample.ilike("%swab%")),
        )
        .order_by(QuarantineTest.due_on, QuarantineTest.id).limit(1)
    ).one_or_none()  # fmt: skip
    if test is None:
        return
    lot = test.quarantine.animal
    made = samples.take_pools(
        lot, min(lot.count, 10), 5, "swab", Asked(quarantine_tests=[test]), by=tell.vet,
        at=tell.ago(3), bench=Bench(laboratory=PASTEUR),
    )  # fmt: skip
    _back(tell, made[0])


def _back(tell: Telling, tube: LabSample) -> None:
    at = max(tube.taken_at, clock.start_of(clock.today(tell.now)) - 5 * HOUR)
    finding_rules.find(tube.tests[0], "negative", by=tell.vet, note="Ct not reached.", at=at)

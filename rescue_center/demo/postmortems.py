"""The demo centre's dead: most of the last were opened, one is a draft, some wait."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import sqlalchemy as sa

from rescue_center.db import db
from rescue_center.demo.stories import Telling
from rescue_center.departures.models import Death
from rescue_center.necropsy import part_rules, rules

HOUR = timedelta(hours=1)
#: What was found, and what the histology said: cause -> system, finding, final, ultimate.
FOUND = {
    "Pneumonia": ("lungs", "Both lungs dark red and firm, sink in water",
                  "Suppurative bronchopneumonia", "Days in a closed lorry"),
    "Snare wound, septicaemia": ("muscle", "Deep ring wound of the left forelimb, pus to the bone",
                                 "Septicaemia from a snare wound", "Snare"),
    "Dehydration": ("urinary", "Kidneys pale, urates in the tubules", "Renal gout, dehydration",
                    "Transport without water"),
    "Enteritis": ("gut", "Small intestine red, bloody content", "Haemorrhagic enteritis",
                  "Crowding in the sack"),
    "Old age": ("heart", "Heart enlarged, flabby", "Dilated cardiomyopathy", "Age"),
}  # fmt: skip


def open_the_last(tell: Telling, most: int = 7) -> None:
    """Of the last that died: three are concluded, two wait for the histology, one is a draft."""
    died = db.session.scalars(
        sa.select(Death).where(Death.cause != "", Death.disposed_at.is_(None))
        .order_by(Death.at.desc(), Death.id).limit(most)
    ).all()  # fmt: skip
    for n, death in enumerate(died[1:]):
        at = min(death.at + (4 + n) * HOUR, tell.now)
        system, finding, final, ultimate = FOUND.get(death.cause, FOUND["Pneumonia"])
        row = rules.begin(
            death,
            {"at": at, "condition": "fresh", "safety": "not_suspected", "storage": "At +4 °C",
             "examined": 1, "external": "Thin, no wounds beside those described.",
             "preliminary": death.cause},
            systems={system: finding, "liver": "Nothing abnormal"},
            organs={"liver": Decimal(tell.dice.randint(800, 9000)) / 100}, by=tell.vet, at=tell.now,
        )  # fmt: skip
        if n == 0:
            continue
        rules.sign(row, explains=True, by=tell.vet, at=tell.now, version=row.version)
        if n > 2:
            rules.conclude(row, final=final, proximate=death.cause, ultimate=ultimate,
                           histology="Provincial laboratory, slides kept", by=tell.vet,
                           at=tell.now)  # fmt: skip
        if n == 3:
            part_rules.keep(death, "Skull", Decimal(1), "piece", kept_at="Evidence freezer 2",
                            seal=f"S-{death.id:04}", witness="Helen Marsh", by=tell.vet,
                            at=tell.now)  # fmt: skip

"""Who an animal is, in one statement: what the banner on every page about it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from flask import url_for

from rescue_center import clock
from rescue_center.animals.life import DEPARTED, Stage
from rescue_center.animals.models import Animal, Stay
from rescue_center.care.models import Weight
from rescue_center.care.queries import NEWEST_WEIGHT
from rescue_center.db import rows
from rescue_center.enclosures.models import Housing, Unit
from rescue_center.errors import Missing
from rescue_center.measures import weight_text
from rescue_center.media.models import Media
from rescue_center.policy import Facts, Role, sees
from rescue_center.quarantine.models import Quarantine
from rescue_center.species.models import Hazard, HazardGroup, Taxon
from rescue_center.tags.models import Tag
from rescue_center.tongues import N_, phrase


class Flag(NamedTuple):
    """A warning: kind, words, more, address."""

    kind: str
    words: str
    more: str = ""
    href: str | None = None


@dataclass
class Banner:
    """The facts of one animal that a person must see before doing anything to it."""

    row: Any
    at: datetime
    hazards: list[tuple[str, str]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What people call it; a lot says how many it counts, while it counts any."""
        if self.row.kind == "lot":
            words = self.row.name or self.row.common_name or self.row.scientific_name
            return f"{self.row.count} {words}" if self.row.count else str(words)
        return str(self.row.name or self.row.accession)

    @property
    def number(self) -> str | None:
        """The number of its live tag."""
        number: str | None = self.row.tag_number
        return number

    @property
    def in_care(self) -> bool:
        """Whether its stay is open."""
        return Stage(self.row.stage) not in DEPARTED

    @property
    def weight(self) -> str:
        """The last weight with the age of the reading."""
        if self.row.weight_g is None:
            return phrase("Not known")
        days = (self.at - self.row.weighed_at).days
        age = phrase("today") if days < 1 else phrase("{span} ago", span=clock.span_text(days))
        weight = weight_text(self.row.weight_g)
        if self.row.weight_method == "estimated":
            weight = phrase("about {weight}", weight=weight)
        return f"{weight} ({age.replace(' ', chr(0xA0))})"

    @property
    def photo(self) -> str | None:
        """The address of the cover photograph."""
        if self.row.photo_sha is None:
            return None
        return url_for("media.photo", sha=self.row.photo_sha, size=320)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Sex, age, weight, place, time in care."""
        shown = [
            (N_("Accession"), self.row.accession),
            (N_("Sex"), _words(self.row.sex)),
            (N_("Age"), _words(self.row.age_class)),
            (N_("Weight"), self.weight),
        ]
        if self.in_care:
            place = (
                f"{self.row.unit_code} {self.row.unit_name}".strip() if self.row.unit_code else ""
            )
            days = (self.at - self.row.began_at).days
            shown += [(N_("Place"), place or phrase("No enclosure")), (N_("In care"), _since(days))]
        else:
            shown.append((N_("Left"), clock.day_text(self.row.ended_at)))
        if self.row.kind == "lot":
            shown.insert(1, (N_("Count"), str(self.row.count)))
        return shown

    def flags(self, roles: Iterable[Role] | None) -> list[Flag]:
        """The true warnings, those of custody only for who may see them."""
        found = []
        if self.in_care and self.hazards:
            ppe, names = _worst(self.hazards)
            found.append(Flag("zoonosis", phrase(_WEAR[ppe]), names))
        if self.row.holds and sees(roles, Facts.HUSBANDRY):
            more = ""
            if sees(roles, Facts.CUSTODY) and self.row.case_number:
                more = phrase("Case {number}", number=self.row.case_number)
            found.append(Flag("hold", phrase("Legal hold"), more))
        if self.row.q_start is not None:
            day = max(0, (self.at - self.row.q_start).days) + 1
            days = max(1, -(-(self.row.q_end - self.row.q_start).total_seconds() // 86400))
            more = phrase("day {day} of {days}", day=day, days=f"{days:.0f}")
            if self.at >= self.row.q_end:
                more = phrase("its {days} days are over, not cleared yet", days=f"{days:.0f}")
            found.append(Flag("quarantine", phrase("Quarantine"), more))
        if self.in_care and self.row.unit_code is None:
            found.append(Flag("missing", phrase("No enclosure")))
        return found


def _words(value: str) -> str:
    if value == "unknown":
        return phrase("Not known")
    return phrase(value.replace("_", " ").capitalize())


def _since(days: int) -> str:
    return phrase("since today") if days < 1 else clock.span_text(days)


_WEAR = {
    "standard": N_("Gloves"), "enhanced": N_("Gloves and mask"),
    "maximum": N_("Full protection, named people only"),
}  # fmt: skip
_PPE = tuple(_WEAR)


def _worst(hazards: list[tuple[str, str]]) -> tuple[str, str]:
    worst = max((ppe for _, ppe in hazards), key=_PPE.index)
    names = [name for name, ppe in hazards if ppe == worst]
    return worst, ", ".join(names[:3]) + (f" {phrase('and more')}" if len(names) > 3 else "")


_LAST_STAY = (
    sa.select(sa.func.max(Stay.number)).where(Stay.animal_id == Animal.id)
    .correlate(Animal).scalar_subquery()
)  # fmt: skip

#: The grave diseases of its kind in one text, so that a banner is one row: parts of a hazard and
#: hazards are parted by control characters, which no name holds.
_PART, _NEXT = "\x1f", "\x1e"
_BETWEEN, _AFTER = (sa.literal_column(f"'{mark}'", sa.String) for mark in (_PART, _NEXT))
_HAZARDS = (
    sa.select(
        sa.func.aggregate_strings(
            Hazard.level + _BETWEEN + Hazard.disease + _BETWEEN + Hazard.ppe_level,
            _AFTER,  # type: ignore[arg-type]
        )
    )
    .join(HazardGroup, HazardGroup.hazard_id == Hazard.id)
    .where(HazardGroup.group_id == Taxon.group_id)
    .where(sa.or_(Hazard.level == "critical", Hazard.level == "high"))
    .correlate(Taxon)
    .scalar_subquery()
)  # fmt: skip


def _statement(*, by_tag: bool = False) -> Any:
    """Whose banner it is is said afterwards; that of a tag's bearer is sought from the tag on."""
    from rescue_center.cases.models import Case

    worn = sa.and_(Tag.animal_id == Animal.id, Tag.status == "bound")
    begin = sa.join(Tag, Animal, worn) if by_tag else sa.outerjoin(Animal, Tag, worn)
    return (
        sa.select(
            Animal.id, Animal.accession, Animal.kind, Animal.name, Animal.sex, Animal.age_class,
            Animal.count, Animal.holds, Animal.voided_at, Taxon.common_name, Taxon.scientific_name,
            Stay.id.label("stay_id"), Stay.stage, Stay.began_at, Stay.ended_at,
            Unit.code.label("unit_code"), Unit.name.label("unit_name"),
            Tag.number.label("tag_number"), Case.number.label("case_number"),
            Weight.weight_g, Weight.at.label("weighed_at"), Weight.method.label("weight_method"),
            Media.sha256.label("photo_sha"),
            Quarantine.clock_start.label("q_start"), Quarantine.min_end.label("q_end"),
            _HAZARDS.label("hazards"),
        )
        .select_from(begin)
        .join(Taxon, Taxon.id == Animal.taxon_id)
        .join(Stay, sa.and_(Stay.animal_id == Animal.id, Stay.number == _LAST_STAY))
        .outerjoin(Housing, sa.and_(Housing.animal_id == Animal.id, Housing.ended_at.is_(None)))
        .outerjoin(Unit, Unit.id == Housing.unit_id)
        .outerjoin(Weight, Weight.id == NEWEST_WEIGHT)
        .outerjoin(Media, Media.id == Animal.photo_id)
        .outerjoin(Case, Case.id == Animal.case_id)
        .outerjoin(
            Quarantine, sa.and_(Quarantine.stay_id == Stay.id, Quarantine.ended_at.is_(None))
        )
    )  # fmt: skip


BANNER = _statement()
BANNER_BY_TAG = _statement(by_tag=True)
_BY_ACCESSION = BANNER.where(Animal.accession == sa.bindparam("accession"))
_BY_ID = BANNER.where(Animal.id == sa.bindparam("animal_id"))


def banner(accession: str) -> Banner:
    """The banner of the animal with this accession number; 404 when there is none."""
    return filled(rows(_BY_ACCESSION, accession=accession))


def banner_of(animal: Animal | int) -> Banner:
    """The banner of an animal at hand, for the pages of every package."""
    animal_id = animal if isinstance(animal, int) else animal.id
    return filled(rows(_BY_ID, animal_id=animal_id))


def filled(found: Sequence[Any]) -> Banner:
    """The banner of the first row; 404 where there is none."""
    if not found:
        raise Missing
    return Banner(found[0], clock.now(), _hazards(found[0].hazards))


def _hazards(told: str | None) -> list[tuple[str, str]]:
    """Disease and protection of each, the critical ones first."""
    parted = sorted(one.split(_PART) for one in told.split(_NEXT)) if told else []
    return [(disease, ppe) for _, disease, ppe in parted]


#: What templates of other packages call; set as a global by boards/views.py.
GLOBALS: dict[str, Callable[..., Any]] = {"banner_of": banner_of}

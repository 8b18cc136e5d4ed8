"""People, species, units and animals for the tests of housing and quarantine."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import sqlalchemy as sa

from rescue_center.animals import rules as animals
from rescue_center.animals.models import Animal, EpiGroup
from rescue_center.db import db
from rescue_center.enclosures import rules
from rescue_center.enclosures.models import Unit
from rescue_center.policy import Role
from rescue_center.species.models import Taxon, TaxonGroup
from rescue_center.staff.models import Grant, Person

DAY0 = datetime(2026, 5, 1, 8, 0, tzinfo=UTC)
_numbers = count(1)


def day(n: float) -> datetime:
    """The moment `n` days after the beginning of the tests' time."""
    return DAY0 + timedelta(days=n)


def make_person(*roles: Role | str, name: str = "Sok Dara") -> Person:
    """Somebody who holds these roles."""
    person = Person(account=f"person{next(_numbers)}", name=name, created_at=day(-100))
    db.session.add(person)
    db.session.flush()
    for role in roles:
        db.session.add(Grant(person_id=person.id, role=Role(role).value, granted_at=day(-100)))
    db.session.flush()
    return person


def make_group(key: str, *, days: int = 30, scope: str = "order", **rest: Any) -> TaxonGroup:
    """A taxon group, made once."""
    group = db.session.scalar(sa.select(TaxonGroup).where(TaxonGroup.key == key))
    if group is None:
        group = TaxonGroup(key=key, label=key.replace("_", " ").capitalize(), min_days=days,
                           restart_scope=scope, ppe_level="standard", **rest)  # fmt: skip
        db.session.add(group)
        db.session.flush()
    return group


def make_taxon(
    name: str = "Macaca nemestrina",
    *,
    group: TaxonGroup | None = None,
    order: str = "Primates",
    klass: str = "Mammalia",
    **rest: Any,
) -> Taxon:
    """A species, made once."""
    taxon = db.session.scalar(sa.select(Taxon).where(Taxon.scientific_name == name))
    if taxon is None:
        taxon = Taxon(scientific_name=name, common_name=rest.pop("common", name),
                      order_name=order, class_name=klass, group=group, **rest)  # fmt: skip
        db.session.add(taxon)
        db.session.flush()
    return taxon


def make_epi_group(label: str = "one boat") -> EpiGroup:
    """Animals of one vehicle."""
    group = EpiGroup(label=label)
    db.session.add(group)
    db.session.flush()
    return group


def make_animal(
    taxon: Taxon | None = None, *, heads: int = 1, at: datetime = DAY0, **rest: Any
) -> Animal:
    """An animal or lot in care since `at`."""
    return animals.admit(taxon=taxon or make_taxon(), count=heads, by=None, at=at, **rest)


def make_site() -> Unit:
    """The centre itself."""
    site = db.session.scalar(sa.select(Unit).where(Unit.level == "site"))
    return site or rules.open_unit(code="PT", level="site", by=None, at=DAY0)


def make_unit(code: str = "", *, capacity: int = 10, parent: Unit | None = None,
              at: datetime = DAY0, **facts: Any) -> Unit:  # fmt: skip
    """An enclosure at the centre."""
    return rules.open_unit(
        code=code or f"E{next(_numbers)}", parent=parent or make_site(), capacity=capacity,
        by=None, at=at, **facts,
    )  # fmt: skip

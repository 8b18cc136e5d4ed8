"""The pairs that never live together, as they come with the reference data."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, scoped_session

from rescue_center.enclosures import load, rules
from rescue_center.enclosures.models import Incompatible
from rescue_center.errors import Refused
from rescue_center.species.load import load as load_reference
from rescue_center.species.models import Taxon, TaxonGroup
from tests.enclosures.makers import day, make_animal, make_unit

NOW = datetime(2026, 5, 12, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _loaded(session: scoped_session[Session]) -> None:
    load_reference(at=NOW)


def test_every_group_named_is_a_group() -> None:
    assert {key for one, other, _, _ in load.pairs() for key in (one, other)} <= set(
        session_groups()
    )


def session_groups() -> list[str]:
    from rescue_center.db import db

    return list(db.session.scalars(sa.select(TaxonGroup.key)))


def test_loading_again_adds_nothing_and_keeps_what_was_retired(
    session: scoped_session[Session],
) -> None:
    row = session.scalars(sa.select(Incompatible)).first()
    assert row is not None
    row.retired = True
    session.flush()
    assert load.load(at=NOW) == 0
    assert row.retired


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Macaca nemestrina", "Prionailurus bengalensis"),
        ("Panthera tigris", "Ursus thibetanus"),
        ("Python bivittatus", "Nycticebus bengalensis"),
    ],
)
def test_those_are_kept_apart(session: scoped_session[Session], one: str, other: str) -> None:
    taxa = [session.scalars(sa.select(Taxon).where(Taxon.scientific_name == name)).one()
            for name in (one, other)]  # fmt: skip
    with pytest.raises(Refused, match="cannot share"):
        rules.house([make_animal(t) for t in taxa], make_unit(), by=None, at=day(1))


def test_the_turtles_and_tortoises_of_one_boat_may_share() -> None:
    from rescue_center.db import db

    names = ("Indotestudo elongata", "Heosemys annandalii", "Heosemys grandis")
    taxa = db.session.scalars(sa.select(Taxon).where(Taxon.scientific_name.in_(names))).all()
    assert len(taxa) == 3
    rules.house([make_animal(t) for t in taxa], make_unit(), by=None, at=day(1))

"""What people wear with an animal of a group: the stronger of its group's own level and that of the
grave diseases it may carry (domain rules 2.4)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from rescue_center.species.models import Hazard, HazardGroup, Taxon, TaxonGroup

#: Ranks of protection; below 1 nothing is known that asks for any.
WORDS = {1: "Gloves", 2: "Gloves and mask", 3: "Full protection"}
GRAVE = ("critical", "high")


def _group_rank(group_id: Any) -> Any:
    grave = sa.and_(Hazard.id == HazardGroup.hazard_id, Hazard.level.in_(GRAVE))
    rank = sa.case(
        (sa.or_(TaxonGroup.ppe_level == "maximum", Hazard.ppe_level == "maximum"), 3),
        (sa.or_(TaxonGroup.ppe_level == "enhanced", Hazard.ppe_level == "enhanced"), 2),
        (Hazard.ppe_level == "standard", 1),
        else_=0,
    )
    return (
        sa.select(sa.func.max(rank))
        .select_from(TaxonGroup)
        .outerjoin(HazardGroup, HazardGroup.group_id == TaxonGroup.id)
        .outerjoin(Hazard, grave)
        .where(TaxonGroup.id == group_id)
    )


#: The rank of the taxon that a statement is about, as a column of it: no query of its own.
RANK = _group_rank(Taxon.group_id).correlate(Taxon).scalar_subquery()


def words(rank: int | None) -> str:
    """What to wear, in words; nothing where nothing is asked."""
    return WORDS.get(rank or 0, "")

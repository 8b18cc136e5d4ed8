"""The labels of tubes, to be printed."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Response, request
from sqlalchemy.orm import joinedload, selectinload

from rescue_center import clock
from rescue_center.db import db
from rescue_center.errors import Missing
from rescue_center.laboratory import labels
from rescue_center.laboratory.address import TAKERS, bp
from rescue_center.laboratory.labels import TubeLabel
from rescue_center.laboratory.models import KINDS, LabSample, SampleOf
from rescue_center.policy import allow
from rescue_center.tags.address import pdf

MOST = 200


@bp.get("/laboratory/labels.pdf")
@allow(*TAKERS)
def tube_labels() -> Response:
    """The labels of these tubes: `?tube=26000427&tube=…`, on a tape or with `&stock=L7651`."""
    numbers = request.args.getlist("tube")[:MOST]
    stock = labels.TUBE_STOCKS.get(request.args.get("stock", ""), labels.TAPE)
    query = (
        sa.select(LabSample)
        .where(LabSample.number.in_(numbers))
        .options(selectinload(LabSample.members).joinedload(SampleOf.animal))
        .options(joinedload(LabSample.unit))
        .order_by(LabSample.number)
    )
    tubes = db.session.scalars(query).all()
    if not tubes:
        raise Missing
    start = min(max(1, request.args.get("start", 1, int)), stock.per_page)
    made = labels.tube_sheets([_label(one) for one in tubes], stock, start=start)
    return pdf(made, f"tubes-{tubes[0].number}")


def _label(tube: LabSample) -> TubeLabel:
    """Whom it is of, what was taken, and when."""
    one = tube.only
    whose = (tube.of_words, one.accession) if one is not None and one.name else (tube.of_words,)
    when = clock.local(tube.taken_at)
    return TubeLabel(tube.number, (*whose, f"{KINDS[tube.kind]} {when:%d %b %y %H:%M}"))

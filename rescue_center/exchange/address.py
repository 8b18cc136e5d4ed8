"""The addresses of imports: the blueprint of their pages, and what the kinds of files share."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, render_template, url_for

from rescue_center.answers import answer
from rescue_center.db import db
from rescue_center.exchange import animal_words, case_cells, staging
from rescue_center.exchange.forms import UploadForm
from rescue_center.exchange.models import ImportRun
from rescue_center.staff.models import Person

bp = Blueprint("imports", __name__, url_prefix="/imports")
SHOWN = 500


@dataclass(frozen=True)
class Kind:
    """A kind of file: what it is called, where its pages are, and its columns."""

    key: str
    title: str
    home: tuple[str, str]
    index: str
    upload: str
    check: str
    carry_out: str
    columns: tuple[str, ...]
    needed: tuple[str, ...]


CASES = Kind(
    "cases", "Import cases", ("Cases", "cases.index"), "imports.index", "imports.upload",
    "imports.check", "imports.carry_out", case_cells.COLUMNS, case_cells.NEEDED,
)  # fmt: skip
ANIMALS = Kind(
    "animals", "Import animals", ("Animals", "animal_list.index"), "imports.animals",
    "imports.upload_animals", "imports.check_animals", "imports.carry_out_animals",
    animal_words.COLUMNS, animal_words.NEEDED,
)  # fmt: skip
KINDS = {kind.key: kind for kind in (CASES, ANIMALS)}


def index_page(kind: Kind) -> str:
    """The imports of a kind that were carried out, and the box for the next file."""
    return render_template("exchange/index.html", form=UploadForm(), **_listed(kind))


def _listed(kind: Kind) -> dict[str, Any]:
    runs = db.session.execute(
        sa.select(ImportRun, Person.name)
        .outerjoin(Person, Person.id == ImportRun.by_id)
        .where(ImportRun.kind == kind.key)
        .order_by(ImportRun.id.desc())
        .limit(50)
    ).all()
    return {"runs": runs, "kind": kind, "kinds": KINDS}


def take_file(kind: Kind, read: Callable[[bytes], object]) -> Any:
    """Keep a file that was sent, and go on to its check; `read` refuses what is no such table."""
    form = UploadForm.posted()

    def act() -> str:
        raw = form.file.data.read()
        read(raw)
        return staging.stage(raw, plain_name(form.file.data.filename, kind))

    return answer(
        form, act, "exchange/index.html", to=lambda sha: url_for(kind.check, sha=sha),
        facts=lambda: _listed(kind),
    )  # fmt: skip


def plain_name(name: str | None, kind: Kind) -> str:
    """The name of a file that was sent, without its folders and without what is no text."""
    last = (name or "").replace("\\", "/").rpartition("/")[2]
    plain = "".join(c for c in last if unicodedata.category(c)[0] != "C")[:200]
    return plain or f"{kind.key}.csv"

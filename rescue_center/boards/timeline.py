"""The journal read as a story: what happened to an animal, a case or an enclosure.

What a person may not see is left out here, by the class of the subject, on the server.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.db import rows
from rescue_center.journal import words
from rescue_center.journal.models import Entry
from rescue_center.policy import Facts, Role, sees
from rescue_center.retold import days_in
from rescue_center.staff.models import Person
from rescue_center.tongues import ENGLISH, N_, current, option, phrase

#: The class of facts that a subject belongs to; what is not named here is husbandry.
CLASS = {
    "exam": Facts.CLINICAL,
    "exam_addendum": Facts.CLINICAL,
    "prescription": Facts.CLINICAL,
    "quarantine_test": Facts.CLINICAL,
    "disease_notice": Facts.CLINICAL,
    "lab_result": Facts.CLINICAL,
    "assessment": Facts.CLINICAL,
    **dict.fromkeys(("necropsy", "carcass_part"), Facts.CLINICAL),
    "animal_death": Facts.HUSBANDRY,
    "seizure_case": Facts.CUSTODY,
    "manifest_line": Facts.CUSTODY,
    "court_order": Facts.CUSTODY,
    "evidence_hold": Facts.CUSTODY,
    "permit": Facts.CUSTODY,
    "tag_finding": Facts.COORDINATES,
    "person": Facts.JOURNAL,
    "role_grant": Facts.JOURNAL,
}
#: What a timeline can be narrowed to: the words, and the kinds of subject they mean.
KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "care": (N_("Care"), ("weight", "exam", "exam_addendum", "prescription", "dose",
                      "administration", "phone_record", "lab_sample", "lab_result")),
    "quarantine": (N_("Quarantine"), ("quarantine", "quarantine_test", "quarantine_exemption",
                                  "quarantine_exposure_decision", "disease_notice",
                                  "adverse_event")),
    "keeping": (N_("Keeping"), ("roll_call", "concern", "tending", "observation", "incident",
                            "welfare_assessment", "care_plan", "diet", "keepership", "shift")),
    "moves": (N_("Moves"), ("housing", "unit", "unit_cleaning", "stay", "intake", "regroup",
                        "ledger_entry", "animal_release", "released_stay", "animal_transfer",
                        "animal_death", "animal_escape", "assessment")),
    "identity": (N_("Identity"), ("animal", "mark", "tag", "animal_photo", "identification")),
    "case": (N_("Case and papers"), ("seizure_case", "manifest_line", "discrepancy", "court_order",
                                 "evidence_hold", "permit", "issued_document")),
}  # fmt: skip

#: Keys whose values are places: shown to those who see coordinates, to nobody else.
_PLACES = frozenset({"coordinates", "latitude", "longitude", "uncertainty_m", "place"})

_ICONS = {
    "weight": "weight", "exam": "exam", "exam_addendum": "exam", "prescription": "treatment",
    "lab_sample": "test", "lab_result": "labs",
    "dose": "dose", "administration": "dose", "housing": "move", "unit": "enclosure",
    "quarantine": "quarantine", "quarantine_test": "test", "adverse_event": "alert",
    "quarantine_exemption": "quarantine", "disease_notice": "alert", "unit_cleaning": "check",
    "quarantine_exposure_decision": "quarantine",
    "roll_call": "list", "concern": "alert", "tending": "feed", "observation": "note",
    "incident": "alert", "welfare_assessment": "welfare", "care_plan": "plan", "diet": "feed",
    "keepership": "people", "shift": "calendar",
    "evidence_hold": "hold", "court_order": "gavel", "mark": "microchip", "animal_photo": "photo",
    "tag": "tag", "regroup": "split", "ledger_entry": "list", "intake": "intake",
    "animal_release": "release", "released_stay": "release", "animal_transfer": "transfer",
    "animal_death": "death", "animal_escape": "escape", "issued_document": "certificate",
    "identification": "bird", "assessment": "ready", "permit": "certificate",
    "seizure_case": "case", "manifest_line": "case", "stay": "animal", "animal": "animal",
}  # fmt: skip


#: Verbs that keep again what the line before them told.
_REPEATS = frozenset({"signed an examination"})
#: Verbs that take back what another told of the same subject.
UNDOES = {"reversed a death": "died"}


class Event(NamedTuple):
    """One line of the story. `details` holds the facts of each act that it tells of."""

    seq: int
    day: str
    time: str
    what: str
    details: list[list[tuple[str, str]]]
    who: str
    late: str
    icon: str
    reason: str
    whom: tuple[str, str] | None = None  # the animal's name and accession
    void: bool = False  # taken back by a later act


_later = aliased(Entry)
#: Whether a line was taken back, by an act that may stand on another page of the story.
_TAKEN_BACK = sa.case(
    *((Entry.verb == told, sa.exists().where(_later.verb == undoing,
                                             _later.subject == Entry.subject))
      for undoing, told in UNDOES.items()),
    else_=sa.false(),
)  # fmt: skip
_STORY = (
    sa.select(Entry.seq, Entry.verb, Entry.subject, Entry.at, Entry.recorded_at, Entry.reason,
              Entry.before, Entry.after, Person.name, _TAKEN_BACK.label("taken_back"))
    .outerjoin(Person, Person.id == Entry.person_id)
    .order_by(Entry.at.desc(), Entry.seq.desc())
    .limit(sa.bindparam("size"))
    .offset(sa.bindparam("start"))
)  # fmt: skip
_COLUMN = {"animal": Entry.animal_id, "case": Entry.case_id, "unit": Entry.unit_id}
_OF = {
    "animal": _STORY.where(Entry.animal_id == sa.bindparam("key")),
    "case": _STORY.where(Entry.case_id == sa.bindparam("key")),
    # an enclosure's acts are about those who live in it
    "unit": _STORY.add_columns(Animal.accession, Animal.name.label("animal_name"))
    .outerjoin(Animal, Animal.id == Entry.animal_id)
    .where(Entry.unit_id == sa.bindparam("key")),
}


def story(
    of: str, key: int, roles: Iterable[Role] | None, *, page: int = 1, size: int = 40,
    kind: str = "",
) -> list[Event]:  # fmt: skip
    """What happened that these roles may see, newest first. `of` is animal, case or unit; `kind`
    one of KINDS, or all."""
    roles = frozenset(roles or ())
    lines = _lines(of, _withheld(roles), kind)
    told = rows(lines, key=key, size=size, start=(page - 1) * size)
    hidden = "unit" if of == "unit" else ""  # its own name says nothing on its own page
    return _together(_event(row, roles, hidden) for row in told)


def _together(events: Iterable[Event]) -> list[Event]:
    """What one person did in one minute in the same way, as one line with the facts of each."""
    told: list[Event] = []
    for one in events:
        last = told[-1] if told else None
        if last and one.details and _same(one) == _same(last):
            last.details.extend(one.details)
        else:
            told.append(one)
    return told


def _same(event: Event) -> tuple[Any, ...]:
    return (event.day, event.time, event.what, event.who, event.late, event.reason, event.whom,
            event.void)  # fmt: skip


def length(of: str, key: int, roles: Iterable[Role] | None, kind: str = "") -> int:
    """How many entries these roles may see."""
    count = _count(of, _withheld(frozenset(roles or ())), kind)
    return int(rows(count, key=key)[0][0])


def _withheld(roles: frozenset[Role]) -> tuple[str, ...]:
    """The kinds of subject that these roles may not see."""
    return tuple(kind for kind, facts in CLASS.items() if not sees(roles, facts))


@cache
def _lines(of: str, withheld: tuple[str, ...], kind: str) -> sa.Select[Any]:
    """The lines of a story, written once for each set of roles that sees the same."""
    return _OF[of].where(*_those(withheld, kind))


@cache
def _count(of: str, withheld: tuple[str, ...], kind: str) -> sa.Select[Any]:
    those = (_COLUMN[of] == sa.bindparam("key"), *_those(withheld, kind))
    return sa.select(sa.func.count()).select_from(Entry).where(*those)


def _those(withheld: tuple[str, ...], kind: str) -> Iterator[sa.ColumnElement[bool]]:
    for hidden in withheld:
        yield ~_about(hidden)
    if kind:
        yield sa.or_(*(_about(one) for one in KINDS[kind][1]))


def _about(kind: str) -> sa.ColumnElement[bool]:
    """Whether an entry's subject, `kind:id`, is of that kind."""
    return Entry.subject.startswith(f"{kind}:", autoescape=True)


def _event(row: Any, roles: frozenset[Role], hidden: str) -> Event:
    at: datetime = row.at
    late = ""
    if row.recorded_at - at > timedelta(minutes=15):
        same = clock.local(row.recorded_at).date() == clock.local(at).date()
        when = f"{clock.local(row.recorded_at):%H:%M}" if same else clock.day_text(row.recorded_at)
        late = phrase("recorded {when}", when=when)
    kind = row.subject.partition(":")[0]
    accession = getattr(row, "accession", None)
    told = _details(row.before or {}, row.after or {}, roles, hidden)
    facts = [one for one in told if one[1] != clock.moment_text(at)]
    if row.verb in _REPEATS:
        facts = []
    return Event(
        seq=row.seq,
        day=clock.day_text(at),
        time=f"{clock.local(at):%H:%M}",
        what=phrase(row.verb[:1].upper() + row.verb[1:]),
        details=[facts] if facts else [],
        who=row.name or phrase("The system"),
        late=late,
        icon=_ICONS.get(kind, "note"),
        reason=_word(row.reason) if row.reason.isidentifier() else row.reason,
        whom=(row.animal_name or accession, accession) if accession else None,
        void=bool(row.taken_back),
    )


def _fact(told: str | None) -> str:
    """A fact of the journal as this page says it: words of ours and days, or as it was written."""
    if not told or current() == ENGLISH:
        return told or ""
    if (said := _word(told)) == told:
        said = ", ".join(map(_word, told.split(", ")))
    return days_in(said, current())


def _word(told: str) -> str:
    if (said := option(told)) != told:
        return said
    whole = told[:1].upper() + told[1:]
    return told if (said := option(whole)) == whole else said.lower()


def _details(
    before: dict[str, Any], after: dict[str, Any], roles: frozenset[Role], hidden: str
) -> Iterable[tuple[str, str]]:
    for key, label, was, now in words.told(before, after):
        if now is None or key == hidden or (key in _PLACES and not sees(roles, Facts.COORDINATES)):
            continue
        was, now = _fact(was), _fact(now)
        yield phrase(label), f"{was} → {now}" if was not in ("", now) else now

"""Addresses of the boards: home, an animal, an enclosure, the search box."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, Flask, g, jsonify, redirect, render_template, request, url_for

from rescue_center import clock, marks, panels
from rescue_center.animals.life import Stage
from rescue_center.boards import (
    actions,
    admin_queries,
    banner,
    card,
    home_queries,
    names,
    search,
    sections,
    timeline,
    unit_queries,
)
from rescue_center.boards import home as home_page
from rescue_center.care.exam_rules import PURPOSES
from rescue_center.care.schedule import FREQUENCIES
from rescue_center.care.words import amount_text, route_text
from rescue_center.husbandry import alerts, concern_queries
from rescue_center.journal import naming, words
from rescue_center.laboratory import list_queries as tubes
from rescue_center.navigation import open_to
from rescue_center.policy import CARE, Facts, Role, allow, sees
from rescue_center.species import protection
from rescue_center.tags import check
from rescue_center.tongues import N_, phrase

bp = Blueprint("boards", __name__)

CARE_ROLES = frozenset(Role(name) for name in CARE)
_ICONS = {"animal": "animal", "tag": "tag", "chip": "microchip", "case": "case",
          "unit": "enclosure", "species": "bird", "left": "leave", "revoked": "void"}  # fmt: skip


@bp.record_once
def _words_for_templates(state: Any) -> None:
    app: Flask = state.app
    naming.namers.update(names.NAMERS)
    words.spoken.update(names.SPOKEN)
    app.jinja_env.globals.update(
        banner.GLOBALS,
        roles=_roles,
        amount_text=amount_text,
        route_text=route_text,
        purpose_text=_purpose,
        frequency_text=lambda code: phrase(FREQUENCIES[code].words).lower(),
        worn=_worn,
        card_of=card.card_of,
        why_shut=actions.why_shut,
        card_actions=lambda found: actions.of_animal(actions.CARD, found),
    )


def _worn(rank: int) -> Any:
    return marks.status("zoonosis", phrase(protection.words(rank)))


def _purpose(code: str) -> str:
    return phrase(PURPOSES.get(code) or code)


def _roles() -> frozenset[Role] | None:
    return g.staff.roles if g.get("staff") else None


@bp.get("/search")
@allow(*CARE)
def find() -> Any:
    """Everything the search box finds; a single animal opens at once."""
    typed = request.args.get("q", "").strip()
    found = [_shown(hit) for hit in search.find(typed)] or _tube(typed)
    if len(found) == 1 and request.args.get("stay") is None:
        return redirect(found[0]["url"], 303)
    return render_template("boards/search.html", typed=typed, found=found)


@bp.get("/search.json")
@allow(*CARE)
def find_json() -> Any:
    """The same for search-as-you-type."""
    typed = request.args.get("q", "")
    found = [_shown(hit) for hit in search.find(typed)] or _tube(typed)
    return jsonify(found=found[:10], total=len(found))


def _tube(typed: str) -> list[dict[str, str]]:
    """The tube with this number, typed or read from its code, for who sees tubes."""
    number = check.tidy(typed).upper().removeprefix("S")
    if not (check.valid(number) and open_to("laboratory.tube", g.staff.roles)):
        return []
    if not tubes.there_is(number):
        return []
    url = url_for("laboratory.tube", number=number)
    return [{"title": f"Tube {check.spoken(number)}", "more": "Sample", "icon": "test", "url": url}]


def _shown(hit: search.Hit) -> dict[str, str]:
    if hit.kind == "case":  # who does not read cases receives their animals
        case = "cases.show" if open_to("cases.show", g.staff.roles) else "animals.intake"
        what = hit.title or hit.more if sees(g.staff.roles, Facts.CUSTODY) else phrase("Intake")
        return _entry(hit, phrase("Case {number}", number=hit.key), what, case, number=hit.key)
    if hit.kind == "unit":
        return _entry(
            hit, f"{hit.key} {hit.title}", phrase("Enclosure"), "boards.unit", code=hit.key
        )
    if hit.kind == "species":
        return _entry(hit, hit.title, hit.more, "species.show", taxon_id=int(hit.key))
    if hit.kind == "revoked":
        title = phrase("Tag {number}, revoked", number=check.spoken(hit.key))
        return _entry(hit, title, hit.more, "tags.open_tag", number=hit.key)
    common, _, scientific = hit.more.partition("|")
    gone = f" · {phrase('not in care')}" if hit.kind == "left" else ""
    return _entry(
        hit, hit.title or common or scientific, f"{hit.key} · {common or scientific}{gone}",
        "boards.animal", accession=hit.key,
    )  # fmt: skip


def _entry(hit: search.Hit, title: str, more: str, endpoint: str, **key: Any) -> dict[str, str]:
    return {
        "title": title.strip(),
        "more": more,
        "icon": _ICONS[hit.kind],
        "url": url_for(endpoint, **key),
    }


@bp.get("/")
@allow("staff")
def home() -> Any:
    """Each role's own home: what is due now, and where to go."""
    roles = g.staff.roles
    if not roles & CARE_ROLES:
        if Role.ADMIN in roles:
            return _administration()
        return redirect(url_for("staff.account"), 303)
    at = clock.now()
    now = home_queries.today(at)
    return render_template(
        "boards/home.html",
        at=at,
        now=now,
        figures=home_page.figures(now, roles, at),
        tone_of=home_page.tone_of,
        stages=now.stages,
        walk=home_queries.round_of(at) if Role.KEEPER in roles else [],
        doses=home_queries.doses_next(at) if roles & {Role.VET, Role.KEEPER} else [],
        silent=alerts.missing(g.staff, at) if roles & {Role.KEEPER, Role.MANAGER} else [],
        uncounted=alerts.uncounted(g.staff, at) if roles & {Role.KEEPER, Role.MANAGER} else [],
        answers=concern_queries.answered_to(g.staff.id, at) if Role.KEEPER in roles else [],
        concerns=concern_queries.waiting() if roles & {Role.VET, Role.MANAGER} else [],
        unsigned=home_queries.exams_to_sign() if Role.VET in roles else [],
        close=home_queries.close_to_release() if Role.COORDINATOR in roles else [],
        moving=home_queries.transfers_under_way()
        if roles & {Role.COORDINATOR, Role.REGISTRAR, Role.MANAGER}
        else [],
        ending=home_queries.ending_quarantines()
        if roles & {Role.VET, Role.MANAGER, Role.COORDINATOR}
        else [],
        cases=home_queries.open_cases()
        if roles & {Role.REGISTRAR, Role.OFFICER, Role.MANAGER, Role.INSPECTOR}
        else [],
        labels={stage.value: stage.label for stage in Stage},
        greeting=_greeting(at),
        day=clock.long_day_text(at),
        actions=actions.of_home(),
    )


def _administration() -> str:
    """The home of who keeps accounts and machines and sees no animal."""
    at = clock.now()
    return render_template(
        "boards/home_admin.html", at=at, without=admin_queries.without_role(at),
        signed_in=admin_queries.signed_in(at), greeting=_greeting(at),
        day=clock.long_day_text(at), panels=panels.of("administration", at),
    )  # fmt: skip


GREETINGS = {
    "morning": N_("Good morning, {name}"), "afternoon": N_("Good afternoon, {name}"),
    "evening": N_("Good evening, {name}"),
}  # fmt: skip


def _greeting(at: datetime) -> str:
    return phrase(GREETINGS[part_of_day(at)], name=g.staff.name)


def part_of_day(at: datetime) -> str:
    """Morning from four o'clock on, afternoon from noon, evening from six until four."""
    hour = clock.local(at).hour
    return "morning" if 4 <= hour < 12 else "afternoon" if 12 <= hour < 18 else "evening"


@bp.get("/animals/<accession>")
@allow(*CARE)
def animal(accession: str) -> str:
    """An animal: what to know and do now."""
    return _section(accession, "now")


@bp.get("/animals/<accession>/<any(timeline,care,quarantine,moves,papers):section>")
@allow(*CARE)
def animal_section(accession: str, section: str) -> str:
    """One section of an animal's record."""
    return _section(accession, section)


def _section(accession: str, section: str) -> str:
    found = banner.banner(accession)
    return render_template(
        f"boards/animal_{section}.html", found=found, row=found.row, at=found.at, section=section,
        sections=sections.WORDS, links=_links(found, section), **sections.facts_of(section, found),
    )  # fmt: skip


def _links(found: banner.Banner, here: str) -> list[tuple[str, str, bool]]:
    accession = found.row.accession
    return [
        (
            phrase(words),
            url_for(".animal", accession=accession)
            if key == "now"
            else url_for(".animal_section", accession=accession, section=key),
            key == here,
        )
        for key, words in sections.WORDS.items()
    ]


@bp.get("/units/<code>")
@allow(*CARE)
def unit(code: str) -> str:
    """An enclosure: who lives here, what is due, how full it is."""
    found = unit_queries.unit_or_404(code)
    at = clock.now()
    if found.level == "enclosure":
        living = unit_queries.roster(found.id)
        inside = {
            "roster": living, "conflicts": unit_queries.conflicts(found.id, living),
            "former": unit_queries.former(found.id), "doses": unit_queries.unit_doses(found.id, at),
        }  # fmt: skip
    else:
        inside = {"children": unit_queries.children(found.id)}
    return render_template(
        "boards/unit.html", unit=found, at=at, **inside,
        events=timeline.story("unit", found.id, g.staff.roles, size=sections.LATEST),
        actions=actions.of_unit(found),
        panels=panels.of("unit", found),
    )  # fmt: skip

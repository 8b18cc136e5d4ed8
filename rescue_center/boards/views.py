"""Addresses of the boards: home, an animal, an enclosure, the search box."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, g, jsonify, redirect, render_template, request, url_for

from rescue_center.boards import banner, search
from rescue_center.policy import CARE, Role, allow

bp = Blueprint("boards", __name__)

_ICONS = {"animal": "animal", "tag": "tag", "chip": "microchip", "case": "case",
          "unit": "enclosure", "species": "bird"}  # fmt: skip


@bp.record_once
def _words_for_templates(state: Any) -> None:
    app: Flask = state.app
    app.jinja_env.globals.update(banner.GLOBALS, roles=_roles)


def _roles() -> frozenset[Role] | None:
    return g.staff.roles if g.get("staff") else None


@bp.get("/search")
@allow(*CARE)
def find() -> Any:
    """Everything the search box finds; a single animal opens at once."""
    typed = request.args.get("q", "").strip()
    found = [_shown(hit) for hit in search.find(typed)]
    if len(found) == 1 and request.args.get("stay") is None:
        return redirect(found[0]["url"], 303)
    return render_template("boards/search.html", typed=typed, found=found)


@bp.get("/search.json")
@allow(*CARE)
def find_json() -> Any:
    """The same for search-as-you-type."""
    found = [_shown(hit) for hit in search.find(request.args.get("q", ""))]
    return jsonify(found=found[:10], total=len(found))


def _shown(hit: search.Hit) -> dict[str, str]:
    if hit.kind == "case":
        return _entry(hit, f"Case {hit.key}", hit.title or hit.more, "cases.show", number=hit.key)
    if hit.kind == "unit":
        return _entry(hit, f"{hit.key} {hit.title}", "Enclosure", "boards.unit", code=hit.key)
    if hit.kind == "species":
        return _entry(hit, hit.title, hit.more, "species.show", taxon_id=int(hit.key))
    common, _, scientific = hit.more.partition("|")
    return _entry(
        hit, hit.title or common or scientific, f"{hit.key} · {common or scientific}",
        "boards.animal", accession=hit.key,
    )  # fmt: skip


def _entry(hit: search.Hit, title: str, more: str, endpoint: str, **key: Any) -> dict[str, str]:
    return {
        "title": title.strip(),
        "more": more,
        "icon": _ICONS[hit.kind],
        "url": url_for(endpoint, **key),
    }

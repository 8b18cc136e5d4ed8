"""The navigation around a page. It differs by person, place and theme alone, so each is drawn once
and kept; a page under a scanned tag spends a seventh of its time on it otherwise."""

from functools import lru_cache
from typing import Any

from flask import Flask, g, request
from markupsafe import Markup, escape

from rescue_center import navigation
from rescue_center.face import theme

#: Stands in what is kept for the one thing that differs on every page: its own address.
_HERE = "\0"

#: People at work at one time, times the places they go to.
KEPT = 512


def init_app(app: Flask) -> None:
    """Give templates `rail()`, what stands beside a page, and `bar()`, what stands below it."""

    @lru_cache(maxsize=KEPT)
    def drawn(part: str, places: tuple[navigation.Item, ...], name: str, roles: Any, _: str) -> Any:
        parts: Any = app.jinja_env.get_template("components/nav.html").module
        macro = getattr(parts, part)
        return str(macro(places, name, sorted(roles), _HERE)).split(_HERE)

    def draw(part: str) -> Markup:
        if app.debug:
            drawn.cache_clear()
        places = tuple(navigation.items_for(g.staff.roles, request.path))
        pieces = drawn(part, places, g.staff.name, frozenset(g.staff.roles), theme())
        here = str(escape(request.full_path.rstrip("?")))
        return Markup(here.join(pieces))  # noqa: S704 - both were escaped

    app.jinja_env.globals.update(rail=lambda: draw("rail"), bar=lambda: draw("bar"))

"""The navigation around a page. It differs by person, place and theme alone, so each is drawn once
and kept; a page under a scanned tag spends a seventh of its time on it otherwise."""

from functools import lru_cache
from typing import Any

from flask import Flask, g, request
from markupsafe import Markup, escape

from rescue_center import navigation, tongues
from rescue_center.face import theme

#: Stands in what is kept for the one thing that differs on every page: its own address.
_HERE = "\0"

#: People at work at one time, times the places they go to.
KEPT = 512


def init_app(app: Flask) -> None:
    """Give templates `rail()`, what stands beside a page, and `bar()`, what stands below it."""

    @lru_cache(maxsize=KEPT)
    def drawn(
        part: str, here: str | None, name: str, roles: Any, language: str, *_theme_and_root: str
    ) -> Any:  # fmt: skip
        parts: Any = app.jinja_env.get_template("components/nav.html").module
        macro, places = getattr(parts, part), navigation.items_for(roles, here)
        with tongues.speaking(language):
            return str(macro(places, name, sorted(roles), _HERE)).split(_HERE)

    def draw(part: str) -> Markup:
        if app.debug:
            drawn.cache_clear()
        roles, name = frozenset(g.staff.roles), g.staff.name
        here = navigation.here_of(roles, request.path)
        language = tongues.of(g.staff)
        pieces = drawn(part, here, name, roles, language, theme(), request.script_root)
        back = str(escape(request.full_path.rstrip("?")))
        return Markup(back.join(pieces))  # noqa: S704 - both were escaped

    app.jinja_env.globals.update(rail=lambda: draw("rail"), bar=lambda: draw("bar"))

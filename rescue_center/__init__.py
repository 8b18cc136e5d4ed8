"""Rescue Center: follows each confiscated wild animal from seizure to release or transfer."""

import os
from collections.abc import Callable, Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from flask import Flask
from flask_migrate import Migrate

from rescue_center import assets, face, frame, logs, patterns, policy, refusals, web
from rescue_center import config as settings
from rescue_center.db import db

#: Lowest first: a package imports only from those before it (tests/site/test_architecture.py).
PACKAGES = (
    "staff", "journal", "media", "species", "cases", "animals", "enclosures", "quarantine",
    "pharmacy", "care", "husbandry", "departures", "necropsy", "documents", "tags", "laboratory",
    "contacts", "rounds", "exchange", "boards", "operations", "demo",
)  # fmt: skip

migrate = Migrate()


class Application(Flask):
    """Flask, for views of which none is a coroutine: it asks that of each at every request."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function itself."""
        return func


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """The application, ready to serve. Refuses to start with an unsafe setting or an endpoint
    that does not say who may call it."""
    app = Application(__name__, template_folder="../templates", static_folder="../static")
    app.config.from_mapping(settings.read(os.environ, overrides))
    db.init_app(app)
    migrate.init_app(app, db, directory=str(settings.ROOT / "migrations"))
    logs.init_app(app)
    web.init_app(app)
    refusals.init_app(app)
    assets.init_app(app)
    face.init_app(app)
    frame.init_app(app)
    patterns.init_app(app)
    for name in PACKAGES:
        _join(app, name)
    if missing := policy.undeclared(app.view_functions):
        raise RuntimeError(f"These endpoints do not say who may call them: {', '.join(missing)}")
    return app


def _join(app: Flask, name: str) -> None:
    """Take in a package: its tables, its reference data, its pages (`bp` in *views.py) and its
    commands (`init_app` in *commands.py)."""
    package = import_module(f"rescue_center.{name}")
    for part in sorted(module.name for module in iter_modules(package.__path__)):
        if not part.endswith(("models", "rules", "checks", "load", "views", "commands")):
            continue
        module = import_module(f"rescue_center.{name}.{part}")
        if part.endswith("views"):
            app.register_blueprint(module.bp)
        if part.endswith("commands"):
            module.init_app(app)

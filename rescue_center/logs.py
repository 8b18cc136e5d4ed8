"""What the program tells of itself, a line for each thing, on the error stream: as text, or as JSON
for who collects it. Never what was typed, where an animal is, or what a cookie holds."""

import json
import logging
import secrets
from datetime import UTC, datetime

from flask import Flask, g, has_request_context, request
from flask.logging import default_handler

FORMS = ("text", "json")


def init_app(app: Flask) -> None:
    """Tell it in the form that the settings ask for."""
    if app.config["LOG"] not in FORMS:
        raise SystemExit(f"RESCUE_LOG is {app.config['LOG']!r}. It is one of: {', '.join(FORMS)}.")
    default_handler.setFormatter(Json() if app.config["LOG"] == "json" else Text())
    app.logger.addHandler(default_handler)  # where the server has handlers of its own, too
    app.logger.propagate = False


def reference() -> str:
    """Eight characters that name this request: a person reads them out, a log line has them."""
    known: str | None = g.get("reference")
    if known is None:
        known = g.reference = secrets.token_hex(4)
    return known


def _facts(record: logging.LogRecord) -> dict[str, str]:
    at = datetime.fromtimestamp(record.created, UTC)
    facts = {"at": at.isoformat(timespec="milliseconds"), "level": record.levelname.lower()}
    if has_request_context():
        facts |= {"request": reference(), "endpoint": request.endpoint or ""}
    return facts


class Json(logging.Formatter):
    """One object a line: at (UTC), level, request, endpoint, said, and trace where it broke."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        facts = _facts(record) | {"said": record.getMessage()}
        if record.exc_info:
            facts["trace"] = self.formatException(record.exc_info)
        return json.dumps(facts, ensure_ascii=False)


class Text(logging.Formatter):
    """The same for people; no line of a message begins a line of the log."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, and below it, indented, where it broke."""
        said = record.getMessage().replace("\r", " ").replace("\n", "\n  ")
        line = " ".join([*filter(None, _facts(record).values()), said])
        if record.exc_info:
            line += "\n  " + self.formatException(record.exc_info).replace("\n", "\n  ")
        return line

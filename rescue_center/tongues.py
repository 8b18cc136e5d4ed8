"""The languages that keepers read: their screens are said in the one they chose.

A sentence is its own key, in English; what is not translated is said in English. Catalogues are the
files `translations/<language>/LC_MESSAGES/messages.po`, read once; `make words` brings them up to
date with the sentences that the code says. Pages of the office are English.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import get_day_names, get_month_names
from babel.messages import pofile
from flask import current_app, g, has_request_context, request
from markupsafe import Markup, escape

from rescue_center.policy import Role, policy_of
from rescue_center.words import spoken

ENGLISH = "en"
#: Each language in its own words.
LANGUAGES = {
    ENGLISH: "English", "km": "ភាសាខ្មែរ", "th": "ไทย", "vi": "Tiếng Việt", "es": "Español",
    "fr": "Français", "pt": "Português",
}  # fmt: skip
FOLDER = Path(__file__).parent / "translations"

#: Pages that staff meet before anybody knows who they are, and what is behind a tag.
AT_THE_DOOR = frozenset({
    "staff.sign_in", "staff.enter", "links.show", "links.use", "tags.open_tag",
})  # fmt: skip


def N_(sentence: str) -> str:
    """Mark a sentence for the catalogues where it stands in a list; it is said elsewhere."""
    return sentence


def phrase(sentence: str, **facts: object) -> str:
    """A sentence in the language of this page, with facts in place of `{name}`."""
    language = current()
    said = sentence if language == ENGLISH else words_of(language).get(sentence, sentence)
    return str(said).format(**facts) if facts else said


def told(sentence: object) -> Markup:
    """A sentence of the rules or of a form, which may have been translated; where it was not, it
    is marked as English."""
    language = current()
    if language == ENGLISH or isinstance(sentence, Markup):
        return spoken(sentence)
    if (known := words_of(language).get(str(sentence))) is not None:
        return known
    from rescue_center.retold import retold  # it reads the catalogues that are kept here

    if (known_facts := retold(str(sentence), language)) is not None:
        return spoken(known_facts, own=language)
    return Markup('<span lang="en">{}</span>').format(spoken(sentence))


def option(words: str) -> str:
    """A choice as this page says it; a name stays as it is."""
    return words_of(current()).get(words, words)


def current() -> str:
    """The language of the page that is being made."""
    if not has_request_context():
        return ENGLISH
    kept: str | None = g.get("tongue")
    if kept is None:
        kept = g.tongue = of_reader() if is_spoken(request.endpoint) else ENGLISH
    return kept


def is_spoken(endpoint: str | None) -> bool:
    """Whether a page is said in the language of whoever reads it: those that keepers may open."""
    if endpoint is None or endpoint in AT_THE_DOOR:
        return True
    view = current_app.view_functions.get(endpoint)
    allowed = policy_of(view) if view else None
    return allowed is not None and not allowed.public and allowed.admits({Role.KEEPER})


def of_reader() -> str:
    """The language of whoever reads this page; at the door what their browser asks for."""
    if (person := g.get("staff")) is not None:
        return of(person)
    if request.endpoint == "tags.open_tag":  # strangers choose theirs on the page
        return ENGLISH
    return request.accept_languages.best_match(LANGUAGES) or ENGLISH


def of(person: Any) -> str:
    """The language that somebody reads."""
    chosen = getattr(person, "language", ENGLISH)
    return chosen if chosen in LANGUAGES else ENGLISH


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say what is inside in this language."""
    before = g.get("tongue")
    g.tongue = language
    try:
        yield
    finally:
        g.tongue = before


@cache
def words_of(language: str) -> Mapping[str, Markup]:
    """Each sentence that is translated, and how it is said: as markup, so that pages take it as
    it is and do not search it for other languages."""
    if language == ENGLISH:
        return {}
    return {
        str(one.id): escape(str(one.string))
        for one in catalogue(language)
        if one.id and one.string and not one.fuzzy
    }


@cache
def on_phones(language: str) -> str:
    """The words that phones say, as JSON: a catalogue's sentences that stand in their scripts or
    that the centre answers to them."""
    said = words_of(language)
    found = {
        one.id: said[str(one.id)]
        for one in (catalogue(language) if language != ENGLISH else ())
        if one.id in said and any(_is_of_phones(file) for file, _ in one.locations)
    }
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def _is_of_phones(file: str) -> bool:
    return file.startswith("static/js/phone/") or file.endswith("rounds/phone_words.py")


def catalogue(language: str) -> Any:
    """The catalogue of a language."""
    with (FOLDER / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return pofile.read_po(file, locale=language)


@cache
def months(language: str) -> Mapping[int, str]:
    """The months, shortened as that language does. Years are Gregorian in every language."""
    return dict(get_month_names("abbreviated", locale=language))


@cache
def weekdays(language: str) -> Mapping[int, str]:
    """The days of the week, Monday first, as that language begins a line with them."""
    names = get_day_names("wide", locale=language)
    return {n: name[:1].upper() + name[1:] for n, name in names.items()}

"""The smallest parts of a page: icons, states, tag numbers, names of species, cells.

They are functions and not macros because a long list draws thousands of them; the templates
`components/icon.html`, `stage.html`, `summary.html` and `table.html` hand them on, so a page
imports them like any other part.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from rescue_center.assets import address
from rescue_center.measures import number_text, western
from rescue_center.tongues import current, phrase
from rescue_center.words import spoken

#: The tone of a state (components/status.css); what is not named is plain.
TONES = {
    **dict.fromkeys(("overdue", "problem", "missing", "failed", "revoked"), "overdue"),
    **dict.fromkeys(("due", "partly", "escaped", "waiting", "pending"), "due"),
    **dict.fromkeys(("done", "given", "released", "completed", "valid", "ready"), "done"),
    **dict.fromkeys(("dead", "transferred", "void", "superseded", "expired", "merged"), "off"),
    **dict.fromkeys(("unknown", "blocked", "skipped"), "off"),
    **dict.fromkeys(("hold", "hospital"), "hold"),
    **dict.fromkeys(("unsent", "draft"), "unsent"),
    "quarantine": "quarantine", "zoonosis": "overdue",
}  # fmt: skip

#: States drawn with the shape of another; each other one has its own file in static/img/marks.
SHAPES = {
    "pre_release": "prerelease", "long_term_care": "longterm", "pending": "waiting",
    "failed": "problem", "given": "done", "completed": "done", "valid": "done", "ready": "done",
    "revoked": "void", "superseded": "void", "expired": "void",
    "refused": "skipped", "omitted": "skipped",
}  # fmt: skip

#: States whose word is not their own name.
WORDS = {
    "hold": "Legal hold", "unsent": "On this phone only", "pre_release": "Pre-release",
    "long_term_care": "Long-term care", "unknown": "Not known", "blocked": "Cannot start yet",
    "problem": "There is a problem", "draft": "Not finished", "void": "Struck out",
}  # fmt: skip

#: Ends: drawn with a broken line.
CLOSED = frozenset({"released", "transferred", "dead", "escaped", "void", "merged", "superseded"})

NOT_KNOWN = "Not known"

#: A telephone number as people write it: seven digits or more, parted or not.
_PHONE = re.compile(r"\+?\d(?:[ ().\u00a0-]{0,2}\d){6,14}")


def icon(name: str, class_: str = "") -> Markup:
    """An icon, to stand beside a word. Names: `LUCIDE` in icons.py."""
    return _use("icon", name, class_, address("img/icons.svg"))


def mark(name: str, class_: str = "") -> Markup:
    """A status shape of our own. Names: the files of static/img/marks."""
    return _use("mark", f"mark-{name}", class_, address("img/icons.svg"))


def status(kind: str, words: object = "") -> Markup:
    """A state: shape and word."""
    return _state("status", str(kind), words)


def pill(kind: str, words: object = "") -> Markup:
    """A state as a pill: shape, word, colour."""
    return _state("pill", str(kind), words)


def stage(one: Any, words: object = "") -> Markup:
    """The stage of a stay, as its enum member or its value."""
    return _state("pill", str(getattr(one, "value", one)), words)


def tag_number(number: str | None) -> Markup:
    """`4821 7307`, or that there is none."""
    if not number:
        none = phrase("No tag")
        return _html(f'<span class="is-unknown">{escape(none)}</span>')
    return _html(f'<span class="tag-number">{escape(number[:4])}&nbsp;{escape(number[4:])}</span>')


def species_name(common: object, scientific: str | None = "", local: object = "") -> Markup:
    """`ទោច Pileated gibbon Hylobates pileatus`, each part in its language."""
    parts = [f"<span>{spoken(local)}</span>"] if local else []
    if common:
        parts.append(spoken(common))
    if scientific:
        parts.append(f'<i class="sci" lang="la">{escape(scientific)}</i>')
    return _html(" ".join(parts))


def known_or(value: Any, words: str = NOT_KNOWN) -> Markup:
    """A value as it is shown, or that it is not known. A zero is a zero."""
    if value is None or value == "":
        return _html(f'<span class="is-unknown">{escape(phrase(words))}</span>')
    if isinstance(value, int | float) and not isinstance(value, bool):
        return escape(number_text(value))
    return spoken(value)


def reachable(text: str) -> Markup:
    """How to reach somebody, as they wrote it: a telephone number in it is called with one tap."""
    parts, end = list[str](), 0
    for found in _PHONE.finditer(western(text)):
        number = re.sub(r"[^\d+]", "", found[0])
        parts.append(spoken(text[end : found.start()]))
        parts.append(f'<a href="tel:{number}">{escape(text[found.start() : found.end()])}</a>')
        end = found.end()
    return _html("".join([*parts, spoken(text[end:])]))


def facts(list: Iterable[tuple[Any, ...]], rows: bool = False) -> Markup:
    """Labels and their values (components/summary.html)."""
    language = current()
    drawn = [f'<div {_label(one[0], language)}<dd>{known_or(one[1])}</dd>{_change(one, rows)}</div>'
             for one in list]  # fmt: skip
    return _html(f'<dl class="facts{" is-rows" if rows else ""}">{"".join(drawn)}</dl>')


@lru_cache(maxsize=512, typed=True)  # markup equals the text it is made of
def _label(words: object, _language: str) -> str:
    return f'data-fact="{escape(words)}"><dt>{spoken(phrase(str(words)))}</dt>'


def _change(one: tuple[Any, ...], rows: bool) -> str:
    if not rows or len(one) < 3 or not one[2]:
        return ""
    about = f'<span class="for-readers"> {escape(one[0])}</span>'
    change = phrase("Change")
    return f'<dd><a href="{escape(one[2])}">{escape(change)}{about}</a></dd>'


#: Warnings in the order of their danger (components/flags.html); any other state comes after them.
DANGERS = ("zoonosis", "handle", "hold", "quarantine", "reaction", "nil", "missing")
_FLAG_TONES = {
    "zoonosis": "is-danger", "handle": "is-danger", "hold": "tone-hold",
    "quarantine": "tone-quarantine", "reaction": "tone-overdue", "nil": "tone-due",
    "missing": "tone-overdue", "overdue": "tone-overdue", "due": "tone-due",
}  # fmt: skip


def flags(list: Iterable[tuple[Any, ...]], strips: bool = True) -> Markup:
    """Warnings, the most dangerous first whatever order they are given in."""
    ranked = sorted(list, key=lambda f: DANGERS.index(f[0]) if f[0] in DANGERS else len(DANGERS))
    if not ranked:
        return Markup()
    drawn = "".join(map(_flag, ranked))
    class_ = "flags is-strips" if strips else "flags"
    return _html(f'<ul class="{class_}" aria-label="{escape(phrase("Warnings"))}">{drawn}</ul>')


def _flag(one: tuple[Any, ...]) -> str:
    kind, words, more, href = (*one, "", "")[:4]
    small = f" <small>{spoken(more)}</small>" if more else ""
    said = f"{mark(kind)}<span>{spoken(words)}{small}</span>"
    class_ = f"flag {_FLAG_TONES.get(kind, 'tone-plain')}"
    if href:
        return f'<li><a class="{class_}" href="{escape(href)}">{said}</a></li>'
    return f'<li><span class="{class_}">{said}</span></li>'


def td(label: str, value: Any, class_: str = "") -> Markup:
    """A cell with the label it shows where the table becomes cards."""
    shape = f' class="{escape(class_)}"' if class_ else ""
    return _html(f'<td data-label="{escape(label)}"{shape}>{known_or(value)}</td>')


def link(
    words: object, href: str, icon_name: str = "", first: bool = False, danger: bool = False,
    quiet: bool = False, big: bool = False, about: object = "",
) -> Markup:  # fmt: skip
    """A link that looks like a button (components/button.html)."""
    kinds = (("first", first), ("danger", danger), ("quiet", quiet), ("big", big))
    class_ = "button" + "".join(f" is-{kind}" for kind, on in kinds if on)
    drawing = icon(icon_name) if icon_name else ""
    more = f'<span class="for-readers"> {spoken(about)}</span>' if about else ""
    said = f"<span>{spoken(words)}{more}</span>"
    return _html(f'<a class="{class_}" href="{escape(href)}">{drawing}{said}</a>')


def word_of(kind: str) -> str:
    """The word of a state or stage."""
    return phrase(WORDS.get(kind) or kind.replace("_", " ").capitalize())


def _state(form: str, kind: str, words: object) -> Markup:
    said = spoken(words) if words else escape(word_of(kind))
    return _html(f"{_opening(form, kind, address('img/icons.svg'))}<span>{said}</span></span>")


@lru_cache(maxsize=512)
def _opening(form: str, kind: str, sprite: str) -> Markup:
    closed = " is-closed" if form == "pill" and kind in CLOSED else ""
    shape = _use("mark", f"mark-{SHAPES.get(kind, kind)}", "", sprite)
    return _html(f'<span class="{form} tone-{TONES.get(kind, "plain")}{closed}">{shape}')


@lru_cache(maxsize=512)
def _use(kind: str, name: str, class_: str, sprite: str) -> Markup:
    shape = escape(f"{kind} {class_}".strip())
    href = escape(f"{sprite}#{name}")
    return _html(f'<svg class="{shape}" aria-hidden="true"><use href="{href}"/></svg>')


def _html(safe: str) -> Markup:
    """Markup of parts that were each escaped above."""
    return Markup(safe)  # noqa: S704

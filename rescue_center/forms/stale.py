"""Two people at one form: whoever saves second reads what the first one wrote, field by field."""

from collections.abc import Callable, Collection
from typing import Any

from rescue_center.db import Model, lock
from rescue_center.errors import Stale
from rescue_center.forms.base import Form
from rescue_center.forms.choices import ChoiceField, ChoicesField, HiddenField, YesField, _flat


def refuse_stale(
    form: Any, row: Model, now: Callable[[], Form], what: str, *, but: Collection[str] = ("reason",)
) -> None:
    """Refuse to overwrite what somebody else saved in `row` since `form` was opened; its hidden
    `version` tells. `now` makes the same form as a page would show it now; `but` is not kept.

    The row stays locked, so that nobody saves between this and our own saving. Beside each field
    that says otherwise stands what it says. The page that is shown again carries the newer version,
    so whoever saves once more has read what would be overwritten.
    """
    lock(row)
    other = now()
    newest = str(other["version"].data)
    if form.version.data == newest:
        return
    for mine in form:
        theirs = other._fields.get(mine.name)
        if theirs is None or isinstance(mine, HiddenField) or mine.name in but:
            continue
        if _words(mine) != _words(theirs):
            mine.errors = [*mine.errors, f"Somebody else wrote: {_words(theirs) or 'nothing'}"]
    form.version.raw_data, form.version.data = None, newest
    raise Stale(what)


def _words(field: Any) -> str:
    """What a field says, as a person reads it."""
    if isinstance(field, YesField):
        return "yes" if field.data else "no"
    if isinstance(field, ChoiceField):
        return next((words for value, words in _flat(field.choices) if value == field.data), "")
    if isinstance(field, ChoicesField):
        made = field.data or ()
        return ", ".join(str(words) for value, words in _flat(field.choices) if value in made)
    return str(field._value()).replace("\r\n", "\n").strip()


def version_seen(text: str | None) -> int:
    """The version that a person saw, as a form carries it; 0, which none is, where it was not sent
    or is none."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0

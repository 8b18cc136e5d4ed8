"""Sentences that rules put together from facts, said in another language.

Rules speak English and know no language; what they say is kept in the journal and in what phones
sent. Where somebody reads it, the sentence is found again among those of the catalogues, with its
facts, and said anew. What could be read in two ways is not: it stays English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from babel.dates import get_month_names

from rescue_center import tongues

_PLACE = re.compile(r"\{(\w+)\}")
#: Fewer letters of its own than these are no sentence: anything would be one.
LETTERS = 4
_ENGLISH_MONTHS = {name: n for n, name in get_month_names("abbreviated", locale="en").items()}
_DAY = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(_ENGLISH_MONTHS)})\b")
_END = re.compile(r"(?<=[.!?]) ")


def retold(sentence: str, language: str) -> str | None:
    """How a language says an English sentence, its facts in their places; None where it does not
    know the sentence, or it could be read in two ways."""
    if language == tongues.ENGLISH:
        return sentence
    if (said := tongues.words_of(language).get(sentence)) is not None:
        return str(said)
    if (whole := _from_facts(sentence, language)) is not None:
        return whole
    parts = _END.split(sentence)
    known = [retold(part, language) for part in parts] if len(parts) > 1 else [None]
    return " ".join(k for k in known if k is not None) if None not in known else None


def fact(text: str, language: str) -> str:
    """A fact of a sentence: a word or a sentence that is known, a day, or as it is."""
    if (known := retold(text, language)) is not None:
        return known
    if (known := tongues.words_of(language).get(text[:1].upper() + text[1:])) is not None:
        return str(known).lower()
    return days_in(text, language)


def days_in(text: str, language: str) -> str:
    """A text with the months of its days in another language."""
    months = tongues.months(language)
    return _DAY.sub(lambda day: f"{day[1]} {months[_ENGLISH_MONTHS[day[2]]]}", text)


def _from_facts(sentence: str, language: str) -> str | None:
    """The sentence with most words of its own that this one can be."""
    for key, lazy, greedy in _shapes(language):
        if (found := lazy.fullmatch(sentence)) is None:
            continue
        facts, other = found.groupdict(), greedy.fullmatch(sentence)
        if other is None or other.groupdict() != facts:
            return None
        said = str(tongues.words_of(language)[key])
        return said.format(**{name: fact(text, language) for name, text in facts.items()})
    return None


@cache
def _shapes(language: str) -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    """The sentences with facts, those with most words of their own first."""
    return tuple(
        (key, re.compile(_shape(key, ".+?"), re.S), re.compile(_shape(key, ".+"), re.S))
        for key in sorted(_with_facts(language), key=_own, reverse=True)
    )


def _with_facts(language: str) -> Iterator[str]:
    return (
        key for key in tongues.words_of(language) if _PLACE.search(key) and _own(key) >= LETTERS
    )


def _own(key: str) -> int:
    """How many letters a sentence has beside its facts."""
    return sum(letter.isalpha() for letter in _PLACE.sub("", key))


def _shape(key: str, anything: str) -> str:
    pieces, seen = _PLACE.split(key), set()
    shape = re.escape(pieces[0])
    for name, after in zip(pieces[1::2], pieces[2::2], strict=True):
        shape += f"(?P={name})" if name in seen else f"(?P<{name}>{anything})"
        seen.add(name)
        shape += re.escape(after)
    return shape

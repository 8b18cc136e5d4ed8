"""How weights, counts and numbers are typed and shown. Stored: integer grams, integers, Decimals.

Peru writes 1,250.5 where Brazil and Viet Nam write 1.250,5, so a thousands mark is never guessed
at: either decimal mark is read, a number with both or with a repeated mark is refused, and so is
one that could be read both ways. What is measured is shown with a decimal point and no other mark,
so that what stands on a screen or a paper reads back as the same weight.
"""

import re
from decimal import Decimal

_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
#: `1,000`, `25.000`: nobody writes three decimals that are all nought.
_A_THOUSAND = re.compile(r"[+-]?[1-9]\d{0,2}[.,]000")
_DOUBTFUL = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:,\d{3}|[.]000)(?![\d.,])")
_WEIGHT = re.compile(r"([+-]?[\d.,'\s\u00a0\u202f]*\d)\s*([a-z]*)", re.I)
_UNITS: dict[str, int | Decimal] = {
    "kg": 1000,
    "g": 1,
    "gr": 1,
    "t": 1_000_000,
    "mg": Decimal("0.001"),
}

#: Digits of the scripts that keepers' phones type, in Western ones.
_DIGITS = {ord(zero) + n: str(n) for zero in "\u17e0\u0e50\u0ed0\u1040\u0966" for n in range(10)}


class Unreadable(ValueError):
    """What was typed is not a number or a weight; the text says why, as a sentence."""


def western(text: str) -> str:
    """`text` with Khmer, Thai, Lao, Burmese and Devanagari digits as 0 to 9."""
    return text.translate(_DIGITS)


def parse_number(text: str) -> Decimal:
    """A number with either decimal mark: `2.4`, `2,4`, `៣,៥`. Refuses thousands marks."""
    text = western(text).strip()
    if re.search(r"\d[\s'\u00a0\u202f]\d", text) or len(re.findall(r"[.,]", text)) > 1:
        raise Unreadable("Write the number without marks between thousands, like 1250.5.")
    if not _NUMBER.fullmatch(text):
        raise Unreadable(f"“{text}” is not a number.")
    if _A_THOUSAND.fullmatch(text):
        raise Unreadable(f"“{text}” could be one or a thousand. Write it without the mark.")
    return Decimal(text.replace(",", "."))


def refuse_doubtful(text: str) -> None:
    """Refuse `1,500`, where 1500 taken for 1.5 would do harm: the mark of one country's thousands
    is that of another's decimals. `1.500` is read: screens show it, and scales."""
    if _DOUBTFUL.search(western(text)):
        raise Unreadable(f"“{text.strip()}” has a mark that could part thousands or decimals. "
                         "Write 1500, or 1.5.")  # fmt: skip


def _refuse_doubtful_weight(number: str, unit: str) -> None:
    """Refuse `1,250 kg` and `1.000 kg` with both weights that it could be."""
    if not _DOUBTFUL.fullmatch(number):
        return
    whole, tail = re.split("[.,]", number)
    less, more = f"{whole}.{tail}".rstrip("0").rstrip("."), whole + tail
    raise Unreadable(
        f"“{number} {unit}” can be read as {less} {unit} or as {more} {unit}, by what the mark "
        f"parts. Write {less} {unit} or {more} {unit}."
    )


def parse_grams(text: str, *, unit: str = "") -> int:
    """A weight in grams: `2.4 kg`, `2,4kg`, `2400 g`. A number alone is in `unit`, if given.

    Refuses fractions of a gram, and numbers like `1,250` that could be 1.25 or 1250. In kilograms
    `1.250` is what a scale shows, and `0,250` can be read in one way only.
    """
    found = _WEIGHT.fullmatch(western(text).strip())
    if not found:
        raise Unreadable("Write the weight as a number and a unit, like 2.4 kg or 850 g.")
    number, named = found[1], (found[2] or unit).lower()
    if not named:
        raise Unreadable(f"Say the unit as well: {number.strip()} g or {number.strip()} kg.")
    if named not in _UNITS:
        raise Unreadable(f"“{found[2]}” is not a unit of weight here. Use g or kg.")
    if named in ("g", "gr") and re.fullmatch(r"\d{1,3}[.,]\d{3}", number.strip()):
        raise Unreadable("Write the number without marks between thousands, like 1250 g.")
    _refuse_doubtful_weight(number.strip(), named)
    grams = parse_number(number) * _UNITS[named]
    if grams != grams.to_integral_value():
        raise Unreadable("Weights are kept to the gram. Round it to a whole gram.")
    return int(grams)


def weight_text(grams: int | None) -> str:
    """`850 g`, `2.4 kg`, `1250 kg`; `Not known` for None. Never loses a gram, and reads back."""
    if grams is None:
        return "Not known"
    return f"{grams} g" if abs(grams) < 1000 else f"{plain(Decimal(grams) / 1000)} kg"


def quantity_text(quantity: Decimal, unit: str = "individual") -> str:
    """`1,026 pieces`, `468`: what is counted; `1250.5 kg`: what is measured, which reads back."""
    if unit in ("individual", "pieces"):
        number = f"{quantity.normalize():,f}"
        return number if unit == "individual" else f"{number} {unit}"
    return f"{plain(quantity)} {unit}"


def plain(number: Decimal) -> str:
    """`1250.5`: a decimal point, no other mark, no noughts at the end."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def number_text(number: int | float | Decimal | None) -> str:
    """`1,200`; `Not known` for None; a zero is a zero."""
    return "Not known" if number is None else f"{number:,}"

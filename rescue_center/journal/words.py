"""The facts of an act in words that people read: labels instead of keys, units, dates, no codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from rescue_center import clock
from rescue_center.measures import weight_text

#: What a fact is called, where its key turned around is not a word of the trade.
LABELS = {
    "after_days": "After, days", "age_class": "Age", "allowance": "More animals allowed",
    "ambient_c": "Air", "at": "At", "body_condition": "Body condition", "by_air": "By air too",
    "came_from": "From", "cancelled": "Doses cancelled", "ceiling_mg_per_kg": "Never above",
    "class_name": "Class", "clock start": "Clock starts", "code": "Number", "consent": "Consent of",
    "country": "Country", "crate": "Crate", "dehydration_pct": "Dehydration", "dose_mg": "Dose",
    "drug": "Drug", "due_at": "Due", "doses": "More doses", "evidence_hold": "Evidence hold",
    "expires_on": "Valid until", "external_ref": "Reference elsewhere", "follows": "Follows case",
    "happened_on": "Day", "heart_rate": "Heart", "how": "How", "is_once": "Once only",
    "issued_on": "Issued", "min_days": "Days at least", "legal_stage": "Legal stage",
    "location_type": "Kind of place", "max_mg_per_kg": "At most", "min end": "Ends at the earliest",
    "min_mg_per_kg": "At least", "objective": "Findings", "on": "On", "order_name": "Order",
    "outside_limits": "Outside the usual dose because", "persons_apprehended": "People arrested",
    "precision": "Time known", "printed_before": "Printed before", "rate_mg_per_kg": "Rate",
    "record": "Record",
    "reported_to": "Reported to", "resp_rate": "Breathing", "rows": "Result", "says": "It says",
    "sample_n": "Weighed together", "size_cm": "Size", "starts_at": "From", "subjective": "History",
    "temperature_c": "Temperature", "test": "Test", "to": "To", "uncertain": "Doubt",
    "uncertainty_m": "Uncertain by", "unit": "Enclosure", "weight_g": "Weight", "with": "With",
    "withdrawal_days": "Waiting time",
}  # fmt: skip
#: Kept for machines: checksums, sessions and numbers of rows.
_UNTOLD = frozenset({"sha256", "session", "weight_id", "media_id", "scan", "body_condition_scale"})
_AFTER = {
    "ambient_c": " °C", "temperature_c": " °C", "dehydration_pct": " %", "dose_mg": " mg",
    "heart_rate": " a minute", "resp_rate": " a minute", "rate_mg_per_kg": " mg/kg",
    "min_mg_per_kg": " mg/kg", "max_mg_per_kg": " mg/kg", "ceiling_mg_per_kg": " mg/kg",
    "size_cm": " cm", "uncertainty_m": " m",
}  # fmt: skip
#: The words for codes, by the key they stand under; the packages above add theirs at import.
spoken: dict[str, Mapping[Any, str]] = {}

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_TAG = re.compile(r"\d{8}")
_DECIMAL = re.compile(r"-?\d+\.\d+")
_SUFFIX = re.compile(r"_(id|at|on|g|n|mg|cm|m)$")


def label(key: str) -> str:
    """What the fact is called."""
    return LABELS.get(key) or _SUFFIX.sub("", key).replace("_", " ").capitalize()


def told(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterable[tuple[str, str, str | None, str | None]]:
    """`(key, label, was, is)` of each fact worth telling; None where there was or is nothing."""
    before, after = _measured(before), _measured(after)
    for key in dict.fromkeys([*before, *after]):
        was, now = before.get(key), after.get(key)
        if key in _UNTOLD or (_is_nothing(was) and _is_nothing(now)):
            continue
        yield key, label(key), _or_none(key, was), _or_none(key, now)


def _measured(facts: Mapping[str, Any]) -> dict[str, Any]:
    """An amount together with its unit, not as two facts."""
    kept = dict(facts)
    if "amount" in kept and (unit := kept.pop("unit", None)) and kept["amount"] is not None:
        kept["amount"] = f"{text(kept['amount'])} {unit}"
    return kept


def _is_nothing(value: Any) -> bool:
    return value is None or value in ("", [], {})


def _or_none(key: str, value: Any) -> str | None:
    return None if _is_nothing(value) else text(value, key)


def text(value: Any, key: str = "") -> str:
    """A fact as people write it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if key.endswith("_g") and isinstance(value, int):
        return weight_text(value)
    if isinstance(value, list):
        return "; ".join(text(one) for one in value)
    if isinstance(value, Mapping):
        return _together(value)
    if key in spoken and value in spoken[key]:
        return spoken[key][value]
    if key == "number" and _TAG.fullmatch(str(value)):
        return f"{value[:4]} {value[4:]}"
    return _words(str(value)) + _AFTER.get(key, "")


def _together(facts: Mapping[str, Any]) -> str:
    """Facts that belong together; what has a name goes by it: `Customs (arrest, Lt. Chan)`."""
    known = {key: value for key, value in facts.items() if not _is_nothing(value)}
    if "name" not in known:
        return ", ".join(f"{label(key).lower()} {text(value, key)}" for key, value in known.items())
    name = text(known.pop("name"))
    return f"{name} ({', '.join(text(v, k) for k, v in known.items())})" if known else name


def _words(value: str) -> str:
    if _MOMENT.match(value):
        return clock.moment_text(datetime.fromisoformat(value))
    if _DAY.fullmatch(value):
        return clock.day_text(date.fromisoformat(value))
    if _DECIMAL.fullmatch(value):
        return value.rstrip("0").rstrip(".")
    if re.fullmatch(r"[A-Z][A-Z_]{4,}", value):
        return value.replace("_", " ").capitalize()
    return value.replace("_", " ") if re.fullmatch(r"[a-z_]+", value) else value

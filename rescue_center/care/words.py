"""The words of treatment: routes, and an order as one line."""

from __future__ import annotations

from decimal import Decimal

from rescue_center.care.dosing import amount_text, mg_text, rate_text
from rescue_center.care.order_models import Prescription
from rescue_center.care.proposal import Proposal
from rescue_center.care.schedule import FREQUENCIES
from rescue_center.clock import day_text
from rescue_center.measures import weight_text
from rescue_center.pharmacy.models import ROUTES, Drug
from rescue_center.pharmacy.strength import Strength, number
from rescue_center.tongues import phrase

__all__ = [
    "ROUTES", "amount_text", "arithmetic_text", "dilution_text", "measured_text", "mg_text",
    "rate_text", "rhythm_text", "route_text", "sum_text",
]  # fmt: skip


def route_text(route: str) -> str:
    """`by mouth`, in the middle of a sentence."""
    said = phrase(ROUTES[route])
    words = said.rpartition(" (")[0] or said
    return words[0].lower() + words[1:]


def measured_text(order: Prescription) -> str:
    """`16 mg = 0.32 ml`: what is in the syringe."""
    return f"{mg_text(order.measured_mg)} = {amount_text(order.amount, order.amount_unit)}"


def arithmetic_text(order: Prescription) -> str:
    """How an order was worked out: `5 mg/kg × 2.4 kg (12-May-2026) = 12 mg = 0.6 ml (20 mg/ml)`."""
    weighed = f" ({day_text(order.weight.at)})" if order.weight else ""
    given = measured_text(order)
    asked = mg_text(order.dose_mg)
    strength = Strength(order.strength_mg / order.dilution, order.amount_unit).text
    return (
        f"{rate_text(order.rate_mg_per_kg)} × {weight_text(order.weight_g)}{weighed} = "
        f"{given if given.startswith(f'{asked} =') else f'{asked} ≈ {given}'} ({strength})"
    )


def rhythm_text(order: Prescription) -> str:
    """`Twice a day for 5 days`, `As needed, 6 hours apart, at most 3 in 24 hours`."""
    words = phrase(FREQUENCIES[order.frequency].words)
    if order.is_prn:
        return phrase("{rhythm}, {hours} hours apart, at most {most} in 24 h", rhythm=words,
                      hours=order.min_interval_h, most=order.max_per_day)  # fmt: skip
    if order.is_once:
        return words
    if order.days is None:
        return phrase("{rhythm} until stopped", rhythm=words)
    if order.days == 1:
        return phrase("{rhythm} for 1 day", rhythm=words)
    return phrase("{rhythm} for {days} days", rhythm=words, days=order.days)


def dilution_text(order: Prescription) -> str:
    """`Diluted 1 in 10, to 5 mg/ml`; empty where it is given as supplied."""
    if order.dilution == 1:
        return ""
    weaker = number(order.strength_mg / order.dilution)
    return phrase("Diluted 1 in {n}, to {strength} mg/ml", n=order.dilution, strength=weaker)


def sum_text(proposal: Proposal, rate: Decimal, drug: Drug) -> str:
    """How a dose comes about: `5 mg/kg × 3.2 kg = 16 mg, of 50 mg/ml`."""
    measured = proposal.measured
    strength = Strength(drug.strength_mg / measured.dilution, drug.per).text
    return (
        f"{rate_text(rate)} × {weight_text(proposal.weight.weight_g)} = "
        f"{mg_text(measured.dose_mg)}, of {strength}"
    )

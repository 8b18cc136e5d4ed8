"""How many of a lot to sample, to show that it is free from a disease (domain rules 2.3)."""

from math import ceil

#: What a lot is tested for unless the vet says otherwise.
PREVALENCE, CONFIDENCE = 0.10, 0.95


def sample_size(
    heads: int,
    prevalence: float = PREVALENCE,
    confidence: float = CONFIDENCE,
    sensitivity: float = 1.0,
) -> int:
    """Animals to sample of a lot of `heads` to find at least one positive, with `confidence`, if
    `prevalence` of them or more are (Cannon & Roe 1982). At most all of them."""
    if heads < 1:
        return 0
    sick = max(1, round(heads * prevalence))
    needed: float = (1 - (1 - confidence) ** (1 / sick)) * (heads - (sick - 1) / 2)
    return min(heads, ceil(round(ceil(needed) / sensitivity, 9)))

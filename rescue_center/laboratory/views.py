"""The pages of the laboratory, each in the file of its noun; here they join the blueprint."""

from rescue_center.laboratory import (
    import_pages,
    interval_pages,
    label_pages,
    reference_pages,
    result_pages,
    sample_pages,
    trend_pages,
    tube_pages,
)
from rescue_center.laboratory.address import bp

__all__ = [
    "bp", "import_pages", "interval_pages", "label_pages", "reference_pages", "result_pages",
    "sample_pages", "trend_pages", "tube_pages",
]  # fmt: skip

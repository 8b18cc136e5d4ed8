"""The pages of care, each written in the file of its noun; here they join the blueprint."""

from rescue_center.care import (
    batch_pages,
    calculator_pages,
    dose_pages,
    drawing_pages,
    exam_pages,
    order_pages,
    review_pages,
    treatment_pages,
    weight_pages,
)
from rescue_center.care.address import bp

__all__ = [
    "batch_pages", "bp", "calculator_pages", "dose_pages", "drawing_pages", "exam_pages",
    "order_pages", "review_pages", "treatment_pages", "weight_pages",
]  # fmt: skip

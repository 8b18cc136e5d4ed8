"""The pages of imports, each written in the file of its noun; here they join the blueprint."""

from rescue_center.exchange import animal_pages, case_pages, run_pages
from rescue_center.exchange.address import bp

__all__ = ["animal_pages", "bp", "case_pages", "run_pages"]

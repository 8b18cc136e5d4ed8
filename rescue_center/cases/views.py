"""The addresses of cases, each in the file of its noun."""

from rescue_center.cases import case_pages, change_pages, order_pages
from rescue_center.cases.pages import bp

__all__ = ["bp", "case_pages", "change_pages", "order_pages"]

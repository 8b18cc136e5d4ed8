"""Where the pages of enclosures are registered."""

from flask import Blueprint

bp = Blueprint("enclosures", __name__)

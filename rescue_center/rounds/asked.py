"""What a phone says in JSON, read as strictly as a form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import abort, g, request

from rescue_center.errors import Refused
from rescue_center.rounds.facts import NOT_SO, read
from rescue_center.staff.phone_models import PhoneProfile

#: The most that is read of one request, in bytes: 50 records of 20,000 letters, and the small
#: pictures of some.
LARGEST = 2_400_000


def said(largest: int = LARGEST) -> Mapping[str, Any]:
    """The JSON object that was sent."""
    request.max_content_length = largest
    try:
        body = read(request.get_data(cache=False)) if request.is_json else None
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise Refused(NOT_SO)
    return body


def word(body: Mapping[str, Any], name: str, longest: int = 200) -> str:
    """Words of a name."""
    found = body.get(name)
    if not isinstance(found, str) or not 0 < len(found) <= longest or "\0" in found:
        raise Refused(NOT_SO)
    return found


def whole(body: Mapping[str, Any], name: str, most: int = 2**53) -> int:
    """A whole number of a name."""
    found = body.get(name)
    if not isinstance(found, int) or isinstance(found, bool) or abs(found) > most:
        raise Refused(NOT_SO)
    return found


def profile() -> PhoneProfile:
    """The person's place on the phone that asks, whether or not they may be told anything."""
    if (found := g.caller.profile) is None:
        abort(401)
    return found  # type: ignore[no-any-return]

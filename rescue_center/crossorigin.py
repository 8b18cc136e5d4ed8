"""Refuse writes that another site sends in a signed-in person's name.

Browsers say where a request comes from; no hidden token is needed, none can be forgotten in a form
and none goes stale in a page that a phone kept. The order of the checks is that of Go's
`http.CrossOriginProtection`.
"""

from urllib.parse import urlsplit

from flask import Request

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def is_cross_origin(request: Request) -> bool:
    """Whether an unsafe request comes from another site."""
    if request.method in SAFE:
        return False
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site is not None:
        return fetch_site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is None:
        return False  # neither header: not a browser, so no cookies ride along unasked
    return urlsplit(origin).netloc != request.host

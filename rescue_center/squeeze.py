"""Pages sent compressed to browsers that ask for it: a tenth of the bytes on a phone in the forest.

Nothing secret and chosen by a stranger meets in one page (there are no hidden tokens), so the size
of a compressed page tells nothing.
"""

import gzip

from flask import Flask, Response, request

#: Shorter answers grow, or fit a packet as they are.
LEAST = 1000
#: Beyond this level a page takes twice the time for one hundredth fewer bytes.
LEVEL = 5
KINDS = frozenset(
    {"text/html", "text/plain", "text/csv", "application/json", "image/svg+xml"}
)  # fmt: skip


def init_app(app: Flask) -> None:
    """Compress what the application answers."""
    app.after_request(squeeze)


def squeeze(response: Response) -> Response:
    """The same answer, compressed where that helps and the browser takes it."""
    if response.mimetype not in KINDS or response.direct_passthrough or response.is_streamed:
        return response
    response.vary.add("Accept-Encoding")
    if "Content-Encoding" in response.headers or request.accept_encodings.quality("gzip") <= 0:
        return response
    body = response.get_data()
    if len(body) >= LEAST:
        response.set_data(gzip.compress(body, LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response

"""Pages travel compressed, and arrive as they were."""

import gzip

from flask.testing import FlaskClient

ASKING = {"Accept-Encoding": "br, gzip"}


def test_a_page_is_compressed_for_who_asks(client: FlaskClient) -> None:
    plain, small = client.get("/sign-in"), client.get("/sign-in", headers=ASKING)
    assert small.headers["Content-Encoding"] == "gzip"
    assert len(small.data) * 2 < len(plain.data)
    assert b"<h1" in gzip.decompress(small.data)
    assert small.content_length == len(small.data)


def test_caches_are_told_that_it_depends_on_who_asks(client: FlaskClient) -> None:
    for headers in ({}, ASKING):
        varies = client.get("/sign-in", headers=headers).headers["Vary"]
        assert {word.strip() for word in varies.split(",")} == {"Accept-Encoding", "Cookie"}


def test_who_does_not_ask_or_refuses_gets_it_plain(client: FlaskClient) -> None:
    for headers in ({}, {"Accept-Encoding": "gzip;q=0, identity"}):
        assert "Content-Encoding" not in client.get("/sign-in", headers=headers).headers


def test_a_short_answer_stays_as_it_is(client: FlaskClient) -> None:
    assert "Content-Encoding" not in client.get("/healthz", headers=ASKING).headers

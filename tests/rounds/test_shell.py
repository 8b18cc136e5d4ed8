"""The phone's application: small, the same for everybody, and whole without network."""

import gzip
import json
import re
from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient

from tests.staff.makers import PASSWORD, make_person

BUDGET = 120 * 1024


def worker_facts(client: FlaskClient) -> dict[str, Any]:
    script = client.get("/sw.js").get_data(as_text=True)
    found = re.match(r"const SHELL = (\{.*\});\n", script)
    assert found
    facts: dict[str, Any] = json.loads(found[1])
    return facts


def test_what_the_worker_keeps_is_there_for_a_year_and_small(client: FlaskClient) -> None:
    total = 0
    for address in worker_facts(client)["files"]:
        answer = client.get(address)
        assert answer.status_code == 200, address
        if address.startswith("/assets/"):
            assert "immutable" in answer.headers["Cache-Control"]
        total += len(gzip.compress(answer.get_data(), 9))
    assert total <= BUDGET, f"{total} bytes"


def test_the_decoder_is_there_and_no_part_of_what_is_kept_at_once(client: FlaskClient) -> None:
    facts = worker_facts(client)
    kinds = {address.rpartition(".")[2] for address in facts["decoder"]}
    assert kinds == {"js", "wasm"}
    assert not set(facts["decoder"]) & set(facts["files"])
    for address in facts["decoder"]:
        assert client.get(address).status_code == 200


def test_every_script_that_a_screen_loads_is_kept(client: FlaskClient) -> None:
    """An import that the list misses would only be found out in the forest."""
    files = worker_facts(client)["files"]
    names = {address.split("/", 3)[3] for address in files if address.startswith("/assets/")}
    for name in (name for name in names if name.startswith("js/phone/")):
        source = client.get(next(f for f in files if f.endswith(name))).get_data(as_text=True)
        for told in re.findall(r"""(?:from|import\()\s*["'](\.[^"']+)""", source):
            parts = name.split("/")[:-1]
            for step in told.split("/"):
                parts = parts[:-1] if step == ".." else parts if step == "." else [*parts, step]
            wanted = "/".join(parts)
            assert wanted in names or wanted.startswith("vendor/decoder/"), f"{name}: {told}"


def test_it_is_the_same_for_whoever_asks_and_holds_no_token(
    new_client: Callable[[], FlaskClient],
) -> None:
    make_person("keeper", account="sok", name="Sok Vanna", password=PASSWORD)
    stranger, keeper = new_client(), new_client()
    keeper.post("/sign-in", data={"name": "sok", "password": PASSWORD})
    for address in ("/m/", "/sw.js", "/m/app.webmanifest"):
        told, asked = keeper.get(address), stranger.get(address)
        assert told.get_data() == asked.get_data()
        assert "Set-Cookie" not in asked.headers
        again = stranger.get(address, headers={"If-None-Match": asked.headers["ETag"]})
        assert again.status_code == 304
    assert "Sok" not in stranger.get("/m/").get_data(as_text=True)


def test_only_its_own_scripts_run_in_it(client: FlaskClient) -> None:
    page = client.get("/m/")
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self' 'wasm-unsafe-eval';" in policy
    assert "unsafe-inline" not in policy
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|style=", page.get_data(as_text=True))

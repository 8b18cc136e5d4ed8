"""The yardstick: a bare Flask view with one indexed lookup and a 5 KB page, no sign-in, no ORM."""

import os
import sqlite3
from pathlib import Path

from flask import Flask, render_template

FILE = Path(os.environ.get("BENCH_REFERENCE", "reference.sqlite3"))
ROWS = 69_000
PAGE = (
    "<!doctype html><html lang=en><head><title>{{ name }}</title></head><body><h1>{{ name }}</h1>"
    "<table>{% for n in range(40) %}<tr><td>{{ n }}</td><td>{{ name }}</td>"
    "<td>A line of plain text that makes the page about as long as a small real one, row {{ n }}."
    "</td></tr>{% endfor %}</table></body></html>"
)

app = Flask(__name__)
TEMPLATE = app.jinja_env.from_string(PAGE)


def prepare(file: Path) -> None:
    """Write the table that the page looks into."""
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE thing (id INTEGER PRIMARY KEY, number TEXT, name TEXT)")
        connection.execute("CREATE UNIQUE INDEX thing_number ON thing (number)")
        connection.executemany(
            "INSERT INTO thing (number, name) VALUES (?, ?)",
            ((f"N{n:06d}", f"Thing {n}") for n in range(ROWS)),
        )
    connection.close()


@app.get("/thing/<number>")
def thing(number: str) -> str:
    """One lookup, one page."""
    connection = sqlite3.connect(FILE)
    try:
        name = connection.execute("SELECT name FROM thing WHERE number = ?", (number,)).fetchone()
    finally:
        connection.close()
    return render_template(TEMPLATE, name=name[0])

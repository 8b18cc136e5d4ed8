"""Start the centre on this machine: database up to date, demo loaded once, then serve.

`PORT` is where (8000), `DEMO=0` starts an empty centre, `WORKERS` and `THREADS` are how many.
"""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"


def main() -> None:
    """Prepare, then serve until Ctrl-C."""
    port = os.environ.get("PORT") or "8000"
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise SystemExit(f"PORT is {port!r}, which is not a port number.")
    if not is_free(int(port)):
        raise SystemExit(f"Port {port} is in use. Choose another: make run PORT={int(port) + 1}")
    os.chdir(ROOT)
    os.environ.setdefault("RESCUE_BASE_URL", f"http://{HOST}:{port}")
    prepare()
    raise SystemExit(serve(port))


def prepare() -> None:
    """`flask prepare`: migrate, fill a fresh database, say who can sign in."""
    words = [program("flask"), "prepare"]
    if (os.environ.get("DEMO") or "1").lower() in ("0", "no", "false"):
        words.append("--no-demo")
    if code := subprocess.run(words, check=False).returncode:
        raise SystemExit(code)


def serve(port: str) -> int:
    """Run the server; a signal to us asks it, once and alone, to finish what it is doing and end.

    Ctrl-C in a terminal reaches every process of the group, and workers that get it beside their
    parent sometimes stay; so the server has a group of its own.
    """
    server = subprocess.Popen([program("granian"), *options(port)], process_group=0)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: server.terminate())
    print(f"\nServing on http://{HOST}:{port}  (Ctrl-C stops it)", flush=True)
    code = server.wait()
    print("Stopped.", flush=True)
    return code


def program(name: str) -> str:
    """A program of our environment."""
    return str(Path(sys.executable).with_name(name))


def options(port: str) -> list[str]:
    """How the server runs: two processes, few threads, so that SQLite's writers queue up early."""
    return [
        "--interface", "wsgi", "--host", HOST, "--port", port,
        "--workers", os.environ.get("WORKERS") or "2",
        "--blocking-threads", os.environ.get("THREADS") or "2",
        "--backpressure", "128", "--workers-kill-timeout", "5", "--respawn-failed-workers",
        "--no-ws", "--log-level", "warning", "wsgi:app",
    ]  # fmt: skip


def is_free(port: int) -> bool:
    """Whether nobody listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


if __name__ == "__main__":
    main()

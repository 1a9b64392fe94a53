"""The real server for tests: started as a user starts it, asked as a browser asks it."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

ROOT = Path(__file__).parents[1]
START_SECONDS = 60
RUN_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its address, and the process that can be killed."""

    url: str
    process: "subprocess.Popen[bytes]"


def environment(database_url: str, *, demo: bool) -> dict[str, str]:
    """The environment of a process of the product, with nothing of the tests' own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MENDLINE_", "STREAMLIT_"))}
    return {**kept, "MENDLINE_DATABASE_URL": database_url, "MENDLINE_DEMO": "1" if demo else "0"}


def tracker(database_url: str, *arguments: str) -> None:
    """Runs one command of the command line."""
    subprocess.run(
        [sys.executable, "-m", "tracker", *arguments],
        cwd=ROOT,
        env=environment(database_url, demo=True),
        check=True,
        stdout=subprocess.DEVNULL,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def served(database_url: str, *, demo: bool = False, port: int | None = None) -> Iterator[Server]:
    """A server on a migrated database, ready to be asked; stopped in the end."""
    port = port or free_port()
    with tempfile.TemporaryFile() as said:  # not a pipe: one that nobody empties stops a server that says much
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port)],
            cwd=ROOT,
            env=environment(database_url, demo=demo),
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(port, process, said)
            yield Server(f"http://127.0.0.1:{port}", process)
        finally:
            process.kill()
            process.wait()


def _text(said: IO[bytes]) -> str:
    said.seek(0)
    return said.read().decode(errors="replace")


def _wait_for(port: int, process: "subprocess.Popen[bytes]", said: IO[bytes]) -> None:
    """Waits for the port alone: a request would already be the server's first."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended at once:\n{_text(said)}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"the server did not listen within {START_SECONDS} s:\n{_text(said)}")


def sign_in(server: Server, username: str, password: str) -> str:
    """The Cookie header of a fresh sign-in."""
    answer = httpx.post(
        f"{server.url}/login",
        data={"username": username, "password": password},
        headers={"Origin": server.url},
        timeout=RUN_SECONDS,
    )
    assert answer.status_code == httpx.codes.SEE_OTHER, answer.text
    return "; ".join(f"{name}={value}" for name, value in answer.cookies.items())


@contextmanager
def opened(
    server: Server, cookie: str, *, resume: str = "", headers: dict[str, str] | None = None
) -> Iterator[ClientConnection]:
    """A websocket as Streamlit's page opens it; `resume` is the id of a session to go on with."""
    protocols = [Subprotocol("streamlit"), Subprotocol("no-token")] + ([Subprotocol(resume)] if resume else [])
    with connect(
        f"{server.url.replace('http', 'ws', 1)}/_stcore/stream",
        origin=Origin(server.url),
        subprotocols=protocols,
        additional_headers={"Cookie": cookie, **(headers or {})},
        open_timeout=START_SECONDS,
        max_size=None,
    ) as connection:
        yield connection


def ask_for_a_run(connection: ClientConnection, page: str = "", query: str = "") -> None:
    """Asks for a page by its file name, or for the first one, with what stands after the question mark."""
    ask = BackMsg()
    ask.rerun_script.page_name = page
    ask.rerun_script.query_string = query
    connection.send(ask.SerializeToString())


def one_run(connection: ClientConnection) -> tuple[str, bytes]:
    """The session id of a run, and everything that it sent."""
    session_id, received = "", b""
    while True:
        message = connection.recv(timeout=RUN_SECONDS, decode=False)
        received += message
        forward = ForwardMsg()
        forward.ParseFromString(message)
        kind = forward.WhichOneof("type")
        if kind == "new_session":
            session_id = forward.new_session.initialize.session_id
        if kind == "script_finished":
            return session_id, received


def page_content(server: Server, cookie: str, page: str, query: str = "") -> bytes:
    """Everything that the server sends for one run of a page: what a browser would draw, and all that it would not."""
    with opened(server, cookie) as connection:
        ask_for_a_run(connection, page, query)
        return one_run(connection)[1]

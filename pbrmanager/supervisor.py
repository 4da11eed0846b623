"""Runs web, worker and beat together: starts them, restarts what dies, stops all of them in order.

Each runs in a session of its own, so that Ctrl-C reaches only the supervisor, and ends with the supervisor even when
that is killed outright. What they print goes to one log file each.
"""

import contextlib
import ctypes
import dataclasses
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

PR_SET_PDEATHSIG = 1
LARGEST_LOG = 10_000_000  # bytes; then the log becomes NAME.log.1 and begins anew
LONGEST_DELAY = 30.0  # seconds between two attempts to start a service that keeps dying
STEADY_AFTER = 60.0  # seconds a service has to run before its next death counts as a first one
READY_SECONDS = 120.0
TICK = 0.25


class CannotStartError(Exception):
    """The product cannot be started here; the message is one sentence that says what to do."""


@dataclasses.dataclass(frozen=True)
class Service:
    """A process to keep running: what to run, and how long it may take to stop (seconds)."""

    name: str
    command: tuple[str, ...]
    stop_seconds: float


def services(*, host: str, port: int, data: Path) -> list[Service]:
    """Web, beat and worker, in the order in which they are stopped."""
    python = sys.executable
    celery = (python, "-m", "celery", "-A", "pbrmanager")
    web = (
        *(python, "-m", "gunicorn", "pbrmanager.wsgi:application", "--bind", f"{host}:{port}"),
        *("--worker-class", "gthread", "--workers", "2", "--threads", "4", "--timeout", "120"),
        *("--graceful-timeout", "5", "--access-logfile", "-", "--worker-tmp-dir", str(data / "run")),
    )
    worker = (
        *(*celery, "worker", "--pool", "prefork", "--concurrency", "2", "--without-gossip", "--without-mingle"),
        *("--without-heartbeat", "--loglevel", "INFO", "--hostname", "worker@%h"),
    )
    beat = (*celery, "beat", "--loglevel", "INFO", "--schedule", str(data / "run" / "beat-schedule"))
    return [Service("web", web, 8), Service("beat", beat, 5), Service("worker", worker, 10)]


def check_folder(data: Path) -> None:
    """Refuse a data folder that cannot be written."""
    try:
        for folder in (data, data / "logs", data / "run"):
            folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=data):
            pass
    except OSError as error:
        raise CannotStartError(
            f"The folder {data} cannot be written ({error.strerror}); make it writable, or set DATA_DIR to one that is."
        ) from error


def check_port(host: str, port: int) -> None:
    """Refuse a port that something else listens on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotStartError(
                f"Port {port} on {host} cannot be used ({error.strerror}); stop what listens there, "
                f"or choose another port, for example: make demo PORT={port + 1}"
            ) from error


@contextlib.contextmanager
def only_one(data: Path) -> Iterator[None]:
    """Hold the data folder for this supervisor; a second one is refused."""
    with (data / "run" / "lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CannotStartError(
                f"PbR Manager already runs on the folder {data}; stop it first with Ctrl-C, or set another DATA_DIR."
            ) from error
        yield


def dies_with_parent() -> Callable[[], None] | None:
    """On Linux, what makes the kernel end a child when the supervisor ends; None elsewhere."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Running:
    """One service: its process, its log, and when to try again after it died."""

    def __init__(self, service: Service, *, logs: Path, folder: Path, say: Callable[[str], None]) -> None:
        self.service = service
        self.log = logs / f"{service.name}.log"
        self.folder = folder
        self.say = say
        self.process: subprocess.Popen[bytes] | None = None
        self.started = 0.0
        self.next_start = 0.0
        self.delay = 1.0

    def start(self) -> None:
        self.keep_log_small()
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.service.command,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=dies_with_parent(),
            )
        self.started = time.monotonic()

    def keep_log_small(self) -> None:
        """Copy a log that has grown too long and empty it; the service goes on appending to the same file."""
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.with_suffix(".log.1").write_bytes(self.log.read_bytes())
            os.truncate(self.log, 0)

    def watch(self) -> None:
        """Start the service again when it died, later each time that it dies soon."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.next_start:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        if now - self.started > STEADY_AFTER:
            self.delay = 1.0
        self.end_group()
        how = f"was ended by signal {-code}" if code < 0 else f"ended with code {code}"
        self.say(f"The {self.service.name} process {how}; starting it again in {self.delay:.0f} s (see {self.log})")
        self.process = None
        self.next_start = now + self.delay
        self.delay = min(self.delay * 2, LONGEST_DELAY)

    def end_group(self) -> None:
        """End what a dead service left behind, such as the pool of a killed worker."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def stop(self) -> None:
        """Ask to stop, then insist: TERM lets work in hand be finished, QUIT ends it, KILL does not ask."""
        if self.process is None:
            return
        for number, seconds in ((signal.SIGTERM, self.service.stop_seconds), (signal.SIGQUIT, 3.0)):
            if self.process.poll() is None:
                self.process.send_signal(number)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.process.wait(seconds)
        self.end_group()
        self.process.wait()


class Supervisor:
    """Keeps the services running until it is stopped."""

    def __init__(self, found: list[Service], *, logs: Path, folder: Path, say: Callable[[str], None]) -> None:
        self.all = [Running(service, logs=logs, folder=folder, say=say) for service in found]
        self.logs = logs

    def start(self) -> None:
        for running in reversed(self.all):
            running.start()

    def watch(self) -> None:
        for running in self.all:
            running.watch()
            running.keep_log_small()

    def wait_until_ready(self, address: str) -> None:
        """Return when `/readyz` says so; refuse with what is missing when it does not for two minutes."""
        until = time.monotonic() + READY_SECONDS
        missing = "the web process does not answer"
        while time.monotonic() < until:
            self.watch()
            ready, missing = readiness(address)
            if ready:
                return
            time.sleep(2 * TICK)
        raise CannotStartError(f"PbR Manager did not become ready: {missing}; the logs in {self.logs} say more.")

    def run(self) -> None:
        """Watch for ever; ends by KeyboardInterrupt."""
        while True:
            self.watch()
            time.sleep(TICK)

    def stop(self) -> None:
        for running in self.all:
            running.stop()


def readiness(address: str) -> tuple[bool, str]:
    """Whether `/readyz` says that all is well, and otherwise what is missing."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"{address}readyz", timeout=5) as answer:
            return answer.status == 200, ""
    except urllib.error.HTTPError as error:
        with contextlib.suppress(ValueError):
            found = json.load(error)["parts"]
            return False, ", ".join(why for why in found.values() if why != "ok")
        return False, f"/readyz answers {error.code}"
    except OSError:
        return False, "the web process does not answer"

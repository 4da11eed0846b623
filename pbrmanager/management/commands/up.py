"""Starts PbR Manager: database, migrations, web, worker and beat; Ctrl-C stops them all."""

import contextlib
import io
import json
import os
import signal
import types
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

from pbrmanager import embedded, health, heartbeat, supervisor


def interrupt(number: int, frame: types.FrameType | None) -> None:
    """Treat a request to terminate like Ctrl-C."""
    raise KeyboardInterrupt


@contextlib.contextmanager
def stopped_at_the_end() -> Iterator[None]:
    """Stop the embedded server, if it is the one in use, whatever happens before."""
    try:
        yield
    finally:
        connection.close()
        if server := connection.settings_dict.get("EMBEDDED"):
            with contextlib.suppress(embedded.EmbeddedPostgresError):
                embedded.EmbeddedPostgres(Path(server["root"]), fast=server["fast"]).stop()


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true", help="load the demo programmes first")
        parser.add_argument("--host", default=os.environ.get("BIND_HOST") or "127.0.0.1")
        parser.add_argument("--port", default=os.environ.get("PORT") or "8000")
        parser.add_argument("--no-input", action="store_true", help="ask nothing; this command never does")

    def handle(self, *args: Any, **options: Any) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, interrupt)
        try:
            self.supervise(options["host"], port_number(options["port"]), demo=options["demo"])
        except (supervisor.CannotStartError, embedded.EmbeddedPostgresError) as error:
            raise CommandError(str(error), returncode=2) from error
        except OperationalError as error:
            reason = str(error).strip().splitlines()[0]
            raise CommandError(f"The database does not answer: {reason}", returncode=2) from error
        except KeyboardInterrupt:
            self.say("Stopped.")

    def say(self, words: str) -> None:
        self.stdout.write(f"  {words}")
        self.stdout.flush()

    def supervise(self, host: str, port: int, *, demo: bool) -> None:
        data = settings.DATA_DIR
        supervisor.check_folder(data)
        supervisor.check_port(host, port)
        with supervisor.only_one(data), stopped_at_the_end():
            self.prepare(demo=demo)
            found = supervisor.services(host=host, port=port, data=data)
            keeper = supervisor.Supervisor(found, logs=data / "logs", folder=settings.BASE_DIR, say=self.say)
            address = f"http://{'localhost' if host in {'127.0.0.1', '0.0.0.0'} else host}:{port}/"  # noqa: S104
            try:
                keeper.start()
                keeper.wait_until_ready(address)
                self.greet(address, demo=demo)
                keeper.run()
            finally:
                self.stop(keeper)

    def prepare(self, *, demo: bool) -> None:
        self.say("Starting the database")
        connection.ensure_connection()
        if not health.migrations().works:
            self.say("Bringing its tables up to date")
            self.migrate()
        call_command("createcachetable", verbosity=0)
        call_command("fill_library", stdout=io.StringIO())
        heartbeat.forget()
        if demo:
            self.say("Loading the demo programmes, if they are not there yet")
            call_command("demo", stdout=io.StringIO())
        connection.close()
        self.say("Starting web, worker and beat")

    def migrate(self) -> None:
        """Bring the tables up to date; those of a state between two releases only a version of that time can."""
        if health.is_between_releases():
            raise CommandError(
                f"The data in {settings.DATA_DIR} come from a version before the first release and can no longer be "
                "brought up to date. Start that version, export its programmes as packs, and load them into a new "
                "DATA_DIR."
            )
        call_command("migrate", interactive=False, verbosity=0)

    def greet(self, address: str, *, demo: bool) -> None:
        self.stdout.write(f"\nPbR Manager is ready at {address}\n\n")
        if demo:
            for line in sign_in_lines():
                self.stdout.write(line)
            self.stdout.write("")
        self.say(f"Logs are in {settings.DATA_DIR / 'logs'}. Ctrl-C stops everything.")

    def stop(self, keeper: supervisor.Supervisor) -> None:
        """Stop in order. A second Ctrl-C while waiting is not needed: every step has its time limit."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        self.say("Stopping")
        keeper.stop()


def port_number(given: str) -> int:
    """The port as a number; anything else is refused."""
    if not given.isdigit() or not 0 < int(given) < 65_536:
        raise supervisor.CannotStartError(f"PORT={given} is no port; choose a number from 1 to 65535.")
    return int(given)


def sign_in_lines() -> list[str]:
    """One line for each sign-in of the demo, in columns."""
    output = io.StringIO()
    call_command("demo", json=True, stdout=output)
    rows = [(entry["role"], entry["email"], entry["password"]) for entry in json.loads(output.getvalue())["sign_ins"]]
    rows.insert(0, ("Role", "Email address", "Password"))
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return [
        "  " + "  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]

"""The command `pbrmanager-client`: send a file and say what became of it, or watch a folder."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from pbrmanager_client import problems, reports, watching
from pbrmanager_client.client import Client

WHEN_TOLD_TO_WAIT = 30.0  # seconds
DONE, NOT_ALL_TAKEN, NOT_POSSIBLE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out what the command line asks for. 0: all was taken; 1: not all; 2: it could not be done."""
    given = _parser().parse_args(arguments)
    token = os.environ.get("PBRMANAGER_TOKEN", "")
    if not token:
        say("Put the token into the environment as PBRMANAGER_TOKEN: on the command line others could read it.")
        return NOT_POSSIBLE
    try:
        with Client(given.address, token) as client:
            return int(given.act(client, given))
    except (problems.Trouble, ValueError, OSError) as trouble:
        say(str(trouble))
        return NOT_POSSIBLE


def send(client: Client, given: argparse.Namespace) -> int:
    """Send one file, follow it, and print what is wrong with its rows."""
    begun = client.send_file(
        given.programme, given.file, kind=given.kind, agent=given.agent, consent=given.consent, dry_run=given.dry_run,
        key=given.key,
    )  # fmt: skip
    ended = client.wait(
        given.programme, begun.id, progress=lambda found: say(reports.in_words(found)), every=given.every
    )
    if reports.all_taken(ended):
        return DONE
    reports.write(reports.of_submission(ended, client.errors(given.programme, ended.id)), sys.stdout)
    return NOT_ALL_TAKEN


def watch(client: Client, given: argparse.Namespace) -> int:
    """Send the files of a folder as they come, until the program is ended; with `--once` until none is left."""
    with watching.alone(given.folder), contextlib.suppress(KeyboardInterrupt):
        folder = watching.Watch(
            client, given.folder, programme=given.programme, kind=given.kind, agent=given.agent, consent=given.consent,
            settle=given.settle, every=given.every, say=say,
        )  # fmt: skip
        while folder.look() or not given.once:
            time.sleep(max(given.every, WHEN_TOLD_TO_WAIT) if folder.told_to_wait else given.every)
    return DONE


def say(words: str) -> None:
    """Tell the person, beside the output."""
    print(words, file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pbrmanager-client",
        description="Send files to PbR Manager.",
        epilog="The token stands in the environment as PBRMANAGER_TOKEN, and never on the command line.",
    )
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("send", help="send one file, wait, and print the rows that were not taken as CSV")
    one.add_argument("file", type=Path, help="CSV, NDJSON or an Excel workbook, known by its ending")
    one.add_argument("--dry-run", action="store_true", help="only check: nothing is taken")
    one.add_argument("--key", default="", help="an Idempotency-Key of your own, to run the same command again")
    _add_shared(one)
    one.set_defaults(act=send)
    many = commands.add_parser(
        "watch", help="send files of a folder as they come, and sort them by what became of them"
    )
    many.add_argument("folder", type=Path, help="where files are put; those that were dealt with go to done or refused")
    many.add_argument("--settle", type=float, default=10.0, help="seconds for which a file must not have grown")
    many.add_argument("--once", action="store_true", help="end when no file is left")
    _add_shared(many)
    many.set_defaults(act=watch)
    return parser


def _add_shared(parser: argparse.ArgumentParser) -> None:
    where = os.environ.get("PBRMANAGER_ADDRESS")
    parser.add_argument(
        "--address", default=where, required=not where, help="https://… of PbR Manager, or PBRMANAGER_ADDRESS"
    )
    parser.add_argument("--programme", required=True, help="the name of the programme in addresses")
    parser.add_argument("--agent", default="", help="the code of the agent; needed where the token acts for several")
    parser.add_argument(
        "--kind", required=True, choices=("participants", "outcomes", "changes"), help="what the rows are"
    )
    parser.add_argument("--consent", choices=("good", "all"), help="take the good rows, or none until all are right")
    parser.add_argument("--every", type=float, default=2.0, help="seconds between two looks")

"""The command `pbrmanager-client`: send a file and say what became of it."""

from __future__ import annotations

import argparse
import csv
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

from pbrmanager_client import models, problems
from pbrmanager_client.client import Client

TAKEN = ("accepted", "questions", "checked")
COLUMNS = ("row_number", "field", "code", "reason", "what_to_do")
DONE, NOT_ALL_TAKEN, NOT_POSSIBLE = 0, 1, 2


def all_taken(submission: models.Submission) -> bool:
    """Whether every row was taken, or would have been."""
    return submission.status in TAKEN and not submission.rejected


def in_words(submission: models.Submission) -> str:
    """One line on what became of a file, or how far it has come."""
    if not submission.finished:
        of = f" of about {submission.rows_expected}" if submission.rows_expected else ""
        return f"{submission.filename}: {submission.status}, {submission.rows_read}{of} rows read"
    counts = (
        f"{submission.received} rows, {submission.accepted} accepted, {submission.duplicates} on record before, "
        f"{submission.rejected} rejected, {submission.questions} asked about, {submission.held_back} held back"
    )
    return f"{submission.filename}: {submission.status} as submission {submission.id}: {submission.failure or counts}"


def write_errors(rows: Iterable[models.RejectedRow], file: TextIO) -> int:
    """A table with a line for each thing that is wrong, and the row as it was sent. How many lines it has."""
    writer, count = csv.writer(file), 0
    writer.writerow([*COLUMNS, "row_as_sent"])
    for row in rows:
        sent = "; ".join(f"{name}={value}" for name, value in row.cells.items())
        for error in row.errors:
            told = (error.field, error.code, error.reason, error.what_to_do, sent)
            writer.writerow([row.row_number, *(_as_text(cell) for cell in told)])
            count += 1
    return count


def _as_text(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


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
    ended = client.wait(given.programme, begun.id, progress=lambda found: say(in_words(found)), every=given.every)
    if all_taken(ended):
        return DONE
    write_errors(client.errors(given.programme, ended.id), sys.stdout)
    return NOT_ALL_TAKEN


def say(words: str) -> None:
    """Tell the person, beside the output."""
    print(words, file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="pbrmanager-client", description="Send files to PbR Manager.")
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("send", help="send one file, wait, and print the rows that were not taken as CSV")
    one.add_argument("file", type=Path)
    one.add_argument("--dry-run", action="store_true", help="only check: nothing is taken")
    one.add_argument("--key", default="", help="an Idempotency-Key of your own, to run the same command again")
    _add_shared(one)
    one.set_defaults(act=send)
    return parser


def _add_shared(parser: argparse.ArgumentParser) -> None:
    where = os.environ.get("PBRMANAGER_ADDRESS")
    parser.add_argument(
        "--address", default=where, required=not where, help="https://… of PbR Manager, or PBRMANAGER_ADDRESS"
    )
    parser.add_argument("--programme", required=True, help="the name of the programme in addresses")
    parser.add_argument("--agent", default="", help="the code of the agent; needed where the token acts for several")
    parser.add_argument("--kind", required=True, choices=("participants", "outcomes"), help="what the rows are")
    parser.add_argument("--consent", choices=("good", "all"), help="take the good rows, or none until all are right")
    parser.add_argument("--every", type=float, default=2.0, help="seconds between two looks")

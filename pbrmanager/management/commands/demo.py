"""Loads the demonstration programmes and says how to sign in."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pbrmanager.demo import load


class Command(BaseCommand):
    help = "Load the demonstration programmes (once) and print the address and one sign-in for each role."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same people (default 1)")
        parser.add_argument("--participants", type=int, default=20_000, help="how many people (default 20000)")
        parser.add_argument("--as-of", type=date.fromisoformat, default=None, help="the day it is (default today)")

    def handle(self, *args: Any, **options: Any) -> None:
        as_of = options["as_of"] or load.today()
        try:
            load.load(participants=options["participants"], seed=options["seed"], as_of=as_of)
        except load.TooFew as error:
            raise CommandError(str(error)) from error
        sign_ins = load.sign_ins()
        if options["json"]:
            self.stdout.write(json.dumps({"url": load.address(), "sign_ins": sign_ins}))
            return
        self.stdout.write(load.address())
        for entry in sign_ins:
            self.stdout.write(f"  {entry['role']:32} {entry['email']:32} {entry['password']}")

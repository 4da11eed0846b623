"""Give a person another email address: `manage.py change_address OLD NEW`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.actions import people
from accounts.errors import Refused
from accounts.selectors import users


class Command(BaseCommand):
    help = (
        "Gives the person with the old address the new one: they sign in with it and are written to there, with the "
        "same roles and password. Emails held because the old address was refused go out."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("old", help="the address with which they sign in now")
        parser.add_argument("new", help="the address with which they sign in from now on")

    def handle(self, *args: Any, **options: Any) -> None:
        user = people.find(options["old"])
        if user is None:
            raise CommandError(f"Nobody has an account with {options['old']}.")
        try:
            people.change_address(
                user=user, email=options["new"], by=users.system_user("administrator"), at=timezone.now()
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{user.name} signs in with {user.email} from now on.")

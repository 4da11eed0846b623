"""Put the evidence that comes with the product into the library. Safe to run again."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from accounts.selectors import users
from knowledge.actions import shelves


class Command(BaseCommand):
    help = "Put the evidence that comes with the product into the library; bring it up to date. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        written = shelves.fill(by=users.system_user(shelves.LIBRARIAN), at=now())
        self.stdout.write(f"Entries written: {written}.")

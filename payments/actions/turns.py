"""Acts that must not overlap wait for each other until the transaction of the one before has ended."""

from django.db import connection


def take(name: str) -> None:
    """Wait for everybody who has taken a turn of this name. It ends with the transaction, however that ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])

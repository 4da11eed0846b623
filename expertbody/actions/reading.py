"""How a person wants to read what waits for them."""

from datetime import datetime

from django.db import transaction

from accounts.actions import audit
from accounts.models import User
from expertbody.models import ReadingPreference


@transaction.atomic
def show_plain_words_first(*, first: bool, by: User, at: datetime) -> ReadingPreference:
    """Show the person plain words first, or the papers themselves. Everybody decides this for themselves."""
    preference, _made = ReadingPreference.objects.get_or_create(user=by)
    if preference.plain_words_first != first:
        preference.plain_words_first = first
        preference.save(update_fields=["plain_words_first"])
        after = {"plain_words_first": first}
        audit.record(by=by, at=at, action="expertbody.reading.choose", subject=preference, after=after)
    return preference

from django.conf import settings
from django.db import models


class ReadingPreference(models.Model):
    """How a person wants to read what waits: in plain words first, or the paper itself first."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reading_preference")
    plain_words_first = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.user}: {'plain words first' if self.plain_words_first else 'papers first'}"

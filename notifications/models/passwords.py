from django.db import models


class PasswordRequest(models.Model):
    """Somebody asked for a new password for an address, which may be anybody's. It goes when it is answered."""

    email = models.EmailField()
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"New password for {self.email}"

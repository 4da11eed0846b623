from django.db import models


class Role(models.TextChoices):
    """What a person may be to a programme. Memberships give them, programme by programme."""

    COMMISSIONER = "commissioner", "Commissioner"
    PRINCIPAL = "principal", "Principal"
    AGENT = "agent", "Agent"
    EXPERT_BODY = "expert_body", "Expert Body member"
    VERIFIER = "verifier", "Verifier"
    ANALYST = "analyst", "Analyst"
    ADMINISTRATOR = "administrator", "Administrator"

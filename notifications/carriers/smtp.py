"""Mails by SMTP, as Django sends them, with more patience while the server looks through a whole mail.

Whoever hangs up then, and sends the mail again, sends it twice: the server has it, and may still take it (RFC 1047).
"""

import smtplib
from typing import TYPE_CHECKING

from django.core.mail.backends import smtp

from notifications.domain import refusals

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

SECONDS_FOR_A_WHOLE_MAIL = 120
"""How long the answer to a whole mail may take; everything else has `EMAIL_TIMEOUT`."""
CLOSING = 421


class _Patient(smtplib.SMTP):
    def data(self, msg: "str | ReadableBuffer") -> tuple[int, bytes]:
        if self.sock is not None:
            self.sock.settimeout(SECONDS_FOR_A_WHOLE_MAIL)
        answer = super().data(msg)
        if self.sock is not None:
            self.sock.settimeout(self.timeout)
        return answer


class _PatientOverTLS(_Patient, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _PatientOverTLS if self.use_ssl else _Patient


def is_about_the_service(error: smtplib.SMTPException) -> bool:
    """Whether the next mail would fare no better: the server ended the connection, or wants none from this sender.

    What it says of one recipient or of the words of a mail is about that mail, unless it closes at once (421).
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return any(code == CLOSING for code, _said in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code == CLOSING
    return True


def refused_for_good(error: smtplib.SMTPRecipientsRefused) -> str | None:
    """What the server said of the one recipient of a mail when it refused them for good; None where it did not."""
    ((code, answer),) = error.recipients.values()
    said = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return f"{code} {said}"[:200] if refusals.by_server(code, said) else None

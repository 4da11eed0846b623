"""Files of evidence in the demonstration: small, made up, and saying so."""

import io
from collections.abc import Sequence
from datetime import datetime, timedelta

from accounts.models import User
from outcomes.actions import checks, evidence
from outcomes.domain.evidence import Sent
from outcomes.models import Attachment, SampleItem
from pbrmanager.demo.cast import Cast

MADE_UP = "Made up for a demonstration. Nobody in it exists."


def attach(cast: Cast, items: Sequence[SampleItem], at: datetime) -> None:
    """A letter, an email and a list; one letter twice for different people; one file taken back."""
    first, second, third, fourth = items[:4]
    _attached(cast, first, "employers-letter.pdf", pdf(f"{MADE_UP} They have worked here since spring."), at)
    _attached(cast, second, "still-at-work.eml", _message("They are still at work."), at)
    shared = pdf(f"{MADE_UP} Both of them have worked here since spring.")
    _attached(cast, third, "letter-of-confirmation.pdf", shared, at)
    _attached(cast, fourth, "confirmation.pdf", shared, at)
    wrong = _attached(cast, first, "hours.csv", f"week,hours,note\n1,16,{MADE_UP}\n".encode(), at)
    evidence.withdraw(
        attachment=wrong, reason="The hours of another person", by=_agent(cast, first),
        at=at + timedelta(minutes=9),
    )  # fmt: skip


def answer(cast: Cast, item: SampleItem, at: datetime) -> None:
    """The request about the claim is answered, with a file."""
    content = pdf(f"{MADE_UP} Wages were paid on the day in question.")
    checks.answer(
        request=item.requests.get(), text="The payslip covers the day.", reference="", by=_agent(cast, item), at=at,
        files=[Sent("payslip.pdf", io.BytesIO(content))],
    )  # fmt: skip


def pdf(text: str) -> bytes:
    """A PDF of one page with one line of text."""
    shown = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    drawn = f"BT /F1 11 Tf 50 780 Td ({shown}) Tj ET"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    out, places = "%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{one}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return f"{out}xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode("ascii")


def _message(text: str) -> bytes:
    head = "From: employer@demo.example\r\nTo: agent@demo.example\r\nSubject: Your question\r\n"
    return f"{head}\r\n{text}\r\n{MADE_UP}\r\n".encode()


def _agent(cast: Cast, item: SampleItem) -> User:
    return cast.speaking_for(item.claim.agent.code)


def _attached(cast: Cast, item: SampleItem, name: str, content: bytes, at: datetime) -> Attachment:
    files = [Sent(name, io.BytesIO(content))]
    (made,) = evidence.attach(claim=item.claim, files=files, by=_agent(cast, item), at=at)
    return made

"""What a person does in their own name, and no token may: decide, sign off, release and close.

A person signs in as in a browser, with the second factor where they have one, and acts in that session.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import httpx

from pbrmanager_client import models, problems
from pbrmanager_client.client import Client
from pbrmanager_client.connection import Patience

SIGN_IN, SECOND = "/account/login/", "/account/2fa/authenticate/"


class NotSignedIn(problems.Trouble):
    """The address, the password or the code was not right, or there were too many attempts."""


class Person(Client):
    """Speaks to the PbR Manager at `address` as a person. `code` gives the code that the app shows now, if asked for.

    The session ends as in a browser, and with `close`. Keep passwords where your programs keep secrets, and let nobody
    else's program have yours: what is done in a session is done in your name.
    """

    def __init__(
        self,
        address: str,
        email: str,
        password: str,
        *,
        code: Callable[[], str] | None = None,
        patience: Patience | None = None,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        super().__init__(address, "", patience=patience, transport=transport, sleep=sleep)
        self._connection.sign_in(SIGN_IN, {"login": email, "password": password}, SECOND, code)
        if not self._connection.is_open("/api/v1/programmes/"):
            self.close()
            raise NotSignedIn("The address, the password or the code is not right, or there were too many attempts.")

    # Bringing a programme in, and its stages

    def load_pack(self, pack: dict[str, Any], *, key: str = "") -> models.Loaded:
        """Bring in a whole programme; administrators of the system only. The same pack again changes nothing."""
        return self._write("loadProgrammePack", models.Loaded, pack, key)

    def close_stage(self, programme: str, stage: int, *, decision: str, key: str = "") -> models.StageDetail:
        sent = models.CloseSent(decision=decision)
        return self._write("closeStage", models.StageDetail, sent, key, slug=programme, stage=stage)

    def reopen_stage(self, programme: str, stage: int, *, because: str, key: str = "") -> models.StageDetail:
        sent = models.ReopenSent(because=because)
        return self._write("reopenStage", models.StageDetail, sent, key, slug=programme, stage=stage)

    def answer_finding(
        self, programme: str, number: int, answer: models.FindingAnswerSent, *, key: str = ""
    ) -> models.FindingDetail:
        """Accept it, accept it and reopen the stages that it questions, or dismiss it."""
        return self._write("answerFinding", models.FindingDetail, answer, key, slug=programme, number=number)

    # Statements

    def propose_statement(
        self, programme: str, number: int, *, due_on: date, total: Decimal | None = None, key: str = ""
    ) -> models.StatementDetail:
        """Put it to the agent, who answers by `due_on`; refused if it does not come to `total` any more."""
        sent = models.ProposalSent(due_on=due_on, total=None if total is None else f"{total:.2f}")
        return self._write("proposeStatement", models.StatementDetail, sent, key, slug=programme, id=number)

    def accept_statement(
        self, programme: str, number: int, *, as_read: bool = True, key: str = ""
    ) -> models.StatementDetail:
        """Agree for the agent to what was proposed, as it was last read."""
        tag = "readStatement" if as_read else ""
        return self._write("acceptStatement", models.StatementDetail, None, key, tag, slug=programme, id=number)

    def sign_off(
        self, programme: str, number: int, *, total: Decimal, override: str | None = None, key: str = ""
    ) -> models.StatementDetail:
        """Say for the principal that it is paid."""
        sent = models.SignOffSent(total=f"{total:.2f}", override=override)
        return self._write("signStatementOff", models.StatementDetail, sent, key, slug=programme, id=number)

    # Payments

    def enter_bank_details(
        self, programme: str, details: models.BankAccountSent, *, key: str = ""
    ) -> models.BankAccount:
        return self._write("enterBankDetails", models.BankAccount, details, key, slug=programme)

    def decide_bank_details(
        self, programme: str, number: int, decision: Literal["confirm", "refuse"], *, reason: str | None = None,
        key: str = "",
    ) -> models.BankAccount:  # fmt: skip
        """Confirm what somebody else entered, or refuse it with the reason."""
        sent = models.BankDecisionSent(decision=decision, reason=reason)
        return self._write("decideAboutBankDetails", models.BankAccount, sent, key, slug=programme, id=number)

    def make_runs(self, programme: str, *, key: str = "") -> tuple[models.Run, ...]:
        """Gather everything that is due into one run for each payer."""
        return self._write("makePaymentRuns", models.RunsMade, None, key, slug=programme).runs

    def release_run(self, programme: str, number: int, *, key: str = "") -> models.RunDetail:
        return self._write("releasePaymentRun", models.RunDetail, None, key, slug=programme, number=number)

    def send_bank_response(
        self, programme: str, number: int, *, filename: str, content: str, key: str = ""
    ) -> models.RunDetail:
        """What the bank says became of the payments: a status report (pain.002), or CSV."""
        sent = models.ResponseSent(filename=filename, content=content)
        return self._write("sendBankResponse", models.RunDetail, sent, key, slug=programme, number=number)

    def reconcile_run(self, programme: str, number: int, *, amount: Decimal, key: str = "") -> models.RunDetail:
        """Close it by what the bank took from the account."""
        sent = models.ReconciliationSent(amount=f"{amount:.2f}")
        return self._write("reconcilePaymentRun", models.RunDetail, sent, key, slug=programme, number=number)

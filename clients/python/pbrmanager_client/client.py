"""PbR Manager to other systems: what a token may do, as methods.

Programmes are named by their slug, everything else by the number that answers give. Lists are read page by page as
they are gone through. What changes something is carried out once, however often the request has to be sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pbrmanager_client import models
from pbrmanager_client.calls import address_of
from pbrmanager_client.comparing import Comparing
from pbrmanager_client.exporting import Exporting
from pbrmanager_client.proving import Proving
from pbrmanager_client.sending import Sending


class Client(Sending, Proving, Exporting, Comparing):
    """Speaks to the PbR Manager at `address` (https://…) with a token of an organisation.

    Every method raises `problems.Problem` for an error that the interface tells, and `problems.Unreachable` where no
    answer came. Close it when done, or use it in a `with`.
    """

    # Programmes and their stages

    def programmes(self, *, q: str = "", sandbox_of: str = "") -> Iterator[models.Programme]:
        """The programmes that the token may see; `q` is part of a name. With `sandbox_of`, the sandbox of one."""
        return self._list("listProgrammes", models.Programme, {"q": q, "sandbox_of": sandbox_of})

    def programme(self, slug: str) -> models.Programme:
        return self._read("readProgramme", models.Programme, slug=slug)

    def make_sandbox(self, programme: str, *, afresh: bool = False, key: str = "") -> models.Programme:
        """A copy of the agreed contract, in which agents try their systems. Where there is one already, `afresh` puts
        it aside for another; without, that is a problem with the code `sandbox_stands`."""
        return self._write("makeSandbox", models.Programme, models.SandboxSent(afresh=afresh), key, slug=programme)

    def stages(self, programme: str) -> Iterator[models.Stage]:
        return self._list("listStages", models.Stage, slug=programme)

    def stage(self, programme: str, number: int) -> models.StageDetail:
        """A stage with its criteria and visits."""
        return self._read("readStage", models.StageDetail, slug=programme, stage=number)

    def ask_gate(
        self, programme: str, stage: int, *, note: str, as_read: bool = False, key: str = ""
    ) -> models.StageDetail:
        """Ask the Expert Body to decide the gate of a stage."""
        return self._write(
            "askGateStage", models.StageDetail, models.GateRequestSent(note=note), key, "readStage" if as_read else "",
            slug=programme, stage=stage,
        )  # fmt: skip

    def contract_versions(self, programme: str) -> Iterator[models.Version]:
        return self._list("listContractVersions", models.Version, slug=programme)

    def contract_version(self, programme: str, number: int) -> models.VersionDetail:
        """A version of the contract with its terms."""
        return self._read("readContractVersion", models.VersionDetail, slug=programme, number=number)

    # Findings

    def findings(
        self, programme: str, *, q: str = "", stage: int | None = None, state: str = ""
    ) -> Iterator[models.Finding]:
        return self._list("listFindings", models.Finding, {"q": q, "stage": stage, "state": state}, slug=programme)

    def finding(self, programme: str, number: int) -> models.FindingDetail:
        return self._read("readFinding", models.FindingDetail, slug=programme, number=number)

    def raise_finding(self, programme: str, finding: models.FindingSent, *, key: str = "") -> models.FindingDetail:
        return self._write("raiseFinding", models.FindingDetail, finding, key, slug=programme)

    def reply_to_finding(
        self, programme: str, number: int, *, text: str, as_read: bool = False, key: str = ""
    ) -> models.FindingDetail:
        return self._write(
            "replyFinding", models.FindingDetail, models.ReplySent(text=text), key, "readFinding" if as_read else "",
            slug=programme, number=number,
        )  # fmt: skip

    # Verification

    def plans(self, programme: str) -> Iterator[models.Plan]:
        """The verification plans, the latest first."""
        return self._list("listVerificationPlans", models.Plan, slug=programme)

    def plan(self, programme: str, number: int) -> models.Plan:
        return self._read("readVerificationPlan", models.Plan, slug=programme, number=number)

    def checks(
        self, programme: str, plan: int, *, q: str = "", state: str = "", stratum: str = ""
    ) -> Iterator[models.Check]:
        """The claims drawn for a plan."""
        wanted = {"q": q, "state": state, "stratum": stratum}
        return self._list("listDrawnClaims", models.Check, wanted, slug=programme, number=plan)

    def check(self, programme: str, number: int) -> models.CheckDetail:
        """A drawn claim with what was asked, answered and decided."""
        return self._read("readDrawnClaim", models.CheckDetail, slug=programme, id=number)

    def answer_evidence(
        self, programme: str, check: int, request: int, *, text: str, reference: str = "", key: str = ""
    ) -> models.CheckDetail:
        """Answer what the verifier asked about a drawn claim."""
        sent = models.EvidenceAnswerSent(text=text, reference=reference)
        return self._write(
            "answerRequestEvidence", models.CheckDetail, sent, key, slug=programme, id=check, asked=request
        )

    # Statements, explanations and targets

    def statements(
        self, programme: str, *, agent: str = "", period: str = "", state: str = ""
    ) -> Iterator[models.Statement]:
        """The latest opened first."""
        wanted = {"agent": agent, "period": period, "state": state}
        return self._list("listStatements", models.Statement, wanted, slug=programme)

    def statement(self, programme: str, number: int) -> models.StatementDetail:
        """A statement with its lines, payers, queries and what happened to it."""
        return self._read("readStatement", models.StatementDetail, slug=programme, id=number)

    def ask_about_statement(
        self, programme: str, number: int, *, text: str, line: str = "", as_read: bool = False, key: str = ""
    ) -> models.StatementDetail:
        """Ask about a statement, or about a line of it by its code."""
        sent = models.QuerySent(text=text, line=line or None)
        return self._write(
            "askAboutStatement", models.StatementDetail, sent, key, "readStatement" if as_read else "",
            slug=programme, id=number,
        )  # fmt: skip

    def answer_query(
        self, programme: str, statement: int, query: int, *, text: str, key: str = ""
    ) -> models.StatementDetail:
        sent = models.QueryAnswerSent(text=text)
        return self._write("answerQuery", models.StatementDetail, sent, key, slug=programme, id=statement, query=query)

    def explain_claim(self, programme: str, claim: int) -> models.Explanation:
        """Every step from a claim to the pound."""
        return self._read("explainClaim", models.Explanation, slug=programme, id=claim)

    def explain_start(self, programme: str, participant: int) -> models.Explanation:
        """What the start of a participant earns, step by step."""
        return self._read("explainStart", models.Explanation, slug=programme, id=participant)

    def targets(self, programme: str) -> Iterator[models.Target]:
        return self._list("listTargets", models.Target, slug=programme)

    def target(self, programme: str, code: str) -> models.Target:
        """A target with its readings."""
        return self._read("readTarget", models.Target, slug=programme, code=code)

    def verdicts(self, programme: str) -> Iterator[models.Question]:
        """Every comparison that was registered, with the verdicts on it."""
        return self._list("listVerdicts", models.Question, slug=programme)

    def verdict(self, programme: str, code: str) -> models.Question:
        """One comparison that was registered, with the verdicts on it."""
        return self._read("readVerdict", models.Question, slug=programme, code=code)

    def meetings(self, programme: str, *, state: str = "", q: str = "") -> Iterator[models.Meeting]:
        """Meetings of the Expert Body, those called last first."""
        return self._list("listMeetings", models.Meeting, {"state": state, "q": q}, slug=programme)

    def meeting(self, programme: str, number: int) -> models.MeetingDetail:
        """A meeting with its agenda, who came, and how each member voted."""
        return self._read("readMeeting", models.MeetingDetail, slug=programme, number=number)

    def flags(self, programme: str, *, kind: str = "", severity: str = "", text: str = "") -> Iterator[models.Flag]:
        wanted = {"kind": kind, "severity": severity, "text": text}
        return self._list("listFlags", models.Flag, wanted, slug=programme)

    def price(self, programme: str, *, key: str = "") -> models.Priced:
        """Put what has been claimed by today on the statements. Doing it again changes nothing."""
        return self._write("priceProgramme", models.Priced, None, key, slug=programme)

    # Payments

    def bank_accounts(self, programme: str) -> Iterator[models.BankAccount]:
        """Those that may be seen, their numbers masked."""
        return self._list("listBankAccounts", models.BankAccount, slug=programme)

    def payment_runs(self, programme: str, *, payer: str = "", state: str = "") -> Iterator[models.Run]:
        return self._list("listPaymentRuns", models.Run, {"payer": payer, "state": state}, slug=programme)

    def payment_run(self, programme: str, number: int) -> models.RunDetail:
        """A run with who gets what from it, and what became of it."""
        return self._read("readPaymentRun", models.RunDetail, slug=programme, number=number)

    def fetch_payment_file(self, programme: str, number: int, place: Path, *, form: Literal["csv", "xml"]) -> None:
        """Write the file for the bank to `place`: whole, or not at all. That it was fetched is written down."""
        address = address_of("fetchPaymentFile", {"slug": programme, "number": number})
        self._connection.fetch(f"{address}?form={form}", place)

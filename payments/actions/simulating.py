"""Carry simulations out. Only workers and commands import this, because it brings numpy along."""

import logging
import time
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, Q

from accounts.errors import Refused
from contracts.domain import documents, words
from contracts.domain import terms as domain
from contracts.domain.terms import Terms
from payments.domain.simulation import behaviour, draws, engine, history, questions
from payments.models import Simulation

logger = logging.getLogger(__name__)
# A job comes again only when its worker has been gone for the visibility timeout: a row that began long before then is
# left over. Half of it, because the row begins a little after the job was taken.
GIVEN_UP = timedelta(seconds=settings.VISIBILITY_TIMEOUT_SECONDS) / 2
FAILED = (
    "The simulation came to an end before it was finished. Start it again; if it fails again, tell whoever runs this "
    "service the time at which it failed."
)
Document = dict[str, Any]


class Cancelled(Exception):
    """Somebody called the simulation off."""


def carry_out(*, simulation_id: int, at: datetime) -> None:
    """Do the work of one simulation. A second worker on the same one returns at once; a cancelled one ends early.

    Every step is committed by itself, so that pages see how far it has come.
    """
    waiting = Q(state=Simulation.State.QUEUED) | Q(state=Simulation.State.RUNNING, started_at__lt=at - GIVEN_UP)
    taken = Simulation.objects.filter(waiting, pk=simulation_id).update(
        state=Simulation.State.RUNNING, started_at=at, done=0
    )
    if not taken:
        return
    began = time.monotonic()
    simulation = Simulation.objects.get(pk=simulation_id)
    running = Simulation.objects.filter(pk=simulation_id, state=Simulation.State.RUNNING)

    def progress(done: int) -> None:
        if not running.update(done=F("done") + done):
            raise Cancelled

    try:
        results = work_out(simulation.inputs, simulation.scenarios, simulation.seed, simulation.runs, progress)
    except Cancelled:
        return
    except Exception:
        logger.exception("Simulation %s failed", simulation_id)
        running.update(state=Simulation.State.FAILED, failure=FAILED, ended_at=_since(began, at))
        return
    running.update(state=Simulation.State.FINISHED, results=results, ended_at=_since(began, at))


def _since(began: float, at: datetime) -> datetime:
    """The time now, where the work began at a time."""
    return at + timedelta(seconds=time.monotonic() - began)


def work_out(
    inputs: Document, scenarios: list[str], seed: int, runs: int, progress: engine.Progress = lambda done: None
) -> Document:
    """The results of all scenarios, with what follows from the expected figures."""
    terms = domain.parse_draft(inputs["terms"])[0]
    first_day = date.fromisoformat(inputs["first_day"])
    recorded = history.read(inputs.get("history"))
    found = {
        code: engine.simulate(engine.case_of(terms, first_day, code, recorded), seed, runs, progress)
        for code in scenarios
    }
    return {
        "scenarios": found,
        "left_out": questions.left_out(terms),
        "agents": len(terms.agents),
        "segments": [[one.code, one.name] for one in questions.segments(terms)],
        "rules": [[rule.code, rule.name, rule.kind] for rule in terms.rules],
        "caps": _caps(terms, inputs.get("payers", {})),
        "metrics": [[one.code, one.name, one.is_share, one.unit] for one in terms.metrics],
        "outcomes": [[code, terms.outcome(code).name] for code in questions.paid_outcomes(terms)],
        **_behaviour(terms, first_day),
    }


def _caps(terms: Terms, names: Mapping[str, str]) -> list[list[str]]:
    """Each cap with what it limits, those of principals by their names."""
    told = [(cap.code, words.cap(cap, terms)) for cap in terms.caps]
    told += [(cap.code, words.payer_cap(cap, terms, names.get(cap.payer, ""))) for cap in terms.payer_caps]
    return [[code, text.rstrip(".")] for code, text in told]


def _behaviour(terms: Terms, first_day: date) -> Document:
    anyway = None if questions.missing(terms, [questions.NULL]) else draws.figured(terms, questions.NULL)
    return behaviour.worked_out(engine.case_of(terms, first_day, questions.EXPECTED), anyway)


def of_document(document: Document, scenarios: list[str], seed: int, runs: int) -> Document:
    """Simulate a contract without keeping anything: one version as a document, or the last version of a pack.

    Raises `TermsError` for bad terms, and `Refused` with what is missing.
    """
    terms, first_day = _terms_of(document)
    if asked := questions.missing(terms, scenarios):
        raise Refused(" ".join(asked))
    return work_out({"terms": documents.of_terms(terms), "first_day": first_day.isoformat()}, scenarios, seed, runs)


def _terms_of(document: Document) -> tuple[Terms, date]:
    """The terms, and the first day of the first version."""
    section = document.get("contract")
    if section is None:
        terms = domain.parse_draft(document)[0]
        return terms, terms.effective_from
    versions = domain.parse_contract(section).versions
    if not versions:
        raise Refused("The pack holds no contract version. Add one, or give a version by itself.")
    return versions[-1], min(one.effective_from for one in versions)

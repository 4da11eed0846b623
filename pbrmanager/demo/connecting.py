"""Other systems beside the demonstration: tokens, a sandbox in which one is tried, and files that were asked for."""

from datetime import date, datetime, timedelta

from accounts.domain.tokens import READ, SUBMIT
from accounts.models import Token
from outcomes.actions import sandboxes
from pbrmanager.demo.calendar import moment
from pbrmanager.demo.cast import Cast
from stages.actions import exports, tokens
from stages.models import Programme
from stages.selectors import tokens as selectors

AGENT = "harbour-pathways"
LIVES = timedelta(days=180)


def connect(cast: Cast, programme: Programme, analysed: Programme, as_of: date) -> None:
    """The agent's systems send to the programme and try the next thing in its sandbox; the commissioner has files of
    it. Of the programme without a contract, the commissioner asked for one that cannot be made."""
    _tokens(cast, programme, as_of)
    asked = moment(as_of - timedelta(days=1), hour=16)
    _ask(cast, programme, "claims", "csv", asked)
    _ask(cast, analysed, "indigo", "json", asked + timedelta(minutes=5))
    commissioner = cast["commissioner"]
    exports.ask(programme=programme, kind="statement_lines", form="csv", by=commissioner, at=moment(as_of, hour=3))


def _tokens(cast: Cast, programme: Programme, as_of: date) -> None:
    """One in use, one that was ended, and one for the sandbox. Nobody keeps their texts."""
    by = cast.speaking_for(AGENT)
    at = moment(as_of - timedelta(days=12), hour=9)
    _token(cast, programme, "Case management (example)", [READ, SUBMIT], at - timedelta(days=60))
    old = _token(cast, programme, "Spreadsheet of the first year (example)", [READ], at - timedelta(days=90))
    tokens.revoke(token=old, by=by, at=at)
    sandbox = sandboxes.make(programme=programme, by=cast["commissioner"], at=at)
    _token(cast, sandbox, "New case management, on trial (example)", [READ, SUBMIT], at + timedelta(hours=2))


def _token(cast: Cast, programme: Programme, purpose: str, scopes: list[str], at: datetime) -> Token:
    by = cast.speaking_for(AGENT)
    held = list(selectors.to_hand_on(by).filter(programme=programme))
    made, _text = tokens.make(held=held, purpose=purpose, scopes=scopes, expires_at=at + LIVES, by=by, at=at)
    return made


def _ask(cast: Cast, programme: Programme, kind: str, form: str, at: datetime) -> None:
    """A file that somebody asked for, and what came of it two minutes later."""
    asked = exports.ask(programme=programme, kind=kind, form=form, by=cast["commissioner"], at=at)
    exports.make(export_id=asked.pk, at=at + timedelta(minutes=2))

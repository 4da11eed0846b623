"""What can go wrong, as exceptions: each has the code of the problem, which does not change with its words."""

from __future__ import annotations

import json

import httpx

from pbrmanager_client import decoding, models


class Trouble(Exception):
    """Anything that this client raises by itself."""


class Unreachable(Trouble):
    """No answer came, after every attempt. Whether the request was carried out is not known: call again with its
    `key`, and it is carried out once at most."""

    def __init__(self, said: str, key: str = "") -> None:
        super().__init__(said)
        self.key = key


class NotUnderstood(Trouble):
    """What answered is not PbR Manager, or a version of it that this client does not know."""


class Problem(Trouble):
    """An error that the interface has told, with its `status`, `code`, `detail` and what is wrong with each field."""

    def __init__(self, told: models.Problem, key: str = "") -> None:
        super().__init__(f"{told.detail} ({told.code})")
        self.status = told.status
        self.code = told.code
        self.title = told.title
        self.detail = told.detail
        self.errors = told.errors
        self.key = key


class NotValid(Problem):
    """400 or 422: what was sent is not right. `errors` names the fields."""


class NotSignedIn(Problem):
    """401: the token does not exist, has ended or was revoked."""


class NotAllowed(Problem):
    """403: the token's roles or scopes do not reach so far, or a person has to do it."""


class NotFound(Problem):
    """404: there is no such thing, or none that the token may see."""


class NotNow(Problem):
    """409: not possible as things stand, such as in a stage that is closed."""


class Changed(Problem):
    """412: it has changed since this client read it."""


class FileNotTaken(Problem):
    """The file as a whole cannot be taken: it is too large, of another kind, or no table."""


class CutOff(Problem):
    """Only a part of what was sent arrived, and nothing was done: call again with its `key`."""


class TooMany(Problem):
    """429: too many requests, and waiting was to no avail."""


class Failed(Problem):
    """5xx: PbR Manager itself failed."""


BY_CODE: dict[str, type[Problem]] = {
    "file_refused": FileNotTaken,
    "too_large": FileNotTaken,
    "unsupported_media_type": FileNotTaken,
    "cut_off": CutOff,
}
BY_STATUS: dict[int, type[Problem]] = {
    400: NotValid,
    401: NotSignedIn,
    403: NotAllowed,
    404: NotFound,
    409: NotNow,
    412: Changed,
    422: NotValid,
    429: TooMany,
}


def of(response: httpx.Response, key: str = "") -> Trouble:
    """The exception for an answer that tells an error."""
    try:
        told = decoding.read(models.Problem, response.json())
    except (json.JSONDecodeError, UnicodeDecodeError, decoding.Unreadable):
        if response.status_code >= 500:
            return Unreachable(f"{response.request.url.host} answered with status {response.status_code}.", key)
        return NotUnderstood(f"{response.request.url} answered with status {response.status_code} and no problem.")
    kind = BY_CODE.get(told.code) or BY_STATUS.get(told.status, Failed if told.status >= 500 else Problem)
    return kind(told, key)

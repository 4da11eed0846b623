"""A mail server on this machine that takes mails, refuses them or falls silent, as mail servers do."""

import contextlib
import socketserver
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

from tests.notifications import serving

BREAKS_OFF = "break off"
"""Stands for an answer: the server takes the mail and ends the connection without a word."""
Answer = Callable[[str, str], str]
"""From the word of the sender (MAIL, RCPT, DATA) and the rest of its line to what is answered; empty: as usual."""


class Office:
    """`taken` is every mail that came whole, in order; `heard` counts connections."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.taken: list[EmailMessage] = []
        self.heard = 0

    def to(self) -> list[str]:
        return [str(mail["To"]) for mail in self.taken]


@contextlib.contextmanager
def open_for(answer: Answer = lambda word, rest: "") -> Iterator[Office]:
    """A mail server that speaks as much SMTP as a sender needs. `DATA` is answered when the mail is whole."""

    class Handler(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            office.heard += 1
            self.say("220 office.test ESMTP")
            while line := self.rfile.readline().decode().strip():
                word, _space, rest = line.partition(" ")
                if word.upper() == "QUIT":
                    return self.say("221 Bye")
                if word.upper() != "DATA":
                    self.say(answer(word.upper(), rest) or "250 Yes")
                elif not self.take():
                    return None
            return None

        def take(self) -> bool:
            """The whole mail; whether the connection stands."""
            self.say("354 Go on")
            lines = []
            while (line := self.rfile.readline()) != b".\r\n":
                lines.append(line.removeprefix(b"."))
            said = answer("DATA", "") or "250 Taken"
            if said == BREAKS_OFF or said.startswith("250"):
                found = message_from_bytes(b"".join(lines), policy=policy.default)
                assert isinstance(found, EmailMessage)
                office.taken.append(found)
            if said != BREAKS_OFF:
                self.say(said)
            return said != BREAKS_OFF

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    server = Server(("127.0.0.1", 0), Handler)
    office = Office(server.server_address[1])
    with serving.beside(server):
        yield office

"""A mail server on this machine that takes mails, refuses them or falls silent, as mail servers do."""

import base64
import contextlib
import datetime
import ipaddress
import socketserver
import ssl
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.notifications import serving

BREAKS_OFF = "break off"
"""Stands for an answer: the server takes the mail and ends the connection without a word."""
Answer = Callable[[str, str], str]
"""From the word of the sender (MAIL, RCPT, DATA) and the rest of its line to what is answered; empty: as usual."""


class Office:
    """`taken` is every mail that came whole, in order, and `raw` its bytes; `heard` counts connections.

    `tried` is every name and password that came, and `overheard` those that came in the clear.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self.taken: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.heard = 0
        self.tried: list[str] = []
        self.overheard: list[str] = []

    def to(self) -> list[str]:
        return [str(mail["To"]) for mail in self.taken]


def certificate(folder: Path) -> Path:
    """A key and a certificate of this machine, signed by itself, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "office.test")])
    now = datetime.datetime.now(datetime.UTC)
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    path = folder / "office.pem"
    path.write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain) + made.public_bytes(pem))
    return path


def _context(held: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(held)
    return context


@contextlib.contextmanager
def open_for(
    answer: Answer = lambda word, rest: "",
    *,
    held: Path | None = None,
    from_the_start: bool = False,
    password: str = "",
) -> Iterator[Office]:
    """A mail server that speaks as much SMTP as a sender needs. `DATA` is answered when the mail is whole.

    With a certificate held it offers STARTTLS, or speaks TLS from the start; with a password it asks for that.
    """

    class Handler(socketserver.StreamRequestHandler):
        is_closed_to_others = False

        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def close_to_others(self) -> None:
            assert held is not None
            self.connection = _context(held).wrap_socket(self.connection, server_side=True)
            self.rfile = self.connection.makefile("rb")
            self.wfile = self.connection.makefile("wb", 0)
            self.is_closed_to_others = True

        def handle(self) -> None:
            office.heard += 1
            with contextlib.suppress(ssl.SSLError, ConnectionError):
                if from_the_start:
                    self.close_to_others()
                self.say("220 office.test ESMTP")
                while line := self.rfile.readline().decode().strip():
                    word, _space, rest = line.partition(" ")
                    if not self.heed(word.upper(), rest):
                        break

        def heed(self, word: str, rest: str) -> bool:
            """Do what a line asks; whether the connection stands."""
            if word == "DATA":
                return self.take()
            if word == "STARTTLS":
                self.say("220 Go ahead")
                self.close_to_others()
            elif word == "EHLO":
                self.say("250-office.test")
                for offered in self.offers():
                    self.say(f"250-{offered}")
                self.say("250 HELP")
            elif word == "AUTH":
                self.check(base64.b64decode(rest.partition(" ")[2]).decode().strip("\0").replace("\0", ":"))
            else:
                self.say("221 Bye" if word == "QUIT" else answer(word, rest) or "250 Yes")
            return word != "QUIT"

        def offers(self) -> list[str]:
            starts = ["STARTTLS"] if held is not None and not self.is_closed_to_others else []
            return [*starts, *(["AUTH PLAIN"] if password else [])]

        def check(self, said: str) -> None:
            office.tried.append(said)
            if not self.is_closed_to_others:
                office.overheard.append(said)
            self.say("235 Welcome" if said.endswith(f":{password}") else "535 5.7.8 Not your password")

        def take(self) -> bool:
            """The whole mail; whether the connection stands."""
            self.say("354 Go on")
            lines = []
            while (line := self.rfile.readline()) != b".\r\n":
                lines.append(line.removeprefix(b"."))
            said = answer("DATA", "") or "250 Taken"
            if said == BREAKS_OFF or said.startswith("250"):
                office.raw.append(b"".join(lines))
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

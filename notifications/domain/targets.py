"""Where a webhook may go: to public addresses only, so that nobody can make this system knock on doors inside."""

import ipaddress
import socket
from urllib.parse import urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
NAT64 = ipaddress.ip_network("64:ff9b::/96")
NOBODYS = tuple(
    ipaddress.ip_network(network) for network in ("192.0.0.0/24", "192.88.99.0/24", "fec0::/10", "3fff::/20")
)
"""Set aside, and yet public to Python: for protocols, for relays of old, for sites of old, for documents."""
PORTS = range(1, 65536)
MOST_CHARACTERS = 500


def problem(url: str, *, secure_only: bool, loopback: bool = False) -> str:
    """What is wrong with the address as it is written; empty when nothing is. Where a name leads to is looked at each
    time that something is sent; a number that is not of the public internet is told at once."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return "Enter a whole web address, such as https://hooks.example.org/pbr."
    if parts.scheme not in ("http", "https") or not host or (port is not None and port not in PORTS):
        return "Enter a whole web address, such as https://hooks.example.org/pbr."
    if secure_only and parts.scheme != "https":
        return "Enter an address that begins with https://, so that nobody reads along."
    if parts.username is not None or parts.password is not None or parts.fragment:
        return "Enter the address without a user name, a password or a part after “#”. The signature shows who sends."
    if len(url) > MOST_CHARACTERS or not url.isascii() or any(one.isspace() or ord(one) < 33 for one in url):
        return f"Enter an address of at most {MOST_CHARACTERS} characters, without spaces or accents."
    if _is_inside(host, loopback):
        return "Enter an address of the public internet. Webhooks are not sent to addresses inside a network."
    return ""


def _is_inside(host: str, loopback: bool) -> bool:
    """Whether the host is written as a number that is not public, or is this machine by its name."""
    number = _as_number(host)
    if number is not None:
        return not is_public(number, loopback=loopback)
    name = host.rstrip(".")
    return not loopback and (name == "localhost" or name.endswith(".localhost"))


def _as_number(host: str) -> str | None:
    """The address that a host stands for which is no name, however it is written: 10.0.0.1 is 0xa.1 and 167772161."""
    try:
        return str(ipaddress.ip_address(host.partition("%")[0]))
    except ValueError:
        pass
    try:
        return str(ipaddress.IPv4Address(socket.inet_aton(host.rstrip("."))))
    except OSError:
        return None


def is_public(written: str, *, loopback: bool = False) -> bool:
    """Whether the number is one of the public internet. `loopback`: this machine itself counts as well."""
    try:
        address: Address = ipaddress.ip_address(written.partition("%")[0])
    except ValueError:
        return False
    return _is_public(_inner(address), loopback)


def _inner(address: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for, where it does."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else address)


def _is_public(address: Address, loopback: bool) -> bool:
    if address.is_loopback:
        return loopback
    if any(address in network for network in NOBODYS if network.version == address.version):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved and not address.is_unspecified

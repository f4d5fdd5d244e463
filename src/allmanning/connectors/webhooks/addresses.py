"""Where a message may go: over https, and to nothing inside our own walls, whatever name it hides behind."""

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Literal
from urllib.parse import urlsplit

from django.conf import settings

type Fault = Literal["not_https", "malformed", "unknown_host", "internal"]
type Address = IPv4Address | IPv6Address

LONGEST = 500
TRANSLATED = (ip_network("64:ff9b::/96"), ip_network("2002::/16"))


class AddressRefusedError(ValueError):
    """Nothing may be sent to this address."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"{self.__doc__} ({fault})")
        self.fault: Fault = fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A resolved address: what is connected to is just these numbers, and the name is not asked for again."""

    is_https: bool
    host: str
    port: int
    path: str
    addresses: tuple[str, ...]


def resolve(address: str) -> Target:
    """Look the name up and hold every number it has against the rules; raises AddressRefusedError."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:  # UnicodeError is one
        raise AddressRefusedError("malformed") from None
    if parts.scheme != "https" and not (parts.scheme == "http" and settings.DEMO):
        raise AddressRefusedError("not_https")
    if not host or parts.username is not None or parts.fragment or not _is_plain(address):
        raise AddressRefusedError("malformed")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    numbers = _looked_up(host, port)
    if not all(map(is_allowed, numbers)):
        raise AddressRefusedError("internal")
    return Target(is_https=parts.scheme == "https", host=host, port=port, path=path, addresses=numbers)


def is_allowed(number: str) -> bool:
    """A number on the open internet, or in a network that ALLMANNING_WEBHOOK_NETWORKS names."""
    address = _real(ip_address(number.partition("%")[0]))
    if any(address in ip_network(network) for network in settings.WEBHOOK_NETWORKS):
        return True
    is_site_local = isinstance(address, IPv6Address) and address.is_site_local
    return address.is_global and not address.is_multicast and not is_site_local


def _real(address: Address) -> Address:
    """The IPv4 address that an IPv6 address only wraps."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped:
        return address.ipv4_mapped
    nat64, six_to_four = TRANSLATED
    if address in nat64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    if address in six_to_four:
        return IPv4Address((int(address) >> 80) & 0xFFFFFFFF)
    return address


def _looked_up(host: str, port: int) -> tuple[str, ...]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise AddressRefusedError("unknown_host") from None
    return tuple(dict.fromkeys(str(where[0]) for *_, where in found))


def _is_plain(address: str) -> bool:
    return len(address) <= LONGEST and address.isascii() and address.isprintable() and " " not in address

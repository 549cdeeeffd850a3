"""Which addresses may be asked: http and https, and machines that everybody can reach."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import quote, urlsplit, urlunsplit

from digest.errors import SourceError

PORTS = {"http": 80, "https": 443}
_SAFE = "/%:@!$&'()*+,;=~-._"
# IDNA 2003, all that Python has, reads these letters as others: `ß` as `ss` is another domain than the one meant.
_DEVIATING = frozenset("ßς\u200c\u200d")
_HOST = re.compile(r"[\w.:%-]*", re.ASCII)
# All of IPv6 that is given out to be reached by everybody (RFC 4291, section 2.4; IANA's registry of address space).
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""An IPv4 address in its last 32 bits, as networks without IPv4 show it (RFC 6052)."""


def normalised(address: str) -> str:
    """Return an address as it is asked for: ASCII, lower-case host, no default port, no fragment.

    Raises:
        SourceError: it is none, or not one of http or https, or it holds a password.
    """
    shown = "".join(letter if letter.isprintable() else "?" for letter in address)
    try:
        parts = urlsplit(address.strip())
        host, port, scheme = _ascii(parts.hostname or ""), parts.port, parts.scheme.lower()
    except ValueError as error:  # UnicodeError among them
        raise SourceError("this is no address", path=shown, hint="write it as a browser shows it") from error
    if scheme not in PORTS or not host:
        raise SourceError("only http and https addresses can be fetched", path=shown)
    if parts.username is not None:
        raise SourceError("an address with a user name or password is not kept", path=shown)
    netloc = f"[{host}]" if ":" in host else host
    if port not in {None, PORTS[scheme]}:
        netloc += f":{port}"
    return urlunsplit((scheme, netloc, quote(parts.path or "/", safe=_SAFE), quote(parts.query, safe=_SAFE + "?"), ""))


def _ascii(host: str) -> str:
    """Return a host's name as the Domain Name System has it, or raise `ValueError`."""
    name = host if host.isascii() else host.encode("idna").decode("ascii")
    if _DEVIATING & set(host) or not _HOST.fullmatch(name):
        raise ValueError(host)
    return name


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the public internet.

    Private, loopback, link-local, shared and multicast addresses are not, nor is what carries one of them inside
    (IANA's registries of special-purpose addresses; RFC 3056 and RFC 4380 for tunnels).
    """
    ip = ipaddress.ip_address(address)
    if ip in _NAT64:
        ip = ipaddress.IPv4Address(ip.packed[-4:])
    if isinstance(ip, ipaddress.IPv4Address):
        return ip.is_global and not ip.is_multicast
    return ip.is_global and ip in _GLOBAL_UNICAST and ip.sixtofour is None and ip.teredo is None

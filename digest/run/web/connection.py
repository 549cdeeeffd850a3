"""One connection to a checked address, with an end to its patience.

Made of the standard library's `http.client`, because both promises are promises about the socket, and it lets us open
and read the socket ourselves: the address that was checked is the one connected to, with no second look-up that might
answer otherwise, and each read gets what is left of the time for the whole. Libraries above it resolve names out of
reach, or start their time-outs anew with every byte.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digest.errors import SourceError
from digest.run.web.addresses import PORTS, is_public

if TYPE_CHECKING:
    from collections.abc import Iterator
    from urllib.parse import SplitResult

    from typing_extensions import Buffer


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment on the monotonic clock at which everything has to be done."""

    end: float

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        """Return the moment so many seconds from now."""
        return cls(time.monotonic() + seconds)

    def remaining(self) -> float:
        """Return the seconds that are left; raise `TimeoutError` when there are none."""
        left = self.end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class Connection(http.client.HTTPConnection):
    """A connection for one request.

    Args:
        parts: the normalised address.
        deadline: by when the answer has to be here, its body included.
        allow_private: connect to addresses of the own network, too.
    """

    def __init__(self, parts: SplitResult, deadline: Deadline, *, allow_private: bool) -> None:
        super().__init__(parts.hostname or "", parts.port or PORTS[parts.scheme])
        self.default_port = PORTS[parts.scheme]  # which the header `Host` leaves out
        self._secure = parts.scheme == "https"
        self._deadline = deadline
        self._allow_private = allow_private

    def connect(self) -> None:
        """Open the socket.

        Raises:
            SourceError: the host has no public address.
            OSError: it cannot be reached in time, or its certificate is wrong.
        """
        self.sock = self._open()
        if self._secure:
            self.sock.settimeout(self._deadline.remaining())
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)
        self.sock.settimeout(self._deadline.remaining())

    def response_class(self, sock: socket.socket, *args: Any, **extra: Any) -> http.client.HTTPResponse:  # type: ignore[override]  # noqa: ANN401 -- http.client's name and signature
        """Return a response that is read within the deadline, header and body."""
        response = http.client.HTTPResponse(sock, *args, **extra)
        response.fp.close()
        response.fp = io.BufferedReader(_Timed(sock, self._deadline))
        return response

    def _open(self) -> socket.socket:
        """Connect to the first of the host's addresses that may be asked and answers."""
        failure: OSError | None = None
        addresses = list(self._addresses())
        for left, (family, address) in zip(range(len(addresses), 0, -1), addresses, strict=True):
            connecting = socket.socket(family, socket.SOCK_STREAM)
            try:
                connecting.settimeout(self._deadline.remaining() / left)  # one that is mute leaves time for the others
                connecting.connect(address)
            except OSError as error:
                connecting.close()
                failure = error
            else:
                return connecting
        raise failure or SourceError(
            f"{self.host} is an address of a private network",
            hint="`--allow-private`, or `allow_private = true` under [fetch] in digest.toml, lets it be asked",
        )

    def _addresses(self) -> Iterator[tuple[int, Any]]:
        """Yield family and address of each place where the host may be asked, in the system's order."""
        for family, _, _, _, address in socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM):
            if self._allow_private or is_public(str(address[0])):
                yield family, address


class _Timed(io.RawIOBase):
    """What a socket receives, as long as there is time."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._socket = sock
        self._deadline = deadline
        self._raw = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int | None:
        self._socket.settimeout(self._deadline.remaining())
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()

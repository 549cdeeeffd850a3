"""On what terms `digest` asks other people's machines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest import __version__

if TYPE_CHECKING:
    from digest.config import Config


@dataclass(frozen=True, slots=True)
class Terms:
    """Who asks, and the bounds."""

    agent: str
    """The header `User-Agent`."""
    timeout: float
    """Seconds for one request with its whole answer."""
    pause: float
    """Seconds between two requests to one host, at least."""
    max_bytes: int
    """Of an answer, decompressed."""
    allow_private: bool = False
    """Ask machines of the own network, too."""

    @classmethod
    def of(cls, config: Config, *, allow_private: bool = False) -> Terms:
        """Return the terms that `digest.toml` sets; `allow_private` allows it beyond them."""
        who = f"digest/{__version__}"
        return cls(
            agent=f"{who} (+{config.site.base_url})" if config.site.base_url else who,
            timeout=config.fetch.timeout,
            pause=config.fetch.pause,
            max_bytes=config.limits.source_bytes,
            allow_private=allow_private or config.fetch.allow_private,
        )

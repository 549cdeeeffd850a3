"""digest: sources in, a published news digest out.

The names below load what they need on first use, so that `import digest` and `digest --version` stay quick (PEP 562).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from digest.model import Article
    from digest.run.options import Options
    from digest.run.pipeline import build
    from digest.run.report import Report
    from digest.run.single import clean, tag
    from digest.summarizer.rank import summarize
    from digest.summarizer.sentences import split as sentences

__version__ = "0.1.0"
__all__ = ["Article", "Options", "Report", "__version__", "build", "clean", "sentences", "summarize", "tag"]

_HOMES = {
    "Article": "digest.model:Article",
    "Options": "digest.run.options:Options",
    "Report": "digest.run.report:Report",
    "build": "digest.run.pipeline:build",
    "clean": "digest.run.single:clean",
    "sentences": "digest.summarizer.sentences:split",
    "summarize": "digest.summarizer.rank:summarize",
    "tag": "digest.run.single:tag",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 -- a function or a class
    if name in _HOMES:
        module, _, attribute = _HOMES[name].partition(":")
        return getattr(import_module(module), attribute)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})

"""What is known of a line is remembered: a publisher puts the same ones around each of its texts."""

from __future__ import annotations

from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    P = ParamSpec("P")
    R = TypeVar("R")

_LONGEST = 160  # characters; a paragraph hardly ever comes again
_MOST = 4096


def of_lines(function: Callable[Concatenate[str, P], R]) -> Callable[Concatenate[str, P], R]:
    """Remember what a function tells of short lines, the latest ones; its other arguments have to be hashable."""
    known = lru_cache(maxsize=_MOST)(function)

    @wraps(function)
    def told(line: str, /, *args: P.args, **named: P.kwargs) -> R:
        if len(line) > _LONGEST:
            return function(line, *args, **named)
        return known(line, *args, **named)  # type: ignore[arg-type] # mypy cannot know that they are hashable

    return told

"""A build by the shortest way that there is: nothing to do, texts to show anew, or all of it.

Each way loads what it needs when it is gone, as Python's imports take longer than the shorter ones.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from digest.run import unchanged

if TYPE_CHECKING:
    from pathlib import Path

    from digest.run.options import Options
    from digest.run.report import Report
    from digest.run.rounds import Progress


def build(folder: Path, options: Options, progress: Progress | None = None) -> Report:
    """Bring articles and site up to date, as `pipeline.build` does, which raises the same; the program ends then."""
    last = unchanged.last(folder, options)
    if last and not last.has_changed:
        return last.report
    was_on = gc.isenabled()
    gc.disable()  # modules make objects by the thousand that stay: looking for what could go finds nothing
    try:
        return _retouched(last) or _whole(folder, options, progress)
    finally:
        gc.freeze()  # what is left ends with the process: to look through it at its end takes a tenth of a second
        if was_on:
            gc.enable()


def _retouched(last: unchanged.Last | None) -> Report | None:
    if not last or not last.known["plan"]:
        return None
    from digest.run import retouch  # noqa: PLC0415 -- see above

    return retouch.build(last)


def _whole(folder: Path, options: Options, progress: Progress | None) -> Report:
    from digest.run import pipeline  # noqa: PLC0415 -- see above

    return pipeline.build(folder, options, progress=progress)

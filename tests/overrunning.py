"""What the tests let worker processes do; a module of its own, so that these load nothing else."""

from __future__ import annotations

import os
import time


def perform(what: str) -> str:
    """Do as a source of that kind would make a reader do."""
    if what == "loop":
        while True:
            pass
    if what == "sleep":
        time.sleep(600)
    if what == "hog":
        return str(len(bytearray(10_000_000_000)))
    if what == "hog slowly":
        return str(len([bytes(1_000_000) for _ in range(10_000)]))
    if what == "die":
        os._exit(7)
    return f"{what} done"

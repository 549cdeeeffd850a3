"""The marks that several steps of the cleaner look for."""

from __future__ import annotations

import re

ENDS = re.compile(r"[.!?…。！？][\"'”“’»«)\]」』]*$")
"""A text that ends a sentence."""
BULLET = re.compile(r"[-–—•*▪◦‣·●○■]\s+(?=\S)")
"""What begins an item of a list."""

"""What a check found, for programs: JSON, and the annotations that GitHub shows beside a change's lines.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from digest.errors import DigestError
    from digest.run.report import Report


def as_json(report: Report) -> str:
    """Return a JSON object a line: `severity, path, line, column, message, hint`; `null` for what is not known."""
    return "".join(
        json.dumps({"severity": severity, **_values(fault)}, ensure_ascii=False) + "\n"
        for severity, fault in _faults(report)
    )


def as_github(report: Report) -> str:
    """Return workflow commands, one a line."""
    return "".join(f"{_command(severity, fault)}\n" for severity, fault in _faults(report))


FORMS: Mapping[str, Callable[[Report], str]] = {"json": as_json, "github": as_github}


def _faults(report: Report) -> Iterator[tuple[str, DigestError]]:
    yield from (("warning", fault) for fault in report.warnings)
    yield from (("error", fault) for fault in report.errors)


def _values(fault: DigestError) -> dict[str, str | int | None]:
    return {name: getattr(fault, name) for name in ("path", "line", "column", "message", "hint")}


def _command(severity: str, fault: DigestError) -> str:
    places = {"file": fault.path, "line": fault.line, "col": fault.column}
    given = ",".join(f"{name}={_escaped(str(value), ':,')}" for name, value in places.items() if value)
    text = f"{fault.message}\n{fault.hint}" if fault.hint else fault.message
    return f"::{severity}{' ' if given else ''}{given}::{_escaped(text)}"


def _escaped(text: str, more: str = "") -> str:
    """Return a text as the runner reads it back: `%`, line breaks, and in properties the signs between them."""
    for sign in f"%\r\n{more}":
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text

"""What the commands share: their options, and how faults are told."""

from __future__ import annotations

import functools
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digest.errors import DigestError, Faults, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from digest.config import Config
    from digest.model import Source
    from digest.run.options import Options
    from digest.run.report import Report

STANDARD_INPUT = "-"
"""How users name it."""
ADDRESS = re.compile(r"[A-Za-z][\w+.-]+://")
_COLOURS = {"error": "red", "warning": "yellow", "note": "blue"}
_CONTROLS = re.compile(r"[\x00-\x08\n\r\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def tell_errors(errors: Iterable[DigestError], kind: str = "error") -> None:
    """Print errors, warnings or notes to standard error, each with its hint."""
    for error in errors:
        if isinstance(error, Faults):
            tell_errors(error.errors, kind)
            continue
        told = _CONTROLS.sub("?", str(error))  # names of files may hold what steers a terminal
        click.echo(f"{_coloured(f'{kind}:', _COLOURS[kind])} {told}", err=True)
        if error.hint:
            click.echo(f"{_coloured('hint:', 'cyan')} {error.hint}", err=True)


def _coloured(text: str, colour: str) -> str:
    """Colour is for terminals, and for those who did not decline it (https://no-color.org)."""
    return text if os.environ.get("NO_COLOR") or not sys.stderr.isatty() else click.style(text, fg=colour, bold=True)


def named_sources(what: Iterable[str], config: Config, name: str | None = None) -> Iterable[Source]:
    """Yield what the user named; `-` is standard input.

    Raises:
        UsageError: an address, which only `digest add` fetches.
        SourceError: what cannot be read.
    """
    from digest.model import Source
    from digest.run import store

    limit = config.limits.source_bytes
    for item in what:
        if ADDRESS.match(item):
            raise UsageError(f"{item}: only `digest add` fetches addresses", hint="save the page and name its file")
        if item == STANDARD_INPUT:
            data = sys.stdin.buffer.read(limit + 1)
            yield Source(name or "standard-input.txt", store.checked(data, "standard input", limit))
        else:
            yield Source(item, store.read_bounded(Path(item), item, limit))


def tell_faults(report: Report, flags: dict[str, Any]) -> None:
    """Print what a report says is wrong; with `--quiet`, no notes."""
    if not flags["quiet"]:
        notes = [(outcome.name, note) for outcome in report.outcomes for note in outcome.notes]
        tell_errors([DigestError(note, path=name) for name, note in notes], "note")
    tell_errors(report.warnings, "warning")
    tell_errors(report.errors)


def chosen(flags: dict[str, Any]) -> Options:
    """Return the flags that concern the build."""
    from dataclasses import fields

    from digest.run.options import Options

    known = {field.name for field in fields(Options)}
    return Options(**{name: value for name, value in flags.items() if name in known})


def progress_line() -> Callable[[int, int, str], None] | None:
    """Return what shows progress: a line on a terminal that is written over; elsewhere nothing."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int, name: str) -> None:
        click.echo(f"\r\033[K{done + 1}/{total} {name}", err=True, nl=False)
        if done + 1 == total:
            click.echo("\r\033[K", err=True, nl=False)

    return show


def _together(*options: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda command: functools.reduce(lambda made, option: option(made), reversed(options), command)


FILE = click.Path(path_type=Path)
project_options = _together(
    click.option("--config", type=FILE, help="Read this file instead of digest.toml in the current folder."),
    click.option("--clock", metavar="TIME", help="Build as if it were this moment, such as 2026-01-31T18:00."),
    click.option("-q", "--quiet", is_flag=True, help="Print errors and warnings only."),
    click.option("-v", "--verbose", is_flag=True, help="Name every source and article that was touched or hidden."),
)
private_option = click.option("--allow-private", is_flag=True, help="Fetch from machines of the own network, too.")
site_options = _together(
    click.option("-b", "--base-url", metavar="URL", help="Absolute address of the published site."),
    click.option("-D", "--drafts", is_flag=True, help="Publish drafts, too."),
    click.option("-F", "--future", is_flag=True, help="Publish articles dated in the future, too."),
    click.option("-j", "--jobs", type=click.IntRange(min=0), default=0, help="Processes; 0: one a processor."),
)

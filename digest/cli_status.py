"""`digest status` and `digest diff`."""

from __future__ import annotations

from pathlib import Path

import click

from digest.cli_base import FILE, progress_line, tell_errors

_config = click.option("--config", type=FILE, help="Read this file instead of digest.toml in the current folder.")
_clock = click.option("--clock", metavar="TIME", help="Look as if it were this moment, such as 2026-01-31T18:00.")


@click.command()
@_config
@_clock
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Form of the output.")
@click.option(
    "--stale-after",
    type=click.IntRange(min=0),
    default=30,
    show_default=True,
    metavar="DAYS",
    help="Name sources whose content came more days ago.",
)
def status(config: Path | None, clock: str | None, form: str, stale_after: int) -> int:
    """Tell what was edited by hand, what publishers changed since, and what waits for a decision; nothing is written.

    The exit code is 1 when there are conflicts, or articles that cannot be read.
    """
    from digest.run import status as looking
    from digest.run import store

    project = store.open_project(Path(), config)
    overview, errors = looking.look(project, clock, stale_days=stale_after, progress=progress_line())
    click.echo(looking.as_json(overview) if form == "json" else looking.as_text(overview), nl=False)
    tell_errors(errors)
    return int(bool(errors or overview.conflicts))


@click.command()
@click.argument("revision", required=False, metavar="[REV]")
@_config
@_clock
@click.option("--format", "form", type=click.Choice(["md", "json"]), default="md", help="Form of the output.")
def diff(revision: str | None, config: Path | None, clock: str | None, form: str) -> None:
    """Tell what readers will find changed since REV, a revision of git, as Markdown for a pull request.

    Without REV, that is where the branch left the main one, or the last commit where it did not.
    """
    from digest.run import diff as comparing
    from digest.run.options import Options

    found = comparing.diff(Path(), Options(config=config, clock=clock), revision, progress=progress_line())
    click.echo(comparing.as_json(found) if form == "json" else comparing.as_markdown(found), nl=False)

"""`digest tags` and its commands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from digest.run.tags import Desk

_WRITING = frozenset({"rename", "merge"})


@click.group(invoke_without_command=True)
@click.option(
    "--config", type=click.Path(path_type=Path), help="Read this file instead of digest.toml in the current folder."
)
@click.pass_context
def tags(context: click.Context, config: Path | None) -> None:
    """List all tags with the number of their articles; `*` marks those that stand in the tags file."""
    from digest.run import lock, store
    from digest.run import tags as tagging

    project = store.open_project(Path(), config)
    if context.invoked_subcommand in _WRITING:
        context.with_resource(lock.held(project, f"digest tags {context.invoked_subcommand}"))
    context.obj = tagging.load(project)
    if context.invoked_subcommand is None:
        for row in context.obj.rows:
            click.echo(f"{row.articles:5} {'*' if row.settled else ' '} {row.tag.label} ({row.tag.slug})")


@tags.command()
@click.argument("old")
@click.argument("new")
@click.pass_obj
def rename(desk: Desk, old: str, new: str) -> None:
    """Call the tag OLD by the name NEW; its old page redirects."""
    from digest.run import tags as tagging

    renamed = tagging.rename(desk, old, new)
    click.echo(f"{old} is now called {new} ({renamed.slug})")


@tags.command()
@click.argument("one", metavar="A")
@click.argument("into", metavar="B")
@click.pass_obj
def merge(desk: Desk, one: str, into: str) -> None:
    """Make the tag A part of the tag B; its old page redirects."""
    from digest.run import tags as tagging

    click.echo(f"{one} is part of {into} ({tagging.merge(desk, one, into).slug})")


@tags.command()
@click.pass_obj
def propose(desk: Desk) -> None:
    """Name pairs of tags that may be one, as commands to choose from; nothing is changed."""
    import shlex

    from digest.run import tags as tagging

    for pair in tagging.proposals(desk):
        click.echo(f"digest tags merge {shlex.quote(pair.tag.slug)} {shlex.quote(pair.into.slug)}  # {pair.why}")

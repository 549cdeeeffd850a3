"""`digest clean`: single files and whole archives, without a project."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from digest.cli_base import ADDRESS, STANDARD_INPUT, named_sources, tell_errors
from digest.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.config import Config
    from digest.run.archive import Form, Job


@click.command()
@click.argument("what", nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(["md", "json", "text"]), default="md", help="Form of the output.")
@click.option("-j", "--jobs", type=click.IntRange(min=0), default=0, help="Processes; 0: one a processor.")
@click.option("--scheduler", metavar="ADDRESS", help="Clean on the Dask cluster with this scheduler.")
def clean(what: tuple[str, ...], form: str, jobs: int, scheduler: str | None) -> int:
    """Print the articles in files, folders and WARC files, or `-` for standard input; no project is needed."""
    from digest.config import Config
    from digest.run import archive, warc
    from digest.run.bounds import Bounds

    config, articles, failures = Config(), 0, 0
    bounds = Bounds(config.limits.source_seconds, config.limits.source_memory)
    wanted = _jobs(what, archive.Form(form, **config.summary.model_dump()), config)
    with contextlib.ExitStack() as stack:
        if scheduler:
            from digest.run import cluster

            results = archive.clean(wanted, stack.enter_context(cluster.at(scheduler, bounds)), bounds)
        else:
            results = archive.locally(wanted, jobs or os.cpu_count() or 1, bounds)
        for result in results:
            if isinstance(result, SourceError):
                failures += 1
                tell_errors([result])
            else:
                articles += 1
                click.echo(result, nl=False)
    if scheduler or any(Path(item).is_dir() or warc.is_archive(item) for item in what):
        click.echo(f"{articles} cleaned, {failures} failed", err=True)
    return int(failures > 0)


def _jobs(what: tuple[str, ...], form: Form, config: Config) -> Iterator[Job]:
    from digest.run import archive

    for item in what:
        try:
            if item == STANDARD_INPUT or ADDRESS.match(item):
                yield from (archive.Job(source, form) for source in named_sources([item], config))
            else:
                yield from archive.jobs(item, form, config.limits.source_bytes)
        except SourceError as error:  # the next one may be good
            yield archive.Job(error, form)

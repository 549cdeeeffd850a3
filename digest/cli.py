"""The command `digest`: arguments in, report and exit code out.

Each command loads what it needs when it runs, so that `digest --version` and `--help` stay quick. Errors of every kind
come to `_Program.main` and are printed there and nowhere else.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digest import __version__
from digest.cli_base import (
    ADDRESS,
    FILE,
    chosen,
    named_sources,
    private_option,
    progress_line,
    project_options,
    site_options,
    tell_errors,
    tell_faults,
)
from digest.cli_check import check
from digest.cli_clean import clean
from digest.cli_schema import schema
from digest.cli_status import diff, status
from digest.cli_tags import tags
from digest.errors import DigestError, UsageError, system_fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.run.fetch import Fetched
    from digest.run.report import Report
    from digest.run.store import Project

_INTERRUPTED = 130


class _Program(click.Group):
    """A group of commands whose functions return their exit code, and which tells errors in our own form."""

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:  # noqa: ANN401 -- click's signature
        """Run a command, and leave Python with its exit code; as click does, but for the form of errors."""
        _speak_utf_8()
        os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # else it looks through all that is installed
        run: Callable[..., Any] = super().main
        if not standalone_mode:
            return run(*args, standalone_mode=False, **extra)
        return sys.exit(_exit_code(lambda: run(*args, standalone_mode=False, **extra)))


def _speak_utf_8() -> None:
    """Write UTF-8 to files and pipes whatever the locale; a terminal gets its own encoding, `?` for what it lacks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=stream.encoding if stream.isatty() else "utf-8", errors="replace")


def _exit_code(run: Callable[[], Any]) -> int:
    """Run a command; tell what went wrong on standard error, and return the exit code."""
    try:
        return int(run() or 0)
    except DigestError as error:
        tell_errors([error])
        return error.exit_code
    except click.ClickException as error:
        _tell_usage(error)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _INTERRUPTED
    except OSError as error:
        if error.errno == errno.EPIPE:  # the reader of our output, such as `head`, has seen enough
            sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 -- lives until the process ends
            return 1
        tell_errors([system_fault(error, what="the system refuses")])
        return 1


def _tell_usage(error: click.ClickException) -> None:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.format_message())
        return
    context = getattr(error, "ctx", None)
    hint = f"`{context.command_path} --help` shows what is possible" if context else None
    tell_errors([UsageError(error.format_message().rstrip("."), hint=hint)])


@click.group(cls=_Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", prog_name="digest", message="%(prog)s %(version)s")
def main() -> None:
    """Turn saved pages and pasted text into a published news digest."""


@main.command()
@click.argument("folder", type=FILE, default=".", metavar="[DIR]")
def init(folder: Path) -> None:
    """Make a new digest project in DIR; files that are there already stay as they are."""
    from digest.run import scaffold

    done = scaffold.init(folder)
    for name in done.made:
        click.echo(f"made {name}")
    for name in done.kept:
        click.echo(f"kept {name}")


@main.command()
@click.argument("what", nargs=-1, required=True)
@click.option("--name", help="Name of what comes from standard input.")
@private_option
@project_options
def add(what: tuple[str, ...], name: str | None, *, allow_private: bool, **flags: Any) -> int:  # noqa: ANN401 -- the same
    """Take files, pages and feeds of the web, or `-` for standard input, into the project, and clean them."""
    from digest.run import inbox, pipeline, report, store

    options = chosen(flags)
    project = store.open_project(Path(), options.config)
    files = [item for item in what if not ADDRESS.match(item)]
    sources = list(named_sources(files, project.config, name))
    with pipeline.writing(project, options, "digest add"):
        paths = {inbox.add(project, source.name, source.data) for source in sources}
        fetched = _fetched(project, list(filter(ADDRESS.match, what)), flags, allow_private=allow_private)
        paths |= {item.path for item in fetched if not item.error}
        done = pipeline.take_in(project.root, options, progress=progress_line())
    tell_faults(done, flags)
    added = [outcome for outcome in done.outcomes if outcome.name.partition("#")[0] in paths]
    if not flags["quiet"]:
        click.echo("".join(f"{report.line(outcome)}\n" for outcome in added), nl=False)
        lists = filter(store.is_address_file, sorted(paths))
        click.echo("".join(f"kept: {path}; `digest fetch` reads what it names\n" for path in lists), nl=False)
    skipped = any(outcome.status is report.Status.SKIPPED for outcome in added)
    return int(bool(done.errors) or skipped or any(item.error for item in fetched))


@main.command()
@private_option
@project_options
def fetch(*, allow_private: bool, **flags: Any) -> int:  # noqa: ANN401 -- the options above
    """Read again what `*.url` files among the sources name, and the feeds that were added."""
    from digest.run import fetch as fetching
    from digest.run import pipeline, store

    project = store.open_project(Path(), flags["config"])
    with pipeline.writing(project, chosen(flags), "digest fetch"):
        addresses, faults = fetching.wanted(project)
        tell_errors(faults)
        done = _fetched(project, addresses, flags, allow_private=allow_private)
    if not flags["quiet"]:
        click.echo(fetching.render(done, verbose=flags["verbose"]), nl=False)
    return int(bool(faults) or any(item.error for item in done))


@main.command()
@click.argument("file")
def explain(file: str) -> None:
    """Show each block of FILE with keep or remove, reason and score, and how the summary was chosen.

    In a project's folder, what editors settled of publishers holds, and what a source of it shares with others shows.
    """
    from digest import readers
    from digest.config import FILE_NAME, Config
    from digest.run import explain as explaining
    from digest.run import store

    project = store.open_project(Path()) if Path(FILE_NAME).is_file() else None
    config = project.config if project else Config()
    sources, settled = explaining.of_project(project, Path(file)) if project else ([], ())
    for source in sources or [item for found in named_sources([file], config) for item in readers.expand(found)]:
        click.echo(explaining.explain(source, settled, **config.summary.model_dump()), nl=False)


@main.command()
@site_options
@project_options
@click.option("-d", "--output", type=FILE, help="Write the site to this folder.")
@click.option("--strict", is_flag=True, help="Fail on warnings, too.")
@click.option("-n", "--dry-run", is_flag=True, help="Write nothing; report what would be done.")
def build(*, strict: bool, **flags: Any) -> int:  # noqa: ANN401 -- the options above
    """Bring articles and site up to date with the sources."""
    from digest.run import shortest

    report = shortest.build(Path(), chosen(flags), progress_line())
    return _tell_report(report, flags, strict=strict)


@main.command()
@site_options
@project_options
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("-p", "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port.")
@click.option("-o", "--open", "open_browser", is_flag=True, help="Show the site in a browser.")
def serve(host: str, port: int, *, open_browser: bool, **flags: Any) -> None:  # noqa: ANN401 -- the options above
    """Build, serve, and rebuild and reload on every change."""
    from digest.run import serve as serving

    def tell(result: Report | DigestError) -> None:
        if isinstance(result, DigestError):
            tell_errors([result])
        else:
            _tell_report(result, flags, strict=False)

    if not flags["quiet"]:
        click.echo(f"Serving on http://{host}:{port}/ (Ctrl+C ends it)")
    serving.serve(Path(), chosen(flags), serving.Listen(host, port, open_browser), tell)


main.add_command(check)
main.add_command(clean)
main.add_command(diff)
main.add_command(schema)
main.add_command(status)
main.add_command(tags)


def _fetched(project: Project, addresses: list[str], flags: dict[str, Any], *, allow_private: bool) -> list[Fetched]:
    """Fetch addresses; what goes wrong is told at once, since the next one may take its time."""
    from digest.run import clock, fetch

    now = clock.now(flags["clock"], project.config.site.time_zone)
    done: list[Fetched] = []
    for item in fetch.fetch(project, addresses, now, allow_private=allow_private):
        done.append(item)
        if item.error:
            tell_errors([item.error])
    return done


def _tell_report(report: Report, flags: dict[str, Any], *, strict: bool) -> int:
    from digest.run.report import render

    tell_faults(report, flags)
    if not flags["quiet"]:
        click.echo(render(report, verbose=flags["verbose"]), nl=False)
    return report.exit_code(strict=strict)

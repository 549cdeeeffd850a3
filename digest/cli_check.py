"""`digest check`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digest.cli_base import chosen, private_option, project_options, site_options, tell_faults

if TYPE_CHECKING:
    from digest.run.check import Findings


@click.command()
@site_options
@project_options
@click.option("--strict", is_flag=True, help="Fail on warnings, too.")
@click.option("--external", is_flag=True, help="Ask for links to other sites, too, if that was not done lately.")
@private_option
@click.option("--fix", is_flag=True, help="Mend what is certain in the files of editors.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="Form of the faults; json and github go to standard output.",
)
def check(*, strict: bool, form: str, **flags: Any) -> int:  # noqa: ANN401 -- the options above
    """Check front matter, links, images, feeds, rights and sizes; nothing is written but by --fix."""
    from digest.run import annotations
    from digest.run import check as checking

    asked = checking.Asked(flags["external"], flags["allow_private"], flags["fix"])
    found = checking.check(Path(), chosen(flags), asked)
    if form != "text":
        click.echo(annotations.FORMS[form](found.report), nl=False)
        return found.report.exit_code(strict=strict)
    tell_faults(found.report, flags)
    if not flags["quiet"]:
        click.echo(_told(found))
    return found.report.exit_code(strict=strict)


def _told(found: Findings) -> str:
    """Return what was mended, a line each, and how much was looked at."""
    lines = [f"mended: {fault}" for fault in found.mended]
    counts = [f"{found.report.pages} pages", f"{found.links} internal links"]
    counts += [f"{found.asked} links to other sites"] if found.asked else []
    counts += [f"{len(found.report.errors)} errors", f"{len(found.report.warnings)} warnings"]
    counts += [f"{found.mendable} that --fix can mend"] if found.mendable else []
    return "\n".join([*lines, ", ".join(counts)])

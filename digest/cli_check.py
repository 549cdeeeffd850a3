"""`digest check`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from digest.cli_base import chosen, project_options, site_options, tell_faults


@click.command()
@site_options
@project_options
@click.option("--strict", is_flag=True, help="Fail on warnings, too.")
def check(*, strict: bool, **flags: Any) -> int:  # noqa: ANN401 -- the options above
    """Check all front matter, and every link and anchor within the site; nothing is written."""
    from digest.run import check as checking

    found = checking.check(Path(), chosen(flags))
    tell_faults(found.report, flags)
    if not flags["quiet"]:
        click.echo(f"{found.report.pages} pages, {found.links} internal links, {len(found.report.errors)} errors")
    return found.report.exit_code(strict=strict)

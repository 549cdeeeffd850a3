"""`digest schema`."""

from __future__ import annotations

import click


@click.command()
@click.argument("of", type=click.Choice(["front-matter", "config"]), default="front-matter", metavar="[WHAT]")
def schema(of: str) -> None:
    """Print the JSON Schema of WHAT: `front-matter` of articles (the default), or `config` for digest.toml."""
    from digest.run import schemas

    click.echo(schemas.text(of), nl=False)

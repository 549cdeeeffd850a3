"""A hook of MkDocs: the pages below `reference/` and the schemas, made from the code, so that both say the same."""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import fields, is_dataclass
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import click
from mkdocs.structure.files import File

import digest
from digest import cli, errors
from digest.config import Config
from digest.content.schema import FrontMatter
from digest.integrations import mkdocs as plugin
from digest.run import schemas

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

_KINDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "`true` or `false`",
    "array": "list",
    "object": "table",
}
# Keys whose values have keys of their own, and the models of these.
_NESTED = {"source": "Original", "corrections": "Correction", "digest": "Provenance"}
_FRONT_MATTER = """
The keys that `digest` knows; any other is kept, and handed on to the templates. It writes them in this form, and reads
the spellings of Hugo, Jekyll, Pelican, Zola, Material and Astro, too. No key is needed. `digest schema` prints the same
as JSON Schema, for editors that complete and check while one types.
"""
_FORMATS = {"date": "date", "date-time": "moment"}
_BOUNDS = {"minimum": "≥", "exclusiveMinimum": ">", "maximum": "≤", "exclusiveMaximum": "<"}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages to the manual."""
    for name, page in PAGES.items():
        files.append(File.generated(config, f"reference/{name}.md", content=page()))
    for name in schemas.NAMES:
        files.append(File.generated(config, f"schema/{name}.json", content=schemas.text(name)))
    return files


def commands() -> str:
    """Every command with its arguments and options, as the command line itself tells them."""
    pages = [_command(name, command) for name, command in _commands("digest", cli.main)]
    head = "What `digest COMMAND --help` tells. Exit codes have [a page of their own](exit-codes.md)."
    return "\n\n".join(["# Commands", head, *pages]) + "\n"


def _commands(name: str, group: click.Group) -> Iterator[tuple[str, click.Command]]:
    for key, command in sorted(group.commands.items()):
        yield f"{name} {key}", command
        if isinstance(command, click.Group):
            yield from _commands(f"{name} {key}", command)


def _command(name: str, command: click.Command) -> str:
    # With the program's own settings: a command remembers how its option for help is spelled when it is asked first.
    context = click.Context(command, info_name=name, **cli.main.context_settings)
    usage = " ".join([name, *command.collect_usage_pieces(context)])
    help_text = inspect.cleandoc(command.help or "")
    options = [option for option in command.params if isinstance(option, click.Option)]
    rows = [(_spelling(option), _cell(option.help or ""), _option_default(option)) for option in options]
    return "\n\n".join(
        [f"## {name}", help_text, f"```text\n{usage}\n```", *_table(("Option", "Meaning", "Default"), rows)]
    )


def _spelling(option: click.Option) -> str:
    names = ", ".join(f"`{name}`" for name in sorted([*option.opts, *option.secondary_opts], key=len))
    if option.is_flag:
        return names
    if isinstance(option.type, click.Choice):
        return f"{names} {' or '.join(f'`{choice}`' for choice in option.type.choices)}"
    return f"{names} *{option.make_metavar(click.Context(cli.main))}*"


def _option_default(option: click.Option) -> str:
    given = None if option.is_flag or callable(option.default) else option.default
    return f"`{given}`" if isinstance(given, str | int | float) else ""


def front_matter() -> str:
    """Every key of an article's front matter."""
    schema = schemas.described(FrontMatter, mode="serialization")
    parts = ["# Front matter", _FRONT_MATTER, *_properties(schema, schema)]
    for key, name in _NESTED.items():
        parts += [f"## {key}", *_properties(schema["$defs"][name], schema)]
    return "\n\n".join(parts) + "\n"


def configuration() -> str:
    """Every setting of `digest.toml`."""
    schema = schemas.described(Config)
    parts = ["# Configuration", "`digest.toml`, at the top of a project. Every key may be left out."]
    for name, section in schema["properties"].items():
        table = _resolved(section, schema)
        parts.append(f"## [{name}]")
        parts.append(section.get("description") or table.get("description") or "")
        parts += _properties(table, schema) if "properties" in table else []
    return "\n\n".join(filter(None, parts)) + "\n"


def _properties(table: Mapping[str, Any], root: Mapping[str, Any]) -> list[str]:
    rows = [
        (f"`{name}`", _kind(value, root), _value(value.get("default")), _cell(value.get("description", "")))
        for name, value in table["properties"].items()
    ]
    return _table(("Key", "Value", "Default", "Meaning"), rows)


def _kind(value: Mapping[str, Any], root: Mapping[str, Any]) -> str:
    """Return in words what a JSON Schema allows."""
    value = _resolved(value, root)
    if choices := value.get("enum"):
        return " or ".join(f"`{choice}`" for choice in choices)
    if parts := value.get("anyOf"):
        return " or ".join(_kind(part, root) for part in parts if part.get("type") != "null")
    bounds = [f"{sign} {value[name]:,}" for name, sign in _BOUNDS.items() if name in value]
    return ", ".join([_FORMATS.get(value.get("format", ""), _KINDS[value["type"]]), *bounds])


def _resolved(value: Mapping[str, Any], root: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = value.get("$ref") or next((part["$ref"] for part in value.get("allOf", ()) if "$ref" in part), None)
    return root["$defs"][reference.rpartition("/")[2]] if reference else value


def _value(default: object) -> str:
    if default in (None, "", [], {}) or isinstance(default, dict):
        return ""
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def exit_codes() -> str:
    """What each exit code means, and which faults lead to it."""
    codes: dict[int, list[str]] = {}
    for kind in _below(errors.DigestError):
        if kind is not errors.Faults:
            codes.setdefault(kind.exit_code, []).append(inspect.cleandoc(kind.__doc__ or "").partition("\n\n")[0])
    faults = [(f"`{code}`", _cell(" ".join(told))) for code, told in sorted(codes.items())]
    rows = [("`0`", "All is well."), *faults, (f"`{cli._INTERRUPTED}`", "Interrupted, by Ctrl+C.")]
    text = "With `--strict`, a warning leads to exit code 1, too. Several faults of one run give the highest code."
    return "\n\n".join(["# Exit codes", *_table(("Code", "Meaning"), rows), text]) + "\n"


def _below(kind: type[errors.DigestError]) -> Iterator[type[errors.DigestError]]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


def python() -> str:
    """The public names of the package."""
    names = [name for name in digest.__all__ if not name.startswith("_")]
    return "\n\n".join(["# Python", "`import digest` gives these names.", *map(_public, names)]) + "\n"


def _public(name: str) -> str:
    thing: Any = getattr(digest, name)
    signature = "" if inspect.isclass(thing) else str(inspect.signature(thing)).replace("'", "")
    parts = [f"## digest.{name}", *([f"```python\n{name}{signature}\n```"] if signature else [])]
    parts.append(_docstring(inspect.cleandoc(thing.__doc__ or "")))
    if inspect.isclass(thing) and is_dataclass(thing):
        told = _attributes(thing)
        rows = [(f"`{field.name}`", f"`{_cell(str(field.type))}`", _cell(told[field.name])) for field in fields(thing)]
        parts += _table(("Field", "Type", "Meaning"), rows)
    return "\n\n".join(parts)


def _docstring(text: str) -> str:
    """Return a docstring with its sections, such as `Args:`, as lists."""
    text = re.sub(r"(?m)^(Args|Raises|Returns):$", r"**\1**\n", text)
    text = re.sub(r"(?m)^ {4}(\*{0,2}[\w, ]+): ", r"- `\1`: ", text)
    return re.sub(r"(?m)^ +", "", text)


def _attributes(kind: type) -> dict[str, str]:
    """Return the docstrings below the attributes of a class, of which Python itself keeps none."""
    body = next(node.body for node in ast.parse(dedent(inspect.getsource(kind))).body if isinstance(node, ast.ClassDef))
    found: dict[str, str] = {}
    for node, after in zip(body, [*body[1:], None], strict=True):
        target = node.target if isinstance(node, ast.AnnAssign) else getattr(node, "targets", [None])[0]
        if isinstance(target, ast.Name):
            found[target.id] = _told(after)
    return found


def _told(node: ast.stmt | None) -> str:
    """Return the text of a statement that is a docstring."""
    match node:
        case ast.Expr(value=ast.Constant(value=str(text))):
            return inspect.cleandoc(text)
    return ""


def mkdocs_plugin() -> str:
    """The options of the MkDocs plugin."""
    told = _attributes(plugin.Settings)
    rows = [(f"`{name}`", _value(option.default), _cell(told[name])) for name, option in plugin.Settings._schema]
    head = (
        "Options of `digest` among the `plugins` of `mkdocs.yml`; [the guide](../how-to/mkdocs.md) shows them in use."
    )
    return "\n\n".join(["# MkDocs plugin", head, *_table(("Option", "Default", "Meaning"), rows)]) + "\n"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Return a table of Markdown, or nothing when it has no rows."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return ["\n".join([f"| {' | '.join(head)} |", "|---" * len(head) + "|", *lines])] if lines else []


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


PAGES: Mapping[str, Callable[[], str]] = {
    "commands": commands,
    "front-matter": front_matter,
    "configuration": configuration,
    "exit-codes": exit_codes,
    "python": python,
    "mkdocs": mkdocs_plugin,
}

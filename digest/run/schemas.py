"""JSON Schemas of what people write, so that their editors can complete and check it as they type.

They are of draft 7, as the tools that editors use know no later one (remark-lint-frontmatter-schema, taplo, the YAML
language server): what pydantic writes for our models means the same there, but that names stand in `definitions`.

They are made from the models that read the files, so that neither can say something else than the other. What a key
means stands below it in the model's source; it is read here, as pydantic would read it in each run of the program.
"""

from __future__ import annotations

import ast
import inspect
import json
from itertools import pairwise
from textwrap import dedent
from typing import TYPE_CHECKING, Any

from digest.config import Config
from digest.content.schema import FrontMatter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pydantic import BaseModel

_DIALECT = "http://json-schema.org/draft-07/schema#"
_MODELS: Mapping[str, tuple[type[BaseModel], str]] = {
    "front-matter": (FrontMatter, "Front matter of an article"),
    "config": (Config, "digest.toml"),
}

NAMES = tuple(_MODELS)
"""What there is a schema of."""


def schema(of: str) -> dict[str, Any]:
    """Return the schema of `front-matter` or `config`; raise `KeyError` for anything else."""
    model, title = _MODELS[of]
    made = described(model, ref_template="#/definitions/{model}")
    definitions = made.pop("$defs")
    return {"$schema": _DIALECT, **made, "title": title, "definitions": definitions}


def described(model: type[BaseModel], **form: Any) -> dict[str, Any]:  # noqa: ANN401 -- pydantic's options
    """Return pydantic's schema of a model with the meaning of each key; `form` is handed to `model_json_schema`."""
    made = model.model_json_schema(**form)
    for one in _beside(model):
        properties = (made if one is model else made["$defs"].get(one.__name__, {})).get("properties", {})
        for name, meaning in _told(one):
            if name in properties:
                properties[name].setdefault("description", meaning)
    return made


def _beside(model: type[BaseModel]) -> Sequence[type[BaseModel]]:
    """Return a model and those of its file's other tables: what has the same base."""
    (base,) = model.__bases__
    return base.__subclasses__()


def _told(model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    """Yield each key of a model and the text below it in the source."""
    (definition,) = ast.parse(dedent(inspect.getsource(model))).body
    for field, below in pairwise(getattr(definition, "body", ())):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                yield name, inspect.cleandoc(text)


def text(of: str) -> str:
    """Return the schema of `front-matter` or `config` as JSON."""
    return json.dumps(schema(of), ensure_ascii=False, indent=2, sort_keys=True) + "\n"

"""JSON Schemas of what people write, so that their editors can complete and check it as they type.

They are of draft 7, as the tools that editors use know no later one (remark-lint-frontmatter-schema, taplo, the YAML
language server): what pydantic writes for our models means the same there, but that names stand in `definitions`.

They are made from the models that read the files, so that neither can say something else than the other.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from digest.config import Config
from digest.content.schema import FrontMatter

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    made = model.model_json_schema(ref_template="#/definitions/{model}")
    definitions = made.pop("$defs")
    return {"$schema": _DIALECT, **made, "title": title, "definitions": definitions}


def text(of: str) -> str:
    """Return the schema of `front-matter` or `config` as JSON."""
    return json.dumps(schema(of), ensure_ascii=False, indent=2, sort_keys=True) + "\n"

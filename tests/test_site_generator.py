"""Templates by our own generator of code show what Jinja's own shows, also where something is wrong."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from digest.site.generator import ESCAPED, Generator, PlainMacro
from digest.site.once import Once

CONTEXT = {
    "words": "<a & 'b' \"c\">",
    "safe": Markup("<b>bold</b>"),
    "number": 1_000,
    "nothing": None,
    "town": SimpleNamespace(name="Lindau & Umland", river=SimpleNamespace(name="Argen")),
    "labels": {"front": "Front", "items": "Items"},
    "join": lambda *words, sign="-": sign.join(words),
}
TEMPLATES = (
    "{{ words }}{{ safe }}{{ number }}{{ nothing }}{{ 'a' ~ words }}{{ words | upper | safe }}",
    "{{ town.name }} {{ town.river.name }} {{ labels.front }} {{ labels['items'] }} {{ labels.items() | list }}",
    "{{ town.mayor }}",
    "{{ unknown }}",
    "{{ unknown.name }}",
    "{{ labels.back }}",
    "{{ join('a', words) }} {{ join('a', 'b', sign='<') }} {{ join() }} {{ town() }}",
    "{{ join(*['a', 'b'], **{'sign': '<'}) }}",
    "{% macro a(one, two=words) %}{{ one }}{{ two }}{% endmacro %}{{ a(1) }}{{ a('<', safe) }}{{ a(two='&', one=1) }}",
    "{% macro a(one) %}{{ one }}{% endmacro %}{{ a() }}",
    "{% macro a(one) %}{{ one }}{% endmacro %}{{ a(1, 2) }}",
    "{% macro a(one) %}{{ one }}{% endmacro %}{{ a(1, two=2) }}",
    "{% macro a() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ a(1, '<', b='&') }}",
    "{% macro a(one) %}<p>{{ caller(one) }}</p>{% endmacro %}{% call(two) a(words) %}{{ two }}{{ safe }}{% endcall %}",
    "{% for one in [1, 2, 3] if one != 2 %}{{ loop.index }}{{ one }}{{ town.name }}{% else %}none{% endfor %}",
    "{% set heading %}<h1>{{ words }}</h1>{% endset %}{{ heading }}{% if town.name and not nothing %}yes{% endif %}",
    "{% extends 'frame' %}{% block main %}{{ super() }}{{ town.name }}{% endblock %}",
    "{% from 'parts' import part %}{{ part(town) }}{{ part(labels) }}",
)
BESIDE = {
    "frame": "<main>{% block main %}{{ words }}{% endblock %}</main>",
    "parts": "{% macro part(thing) %}{{ thing.name or thing.front }}{% endmacro %}",
}


class Ours(Environment):
    code_generator_class = Generator
    escaped = staticmethod(ESCAPED)
    macro = PlainMacro


def shown(kind: type[Environment], template: str) -> str:
    settings: dict[str, Any] = {"autoescape": True, "undefined": StrictUndefined, "extensions": [Once]}
    environment = kind(loader=DictLoader({**BESIDE, "page": template}), **settings)
    try:
        return environment.get_template("page").render(CONTEXT)
    except Exception as error:  # noqa: BLE001 -- whatever it is, it has to be the same
        return f"{type(error).__name__}: {error}"


@pytest.mark.parametrize("template", TEMPLATES)
def test_templates_show_what_jinjas_own_code_shows(template: str) -> None:
    assert shown(Ours, template) == shown(Environment, template)


def test_what_is_made_once_is_made_for_each_of_its_keys() -> None:
    made: list[str] = []

    def make(name: str) -> str:
        made.append(name)
        return f"<{name}>"

    environment = Ours(autoescape=True, extensions=[Once])
    environment.globals["make"] = make
    page = environment.from_string(
        "{% for one in names %}{% once one %}{{ make(one) }}{% once one, 2 %}{{ make(one * 2) }}{% endonce %}"
        "{% endonce %}{% endfor %}"
    )
    assert page.render(names=["a", "b", "a"]) == "&lt;a&gt;&lt;aa&gt;&lt;b&gt;&lt;bb&gt;&lt;a&gt;&lt;aa&gt;"
    assert page.render(names=["b"]) == "&lt;b&gt;&lt;bb&gt;"
    assert made == ["a", "aa", "b", "bb"]

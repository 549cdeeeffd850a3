"""A bar chart as SVG: CPU seconds of each generator, on a logarithmic scale."""

from __future__ import annotations

from math import log10
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_LEFT, _BAR, _GAP, _WIDTH, _RIGHT = 150, 12, 14, 420, 60
_LEAST = 0.01
_COLOURS = {"cold": "#1f4e79", "unchanged": "#b8860b", "one edit": "#5b7f3a"}
_STYLE = "text{font:12px sans-serif;fill:#222}@media(prefers-color-scheme:dark){text{fill:#ddd}}"


def svg(results: Mapping[int, Mapping[str, Mapping[str, float]]]) -> str:
    """Return a chart.

    Args:
        results: number of articles → generator → build → CPU seconds.
    """
    most = max(value for found in results.values() for costs in found.values() for value in costs.values())
    parts, top = list(_legend()), 40
    for count, found in results.items():
        parts.append(f'<text x="0" y="{top}" font-weight="bold">{count:,} articles: CPU seconds</text>')
        top += 12
        for name, costs in found.items():
            parts.append(f'<text x="{_LEFT - 8}" y="{top + 22}" text-anchor="end">{name}</text>')
            for at, (case, value) in enumerate(costs.items()):
                parts += _bar(top + at * _BAR, value, most, _COLOURS[case])
            top += len(costs) * _BAR + _GAP
        top += 20
    frame = f'viewBox="0 0 {_LEFT + _WIDTH + _RIGHT} {top}" role="img" aria-label="CPU seconds of each generator"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {frame}><style>{_STYLE}</style>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _legend() -> list[str]:
    return [
        f'<rect x="{_LEFT + at * 110}" y="4" width="10" height="10" fill="{colour}"/>'
        f'<text x="{_LEFT + at * 110 + 15}" y="13">{case}</text>'
        for at, (case, colour) in enumerate(_COLOURS.items())
    ]


def _bar(top: int, value: float, most: float, colour: str) -> list[str]:
    length = _WIDTH * log10(max(value, _LEAST) / _LEAST) / log10(most / _LEAST)
    return [
        f'<rect x="{_LEFT}" y="{top}" width="{length:.0f}" height="{_BAR - 2}" fill="{colour}"/>',
        f'<text x="{_LEFT + length + 5:.0f}" y="{top + 9}" font-size="10">{value:.2f}</text>',
    ]

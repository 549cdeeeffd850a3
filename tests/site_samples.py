"""A small invented digest in three languages, for the tests of the site."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from digest.config import Config
from digest.model import Attribution, Correction, Edition, Entry, Story, Tag
from digest.site.plan import StaticPage

if TYPE_CHECKING:
    from collections.abc import Sequence

BASE = "https://example.org/digest/"
ZONE = ZoneInfo("Europe/Berlin")
HARBOUR = Tag("hafen-torsund", "Hafen Torsund")
DIKES = Tag("kuestenschutz", "Küstenschutz")
DOCTORS = Tag("aerzte", "Ärzte")
THREE_D = Tag("3d-druck", "3D-Druck")


def config(base_url: str = BASE, language: str = "de", **sections: object) -> Config:
    site = {
        "title": "Der Küstenbogen",
        "description": "Von Küste & Hafen",
        "base_url": base_url,
        "language": language,
        "author": "Redaktion <Bogen>",
    }
    return Config.model_validate({"site": site, **sections})


def entry(slug: str, day: int = 5, **values: object) -> Entry:
    """Return an article of March 2026; what is not given is plain."""
    plain: dict[str, Any] = {
        "id": f"id-{slug}",
        "path": f"content/articles/2026/03/{slug}.md",
        "slug": slug,
        "title": f"Meldung {slug}",
        "date": dt.datetime(2026, 3, day, tzinfo=ZONE),
        "body": f"Der Text von {slug}.",
        "lang": "de",
    }
    return Entry(**(plain | values))


def editions(entries: Sequence[Entry]) -> list[Edition]:
    """Return entries by day; those of one story together, as the summarizer would."""
    days: dict[dt.date, dict[str, list[Entry]]] = {}
    for item in entries:
        days.setdefault(item.date.date(), {}).setdefault(item.story or item.id, []).append(item)
    return [
        Edition(day, tuple(Story(key, tuple(group)) for key, group in found.items())) for day, found in days.items()
    ]


def newspaper() -> list[Entry]:
    """Return a few articles that together use everything the theme can show."""
    ministry = Attribution(
        name="Ministerium für Küstenschutz",
        url="https://kueste.example/41?a=1&b=2",
        author="Pressestelle",
        published=dt.date(2026, 3, 4),
        retrieved=dt.date(2026, 3, 5),
        licence="CC BY 4.0",
    )
    return [
        entry(
            "deiche",
            title="Nordmark hebt „alle“ Deiche an",
            body=_DIKES,
            tags=(DIKES, HARBOUR),
            category="Küste",
            authors=("Jorun Halvard", "Mette Ohlsen"),
            summary=("Die Republik Nordmark hebt ihre Deiche an.", "Gebaut wird ab Mai."),
            source=ministry,
            story="deichbau",
            removed=14,
            updated=dt.datetime(2026, 3, 7, 9, 30, tzinfo=ZONE),
            corrections=(Correction(dt.date(2026, 3, 7), "Zwei Zahlen waren vertauscht."),),
            abbreviations={"EKA": "Europäische Küstenagentur"},
            aliases=("/alt/deiche/", "deiche.html"),
        ),
        entry("kosten", title="Gemeinden rechnen nach", tags=(DIKES,), story="deichbau", summary=("Es wird teuer.",)),
        entry(
            "theatre",
            title="À Saint-Aubrac, le théâtre renaît",
            lang="fr",
            body="« Enfin », dit la maire.",
            summary=("La ville rouvre son théâtre.",),
            source=Attribution(name="Ville de Saint-Aubrac"),
            date=dt.datetime(2026, 3, 5, 14, 30, tzinfo=ZONE),
            all_day=False,
        ),
        entry(
            "ferries", lang="en", publish="link", tags=(HARBOUR,), source=Attribution(url="https://www.ferry.example/")
        ),
        entry("sonden", day=4, tags=(THREE_D, DIKES, DOCTORS), publish="summary", summary=("Zweihundert Sonden.",)),
        entry("pegel", day=3, tags=(DIKES, HARBOUR)),
        entry("winter", date=dt.datetime(2026, 2, 1, tzinfo=ZONE), tags=(HARBOUR,)),
    ]


def statics() -> list[StaticPage]:
    return [StaticPage("content/pages/about.md", "about", "Über uns", "## Wer wir sind\n\nWir.", "de")]


_DIKES = """Die Republik Nordmark hebt ihre Deiche an. Die EKA zahlt mit; die EKA prüft auch.

> Wer am Wasser lebt, soll schlafen können.
>
> — Almut Brandis

## Wer bezahlt

| Ort | km |
|:--|--:|
| Torsund | 61 |

Ein [Gutachten](https://kueste.example/g) folgt.
"""

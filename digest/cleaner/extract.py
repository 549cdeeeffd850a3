"""The cleaner's flow: lines are mended, joined, judged, and read for metadata; what stays becomes the article."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from digest import languages
from digest.cleaner import drafts, judge, kinds, metadata, pagekind, repetition, statements
from digest.model import Article, Evidence, Origin, Removed, Verdict, letters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from digest.cleaner.drafts import Prepared
    from digest.cleaner.evidence import Body, Finding
    from digest.model import Document


def clean(document: Document) -> Article:
    """Return what an editor would keep of a document, with its metadata and all that was left out.

    Raises:
        SourceError: nothing in it can be seen: it is made of byte-order marks and zero-width spaces.
    """
    prepared = drafts.prepare(document)
    language = prepared.language
    body = judge.judge(prepared.draft)
    body = repetition.without(body, document.source.repeated)
    body = replace(body, statements=statements.mended(document.statements))
    found = metadata.find(body)
    kind = pagekind.judge(document)
    reasons = _reasons(body, found)
    verdicts = tuple(_verdict(body, index, reasons) for index in range(len(body.blocks)))
    if language.value != languages.NEUTRAL:
        found[language.key] = language
    return Article(
        name=document.source.name,
        blocks=kinds.finished([(i, verdict.block) for i, verdict in enumerate(verdicts) if verdict.keep], body),
        abbreviations=_expansions(prepared, verdicts),
        evidence=tuple(_evidence(one, body) for _, one in sorted(found.items())),
        verdicts=verdicts,
        removed=tuple(Removed(v.block.plain, v.reason, v.block.line) for v in verdicts if not v.keep),
        warnings=(*document.warnings, *_warnings(verdicts), *([kind.reason] if kind else [])),
        refused=kind.reason if kind and kind.refused else None,
        **{"url": document.source.url} | {key: one.value for key, one in found.items()},
    )


def _reasons(body: Body, found: Mapping[str, Finding]) -> dict[int, str]:
    """Index → reason, of all that rules or metadata take out of the text."""
    claimed = {one.index: key for key, one in found.items() if one.index is not None and one.claims}
    title = found["title"]
    return {**_above_title(body, title), **_title_again(body, title), **body.reasons, **claimed}


def _above_title(body: Body, title: Finding) -> dict[int, str]:
    """Short lines above the title: kickers and what is left of the navigation."""
    above = range(title.index or 0) if title.claims else ()
    return {i: "above the title" for i in above if i in body.kept and not body.draft.shapes[i].prose}


def _title_again(body: Body, title: Finding) -> dict[int, str]:
    """The title once more, above the text or in it."""
    if title.origin is Origin.DERIVED:
        return {}
    wanted, longest = letters(title.value), 2 * len(title.value)
    same = (i for i, block in enumerate(body.blocks) if len(block.text) <= longest and letters(block.text) == wanted)
    return dict.fromkeys(same, "title")


def _verdict(body: Body, index: int, reasons: Mapping[int, str]) -> Verdict:
    block, chance = body.blocks[index], body.draft.chances[index]
    if block.rule:
        return Verdict(block, block.rule.keep, block.rule.reason, float(block.rule.keep))
    if index in reasons:
        return Verdict(block, keep=False, reason=reasons[index], score=0.0)
    keep = index in body.kept
    return Verdict(block, keep, "text" if keep else "unlike the text", round(chance, 3))


def _expansions(prepared: Prepared, verdicts: Sequence[Verdict]) -> dict[str, str]:
    """Acronym → expansion, of the kept text; the first expansion of an acronym counts."""
    out: dict[str, str] = {}
    for index, found in prepared.tooltips.items():
        if verdicts[index].keep:
            out = {**found, **out}
    return out


def _evidence(finding: Finding, body: Body) -> Evidence:
    line = body.blocks[finding.index].line if finding.index is not None else 0
    return Evidence(finding.key, finding.origin, finding.detail, line)


def _warnings(verdicts: Sequence[Verdict]) -> tuple[str, ...]:
    return () if any(verdict.keep for verdict in verdicts) else ("no article text was found",)

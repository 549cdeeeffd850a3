"""The cleaner's flow: lines are mended, joined, judged, and read for metadata; what stays becomes the article."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from digest import languages
from digest.cleaner import (
    abbreviations,
    characters,
    judge,
    kinds,
    layout,
    lines,
    metadata,
    pagekind,
    publishers,
    repetition,
    statements,
    words,
)
from digest.cleaner.evidence import Body, Finding
from digest.cleaner.figures import Figures
from digest.cleaner.phrases import phrases
from digest.errors import SourceError
from digest.model import Article, Block, Document, Evidence, Kind, Origin, Removed, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from digest.cleaner.phrases import Phrases

_SAMPLE_LINES = 12
_VERBATIM = frozenset({Kind.CODE, Kind.TABLE})


@dataclass(frozen=True, slots=True)
class _Text:
    """A document's paragraphs, mended."""

    blocks: tuple[Block, ...]
    standalone: Mapping[int, str]
    """Index → reason, of what interrupted the running text."""
    tooltips: Mapping[int, Mapping[str, str]]
    """Index → the abbreviations whose expansion was glued on there."""


def clean(document: Document) -> Article:
    """Return what an editor would keep of a document, with its metadata and all that was left out.

    Raises:
        SourceError: nothing in it can be seen: it is made of byte-order marks and zero-width spaces.
    """
    lined = [_mended(block, characters.mend) for block in document.blocks]
    rules = document.source.rules
    mended = publishers.settled((block for block in lined if block.text), rules)
    if not mended:
        raise SourceError("there is nothing but invisible characters", path=document.source.name)
    language = _language(document, mended)
    text = _paragraphs(mended, language.value)
    text = replace(text, blocks=tuple(publishers.settled(text.blocks, rules)))
    body = judge.judge(judge.draft(text.blocks, text.standalone, language.value))
    body = repetition.without(body, document.source.repeated)
    body = replace(body, statements=statements.mended(document.statements))
    found = metadata.find(body)
    kind = pagekind.judge(document)
    reasons = _reasons(body, found)
    verdicts = tuple(_verdict(body, index, reasons) for index in range(len(text.blocks)))
    if language.value != languages.NEUTRAL:
        found[language.key] = language
    return Article(
        name=document.source.name,
        blocks=kinds.finished([(i, verdict.block) for i, verdict in enumerate(verdicts) if verdict.keep], body),
        abbreviations=_expansions(text, verdicts),
        evidence=tuple(_evidence(one, text) for _, one in sorted(found.items())),
        verdicts=verdicts,
        removed=tuple(Removed(v.block.plain, v.reason, v.block.line) for v in verdicts if not v.keep),
        warnings=(*document.warnings, *_warnings(verdicts), *([kind.reason] if kind else [])),
        refused=kind.reason if kind and kind.refused else None,
        **{"url": document.source.url} | {key: one.value for key, one in found.items()},
    )


def _mended(block: Block, repair: Callable[[str], str]) -> Block:
    """Apply a repair to a block's words, and to the same words with their markup."""
    if block.kind in _VERBATIM:
        return block
    text = repair(block.text)
    if text == block.text:
        return block
    plain = block.inline is None and block.runs is None
    return replace(block, text=text, inline=None if plain else repair(block.written), runs=None)


def _language(document: Document, mended: Sequence[Block]) -> Finding:
    """The caller's word, or else what the function words of the longest lines say: boilerplate is short."""
    if document.source.language:
        return Finding("language", document.source.language.split("-")[0].lower(), Origin.GIVEN, "given")
    longest = sorted((block.text for block in mended), key=len, reverse=True)[:_SAMPLE_LINES]
    if guessed := languages.guess("\n".join(longest)):
        return Finding("language", guessed, Origin.TEXT, "its function words")
    stated = next((one for one in document.statements if one.key == "language"), None)
    if stated:  # markup comes second: many a template says `en` whatever the text
        return Finding("language", stated.value.split("-")[0].lower(), Origin.SOURCE, stated.detail)
    return Finding("language", languages.NEUTRAL, Origin.TEXT, "its function words")


def _paragraphs(mended: Sequence[Block], language: str) -> _Text:
    """Set aside what interrupts the text, join hard-wrapped lines, mend the words."""
    known = phrases(language)
    marked, margin = (list(mended), 0) if _has_markup(mended) else _laid_out(mended, known, language)
    reasons = lines.standalone(lines.Lines(marked, known, language, margin))
    aside = {i for i, block in enumerate(marked) if i in reasons or block.rule or block.kind is not Kind.PARAGRAPH}
    by_line = {marked[i].line: reason for i, reason in reasons.items()}
    small = languages.get(language).words.small
    blocks, tooltips = [], {}
    joined = marked if _has_markup(mended) else layout.paragraphs(marked, aside, language)
    for index, block in enumerate(joined):
        whole = _mended(block, lambda text: words.mend(text, language))
        _, found = abbreviations.unglue(whole.text, small)
        blocks.append(_mended(whole, lambda text: abbreviations.unglue(text, small)[0]) if found else whole)
        if found:
            tooltips[index] = found
    return _Text(tuple(blocks), {i: by_line[b.line] for i, b in enumerate(blocks) if b.line in by_line}, tooltips)


def _has_markup(blocks: Sequence[Block]) -> bool:
    return bool(blocks) and bool(blocks[0].tag)


def _laid_out(mended: Sequence[Block], known: Phrases, language: str) -> tuple[list[Block], int]:
    """Lines with their figures marked, and the margin that broke them; markup says both by itself."""
    marked = Figures(layout.unwrapped(mended, language), known, language).mark()
    return marked, layout.margin_of([block.text for block in marked if len(block.text) <= layout.MAX_MARGIN])


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
    wanted, longest = _letters(title.value), 2 * len(title.value)
    same = (i for i, block in enumerate(body.blocks) if len(block.text) <= longest and _letters(block.text) == wanted)
    return dict.fromkeys(same, "title")


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


def _verdict(body: Body, index: int, reasons: Mapping[int, str]) -> Verdict:
    block, chance = body.blocks[index], body.draft.chances[index]
    if block.rule:
        return Verdict(block, block.rule.keep, block.rule.reason, float(block.rule.keep))
    if index in reasons:
        return Verdict(block, keep=False, reason=reasons[index], score=0.0)
    keep = index in body.kept
    return Verdict(block, keep, "text" if keep else "unlike the text", round(chance, 3))


def _expansions(text: _Text, verdicts: Sequence[Verdict]) -> dict[str, str]:
    """Acronym → expansion, of the kept text; the first expansion of an acronym counts."""
    out: dict[str, str] = {}
    for index, found in text.tooltips.items():
        if verdicts[index].keep:
            out = {**found, **out}
    return out


def _evidence(finding: Finding, text: _Text) -> Evidence:
    line = text.blocks[finding.index].line if finding.index is not None else 0
    return Evidence(finding.key, finding.origin, finding.detail, line)


def _warnings(verdicts: Sequence[Verdict]) -> tuple[str, ...]:
    return () if any(verdict.keep for verdict in verdicts) else ("no article text was found",)

"""The cleaner's flow: lines are mended, joined, judged, and read for metadata; what stays becomes the article."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from digest import languages
from digest.cleaner import abbreviations, characters, features, layout, lines, metadata, rules, scorecard, words
from digest.cleaner.evidence import Body, Finding
from digest.cleaner.figures import Figures
from digest.cleaner.phrases import phrases
from digest.cleaner.signs import BULLET, ENDS
from digest.model import Article, Block, Document, Evidence, Kind, Origin, Removed, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_SAMPLE_LINES = 12
_BESIDE, _BETWEEN, _MAX_BETWEEN = 0.02, 0.15, 1
_MIN_ENCLOSED = 20
_MAX_HEADING_WORDS, _MAX_HEADING_LENGTH = 16, 120
_MIN_PARAGRAPH_WORDS, _SHORT_QUESTION = 8, 5
_HEADING_END = re.compile(r"[.,;:…—–-]$")
_INNER_END = re.compile(r"[.!?]\s")
_NUMBERED = re.compile(r"\d{1,2}[.)]\s+\S")


def clean(document: Document) -> Article:
    """Return what an editor would keep of a document, with its metadata and all that was left out."""
    mended = [replace(block, text=text) for block in document.blocks if (text := characters.mend(block.text))]
    language, stated = _language(document, mended)
    blocks, apart, expansions = _paragraphs(mended, language)
    draft = _draft(blocks, apart, language)
    body = _judge(draft)
    found = metadata.find(body)
    reasons = {**body.reasons, **{one.index: key for key, one in found.items() if one.index is not None and one.claims}}
    reasons |= _title_again(body, found["title"], reasons) | _above_title(body, found["title"], reasons)
    verdicts = tuple(_verdict(body, index, reasons) for index in range(len(blocks)))
    kept = _finished([(i, v.block) for i, v in enumerate(verdicts) if v.keep], body)
    return _article(document, verdicts, kept, found, language, stated, expansions)


def _language(document: Document, mended: Sequence[Block]) -> tuple[str, Origin | None]:
    """The caller's word, or else the function words of the longest lines: boilerplate is short."""
    if document.source.language:
        return document.source.language.split("-")[0].lower(), Origin.GIVEN
    longest = sorted((block.text for block in mended), key=len, reverse=True)[:_SAMPLE_LINES]
    guessed = languages.guess("\n".join(longest))
    return (guessed, Origin.TEXT) if guessed else (languages.NEUTRAL, None)


def _paragraphs(mended: Sequence[Block], language: str) -> tuple[list[Block], dict[int, str], dict[int, dict[str, str]]]:
    """Whole paragraphs with mended words; the reasons of lines that stand apart; the tooltips that were glued on."""
    known = phrases(language)
    marked = Figures(mended, known, language).mark()
    margin = layout.margin_of([block.text for block in marked if len(block.text) <= layout.MAX_MARGIN])
    reasons = lines.standalone(lines.Lines(marked, known, language, margin))
    aside = {i for i, block in enumerate(marked) if i in reasons or block.kind is not Kind.PARAGRAPH}
    by_line = {marked[i].line: reason for i, reason in reasons.items()}
    joined = layout.paragraphs(marked, aside, language)
    small = languages.get(language).words.small
    blocks, expansions = [], {}
    for index, block in enumerate(joined):
        text, found = abbreviations.unglue(words.mend(block.text, language), small)
        blocks.append(replace(block, text=text))
        if found:
            expansions[index] = found
    return blocks, {i: by_line[b.line] for i, b in enumerate(blocks) if b.line in by_line}, expansions


def _draft(blocks: Sequence[Block], apart: Mapping[int, str], language: str) -> rules.Draft:
    known, own = phrases(language), languages.get(language).words
    shapes = [features.shape(block, own, known) for block in blocks]
    return rules.Draft(blocks, shapes, scorecard.load().chances(blocks, shapes), apart, known, language)


def _judge(draft: rules.Draft) -> Body:
    """Rules first, then the scorecard; a pull quote stays where the text around it stays."""
    reasons = {i: reason for i in range(len(draft.blocks)) if (reason := rules.reason(draft, i))}
    threshold = scorecard.load().threshold
    kept = {i for i, chance in enumerate(draft.chances) if i not in reasons and chance >= threshold}
    kept = _with_neighbours(draft, _with_lists(draft, kept, reasons, threshold), reasons)
    first, last = min(kept, default=0), max(kept, default=-1)
    kept |= {i for i, block in enumerate(draft.blocks) if block.kind is Kind.QUOTE and first <= i <= last + 1}
    return Body(draft, reasons, frozenset(_without_trailing_heading(draft, kept)), languages.get(draft.language).words)


def _with_neighbours(draft: rules.Draft, kept: set[int], reasons: Mapping[int, str]) -> set[int]:
    """Clean prose beside kept text stays at a lower chance: at its ends an article looks less like one.

    A short line or two between them, a heading as a rule, stay with it.
    """
    out = set(kept)
    order = [i for i in range(len(draft.blocks)) if i not in draft.standalone]
    for way in (order, order[::-1]):
        between: list[int] | None = None
        for index in way:
            clean = index not in reasons and (draft.is_clean_prose(index) or _is_enclosed(draft, index, out))
            if index in out or (between is not None and clean and draft.chances[index] >= _BESIDE):
                near = [i for i in between or () if clean and i not in reasons and draft.chances[i] >= _BETWEEN]
                out |= {index, *near}
                between = []
            elif between is not None and len(between) < _MAX_BETWEEN and index not in draft.sections:
                between.append(index)
            else:
                between = None
    return out


def _is_enclosed(draft: rules.Draft, index: int, kept: set[int]) -> bool:
    """Prose between kept blocks may hold a phrase of boilerplate: a report mentions a newsletter."""
    own = draft.shapes[index]
    return own.words >= _MIN_ENCLOSED and own.prose and not own.address and {index - 1, index + 1} <= kept


def _with_lists(draft: rules.Draft, kept: set[int], reasons: Mapping[int, str], threshold: float) -> set[int]:
    """A list stays or goes as a whole, by the mean of its items; between paragraphs it belongs to the text."""
    items = [i for i, block in enumerate(draft.blocks) if BULLET.match(block.text)]
    out = set(kept)
    for _, run in itertools.groupby(items, key=lambda i: i - items.index(i)):
        places = list(run)
        above, below = places[0] - 1, places[-1] + 1
        announced = above in kept and draft.blocks[above].text.endswith(":")
        enclosed = above in kept and below < len(draft.blocks) and draft.is_clean_prose(below) and below not in reasons
        mean = sum(0 if i in reasons else draft.chances[i] for i in places) / len(places)
        out = out | set(places) if mean >= (_BESIDE if announced or enclosed else threshold) else out - set(places)
    return out - set(reasons)


def _above_title(body: Body, title: Finding, reasons: Mapping[int, str]) -> dict[int, str]:
    """Short lines above the title: kickers and what is left of the navigation."""
    above = range(title.index or 0) if title.claims else ()
    return {i: "above the title" for i in above if i in body.kept and i not in reasons and not body.draft.shapes[i].prose}


def _title_again(body: Body, title: Finding, reasons: Mapping[int, str]) -> dict[int, str]:
    """The title again, above the text or in it."""
    same = {i for i, block in enumerate(body.blocks) if _plain(block.text) == _plain(title.value)}
    return {i: "title" for i in same if i not in reasons and title.origin is not Origin.DERIVED}


def _plain(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())


def _verdict(body: Body, index: int, reasons: Mapping[int, str]) -> Verdict:
    block, chance = body.blocks[index], body.draft.chances[index]
    if index in reasons:
        return Verdict(block, keep=False, reason=reasons[index], score=0.0)
    keep = index in body.kept
    return Verdict(block, keep, "text" if keep else "unlike the text", round(chance, 3))


def _finished(kept: Sequence[tuple[int, Block]], body: Body) -> tuple[Block, ...]:
    """Give each kept block its kind, and take the dateline off the first paragraph."""
    out = []
    for place, (index, block) in enumerate(kept):
        text = block.text
        if index == body.first and (found := metadata.dateline(body)):
            text = text[found.end() :]
        following = kept[place + 1][1] if place + 1 < len(kept) else None
        out.append(_with_kind(replace(block, text=text), following, [one for _, one in kept], body.words.stop))
    return tuple(out)


def _without_trailing_heading(draft: rules.Draft, kept: set[int]) -> set[int]:
    """A short line that ends no sentence below the last paragraph heads nothing of the article."""
    last = max(kept, default=0)
    text = draft.blocks[last].text
    loose = len(kept) > 1 and not ENDS.search(text) and not BULLET.match(text) and last - 1 in kept
    heading = loose and len(text.split()) <= _MAX_HEADING_WORDS and bool(ENDS.search(draft.blocks[last - 1].text))
    return kept - {last} if heading and draft.blocks[last].kind is Kind.PARAGRAPH else kept


def _with_kind(block: Block, following: Block | None, kept: Sequence[Block], stop: frozenset[str]) -> Block:
    if block.kind is not Kind.PARAGRAPH:
        return block
    bullet = BULLET.match(block.text)
    if bullet and bullet[0][0] != "—" and (bullet[0][0] not in "-–—" or sum(one.text.startswith(bullet[0]) for one in kept) > 1):
        return replace(block, kind=Kind.LIST_ITEM, level=1, text=block.text[bullet.end() :])
    if _is_heading(block.text, following, stop):
        return replace(block, kind=Kind.HEADING, level=2)
    return block


def _is_heading(text: str, following: Block | None, stop: frozenset[str]) -> bool:
    """A short line that ends no sentence, above a paragraph."""
    if following is None or len(text) > _MAX_HEADING_LENGTH or len(text.split()) > _MAX_HEADING_WORDS:
        return False
    words = text.split()
    if _INNER_END.search(text) or _HEADING_END.search(text.rstrip("\"'”“’»")) or text[:1].islower() or BULLET.match(following.text):
        return False
    if text.endswith("?") and len(words) <= _SHORT_QUESTION and words[0].lower() in stop:
        return False  # `Why now?` is a sentence of the text
    return len(following.text.split()) >= _MIN_PARAGRAPH_WORDS and bool(ENDS.search(following.text))


def _article(
    document: Document,
    verdicts: tuple[Verdict, ...],
    kept: tuple[Block, ...],
    found: Mapping[str, Finding],
    language: str,
    stated: Origin | None,
    expansions: Mapping[int, Mapping[str, str]],
) -> Article:
    values = {key: one.value for key, one in found.items()}
    evidence = [_evidence(key, one, verdicts) for key, one in sorted(found.items())]
    if stated:
        evidence.append(Evidence("language", stated, "function words" if stated is Origin.TEXT else "given"))
    tooltips = [expansions[i] for i, verdict in enumerate(verdicts) if verdict.keep and i in expansions]
    return Article(
        name=document.source.name,
        blocks=kept,
        url=document.source.url,
        language=language if stated else None,
        abbreviations=_merged(tooltips),
        evidence=tuple(evidence),
        verdicts=verdicts,
        removed=tuple(Removed(v.block.plain, v.reason, v.block.line) for v in verdicts if not v.keep),
        warnings=(*document.warnings, *_warnings(kept)),
        **values,
    )


def _evidence(key: str, finding: Finding, verdicts: Sequence[Verdict]) -> Evidence:
    line = verdicts[finding.index].block.line if finding.index is not None else 0
    return Evidence(key, finding.origin, finding.detail, line)


def _merged(mappings: Iterable[Mapping[str, str]]) -> dict[str, str]:
    out: dict[str, str] = {}
    for mapping in mappings:
        for acronym, expansion in mapping.items():
            out.setdefault(acronym, expansion)
    return out


def _warnings(kept: Sequence[Block]) -> tuple[str, ...]:
    return () if kept else ("no article text was found",)

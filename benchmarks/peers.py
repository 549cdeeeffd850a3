"""Systems that take the article out of a page, each behind one signature; what each needs is loaded when it is made.

The others are called as their manuals tell, with their own settings: trafilatura (Barbaresi 2021), readability-lxml
(after arc90's Readability), jusText (Pomikálek, "Removing Boilerplate and Duplicate Content from Web Corpora", 2011)
and resiliparse (Bevendorff et al. 2018). They come with the extra `benchmark`.
"""

from __future__ import annotations

import contextlib
import importlib
import re
import resource
import sys
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_SENTENCE_END = re.compile(r"[.!?:…][\"'”“»«)\]]*$")
_MIN_WORDS = 10
_STOP_LISTS = {"cs": "Czech", "da": "Danish", "de": "German", "es": "Spanish", "fi": "Finnish", "fr": "French", "it": "Italian", "nl": "Dutch", "pl": "Polish", "pt": "Portuguese", "sv": "Swedish", "tr": "Turkish"}  # fmt: skip  # noqa: E501
_MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Page:
    """What a system is told of a page."""

    data: bytes
    """A web page as it came, or the lines of a pasted one in UTF-8."""
    url: str | None
    language: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and its price."""

    text: str
    """Empty where the system failed."""
    seconds: float
    """CPU time."""
    peak: float
    """Most memory that the process has held so far, in MB: interpreter, libraries, this page and those before."""
    failure: str | None


if TYPE_CHECKING:
    System = Callable[[Page], str]


def run(name: str, page: Page) -> Answer:
    """Give a page to a system; a crash is an empty answer."""
    system = _made(name)
    start = time.process_time()
    text, failure = "", None
    try:
        text = system(page)
    except Exception as error:  # noqa: BLE001 -- whatever a system dies of is its result
        failure = repr(error)
    return Answer(text, time.process_time() - start, _peak(), failure)


def installed(name: str) -> bool:
    """Tell whether a system can be made here."""
    with contextlib.suppress(ImportError):
        return bool(_made(name))
    return False


def _peak() -> float:
    status = Path("/proc/self/status")
    if status.exists():  # on Linux `ru_maxrss` begins with the peak of the process that started this one
        held = re.search(r"^VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii", errors="replace"), re.MULTILINE)
        return int(held[1]) / 1024 if held else 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (_MEGABYTE if sys.platform == "darwin" else 1024)


@cache
def _made(name: str) -> System:
    return {**WEB, **PASTED}[name]()


def _digest(name: str) -> System:
    digest: Any = importlib.import_module("digest")
    return lambda page: str(digest.clean(page.data, name=name, url=page.url).text)


def _trafilatura() -> System:
    extract: Any = importlib.import_module("trafilatura").extract
    return lambda page: extract(page.data, include_comments=False, include_tables=True) or ""


def _readability() -> System:
    document: Any = importlib.import_module("readability").Document
    tree: Any = importlib.import_module("lxml.html")
    return lambda page: str(tree.fromstring(document(page.data.decode("utf-8", "replace")).summary()).text_content())


def _justext() -> System:
    justext: Any = importlib.import_module("justext")
    return lambda page: _good(justext.justext(page.data, _stop_words(page.language)))


def _justext_of_lines() -> System:
    """Make jusText's algorithm with each line as a paragraph."""
    core: Any = importlib.import_module("justext.core")
    paragraph: Any = importlib.import_module("justext.paragraph")

    def system(page: Page) -> str:
        paragraphs = []
        for line in page.data.decode().split("\n"):
            paragraphs.append(paragraph.Paragraph(core.PathInfo()))
            paragraphs[-1].append_text(line)
        core.classify_paragraphs(paragraphs, _stop_words(page.language))
        core.revise_paragraph_classification(paragraphs)
        return _good(paragraphs)

    return system


def _good(paragraphs: list[Any]) -> str:
    return "\n".join(one.text for one in paragraphs if not one.is_boilerplate)


@cache
def _stop_words(language: str | None) -> frozenset[str]:
    justext: Any = importlib.import_module("justext")
    return frozenset(justext.get_stoplist(_STOP_LISTS.get(language or "", "English")))


def _resiliparse() -> System:
    extract: Any = importlib.import_module("resiliparse.extract.html2text").extract_plain_text
    return lambda page: extract(page.data.decode("utf-8", "replace"), main_content=True)


def _long_sentences() -> System:
    """Make the best rule of one line: keep lines of ten words that end like a sentence."""
    return lambda page: "\n".join(line for line in page.data.decode().split("\n") if _is_long_sentence(line))


def _is_long_sentence(line: str) -> bool:
    return len(line.split()) >= _MIN_WORDS and bool(_SENTENCE_END.search(line.strip()))


WEB: Mapping[str, Callable[[], System]] = {
    "digest": lambda: _digest("page.html"),
    "trafilatura": _trafilatura,
    "readability-lxml": _readability,
    "jusText": _justext,
    "resiliparse": _resiliparse,
}
PASTED: Mapping[str, Callable[[], System]] = {
    "digest, pasted": lambda: _digest("page.txt"),
    "ten words and a full stop": _long_sentences,
    "jusText, by lines": _justext_of_lines,
}

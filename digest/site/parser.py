"""The parser of Markdown: CommonMark with tables and strikethrough, raw HTML shown as text, links checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML

from digest.site import urls

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token
    from markdown_it.utils import OptionsDict


class _Renderer(RendererHTML):
    """Most of a text is paragraphs, which need no more than this."""

    def paragraph_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, _: object) -> str:
        """Write what begins a paragraph."""
        token = tokens[idx]
        if token.attrs or token.hidden or (idx and tokens[idx - 1].hidden):
            return self.renderToken(tokens, idx, options, {})
        return "<p>"

    def paragraph_close(self, tokens: Sequence[Token], idx: int, *_: object) -> str:
        """Write what ends one."""
        return "" if tokens[idx].hidden else "</p>\n"


class _Parser(MarkdownIt):
    """CommonMark whose links may only lead where a reader can safely go."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 -- the name that the parser calls
        """Tell whether a link may lead to `url`."""
        return urls.is_safe(url)


# A new parser costs more than parsing an article, so all texts share one; it holds no state between them.
PARSER = _Parser("commonmark", {"html": False}, renderer_cls=_Renderer).enable(["table", "strikethrough"])
"""For all texts."""

"""Closed accordions: what a page hides until a reader opens it, beside the control that does, is part of its text.

A control names what it opens (`aria-controls` of WAI-ARIA, `data-target` of Bootstrap). Menus, dialogs and forms are
opened so, too: they hold links, fields, or stand in the page's frame.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_HIDDEN = '[id][hidden], [id][aria-hidden="true"], [id][style*="display" i]'
_CONTROLS = '[aria-controls], [data-target], [data-bs-target], a[href^="#"][role=button], a[href^="#"][data-toggle]'
_NAMING = ("aria-controls", "data-target", "data-bs-target", "href")
_FRAME = frozenset({"nav", "header", "footer", "aside", "form", "dialog"})
_INTERACTIVE = "form, input, select, textarea, nav, [role=dialog], [role=menu]"
_DIALOGS = ("dialog", "menu", "navigation", "search", "alertdialog")
_MIN_TEXT = 80
"""Characters; less is a menu or a hint."""
_MAX_LINKED = 0.3
_MAX_PANELS = 200


def opened(tree: LexborHTMLParser) -> None:
    """Show in a page's tree what a reader could open, and keep the words of the controls as its headings."""
    hidden = {node.attributes["id"] or "": node for node in tree.css(_HIDDEN)[:_MAX_PANELS]}
    if not hidden:
        return
    for control in tree.css(_CONTROLS):
        panel = hidden.get(_target(control))
        if panel is None or not _is_text(panel):
            continue
        for name in ("hidden", "aria-hidden", "style"):
            if name in panel.attributes:
                del panel.attrs[name]
        del hidden[_target(control)]
        if control.tag == "button":
            control.unwrap()


def _target(control: LexborNode) -> str:
    marks = control.attributes
    return next((value.lstrip("#") for name in _NAMING if (value := marks.get(name))), "")


def _is_text(panel: LexborNode) -> bool:
    length = len(panel.text().strip())
    if length < _MIN_TEXT or panel.attributes.get("role") in _DIALOGS or panel.css_first(_INTERACTIVE) is not None:
        return False
    linked = sum(len(node.text().strip()) for node in panel.css("a"))
    return linked <= _MAX_LINKED * length and not _is_framed(panel)


def _is_framed(panel: LexborNode) -> bool:
    above: LexborNode | None = panel
    while above is not None:
        if above.tag in _FRAME:
            return True
        above = above.parent
    return False

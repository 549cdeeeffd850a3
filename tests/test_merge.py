"""Three-way merges: each folder of `tests/cases/merge` is a case that anyone can add.

`base.md`, `ours.md` and `theirs.md` are what the machine wrote, what an editor made of it, and what the machine would
write now, without its notes; `expected.md` is the result, its first line a comment that names the conflicts.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.content import blocks, frontmatter, markdown, merge, ownership, splice, threeway, writer

CASES = sorted(path for path in (Path(__file__).parent / "cases" / "merge").iterdir() if path.is_dir())
NOTES = {"source": "deich.txt", "hash": "0", "cleaner": "1"}


def signed(text: str) -> tuple[dict[str, object], str]:
    parsed = frontmatter.parse(text, "a.md")
    return ownership.signed(parsed.values, parsed.body, NOTES), parsed.body


def edited(base: str, ours: str) -> bytes:
    """The editor's file with the machine's notes, as they are in it after an import."""
    notes = writer.write({"digest": signed(base)[0]["digest"]}, "").removeprefix("---\n").removesuffix("---\n")
    head, fence, body = ours.removeprefix("---\n").partition("---\n")
    return f"---\n{head}{notes}{fence}{body}".encode()


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_merge(case: Path, *, update_golden: bool) -> None:
    base, ours, theirs = ((case / f"{name}.md").read_text(encoding="utf-8") for name in ("base", "ours", "theirs"))
    data = edited(base, ours)
    values, body = signed(theirs)
    merged = merge.merge(markdown.read(data, "a.md"), frontmatter.parse(base, "a.md"), values, body)
    new = splice.spliced(data, "a.md", merged.values, merged.body)
    assert new is not None
    head, _, rest = new.decode().partition("digest:\n")
    conflicts = ", ".join(merged.conflicts) or "none"
    shown = f"<!-- conflicts: {conflicts} -->\n{head}---\n" + rest.partition("---\n")[2]
    if update_golden:
        (case / "expected.md").write_text(shown, encoding="utf-8")
    assert shown == (case / "expected.md").read_text(encoding="utf-8")


ITEMS = st.lists(st.sampled_from("abcdefgh"), max_size=8)


@given(ITEMS, ITEMS, ITEMS)
def test_no_item_of_ours_is_lost_whatever_they_do(base: list[str], ours: list[str], theirs: list[str]) -> None:
    merged = threeway.merge(base, ours, theirs)
    own = [item for change in threeway.changes(base, ours) for item in change.items]
    left = iter(merged.items)
    assert all(item in left for item in own), "in their order"


@given(ITEMS, ITEMS)
def test_what_one_side_alone_changed_is_the_result(base: list[str], changed: list[str]) -> None:
    assert threeway.merge(base, base, changed) == threeway.Merged(tuple(changed), is_clean=True)
    assert threeway.merge(base, changed, base) == threeway.Merged(tuple(changed), is_clean=True)
    assert threeway.merge(base, changed, changed) == threeway.Merged(tuple(changed), is_clean=True)


@given(ITEMS, ITEMS, ITEMS)
def test_a_merge_that_is_clean_has_what_they_brought(base: list[str], ours: list[str], theirs: list[str]) -> None:
    merged = threeway.merge(base, ours, theirs)
    if merged.is_clean:
        brought = {item for change in threeway.changes(base, theirs) for item in change.items}
        assert brought <= set(merged.items)


def test_blocks_side_by_side_do_not_touch_each_other() -> None:
    assert threeway.merge("abc", "xbc", "ayc") == threeway.Merged(("x", "y", "c"), is_clean=True)
    assert threeway.merge("abc", "axbc", "ac") == threeway.Merged(("a", "x", "c"), is_clean=True)


def test_two_who_insert_at_one_place_contradict_each_other() -> None:
    assert threeway.merge("ab", "axb", "ayb") == threeway.Merged(("a", "x", "b"), is_clean=False)


def test_long_texts_are_compared_as_a_whole() -> None:
    base = [str(number) for number in range(6_000)]
    assert threeway.merge(base, ["x", *base], [*base, "y"]) == threeway.Merged(("x", *base), is_clean=False)


@given(st.text(st.sampled_from("ab \t\n"), max_size=30).map(lambda text: text.strip("\n")))
def test_a_body_is_the_sum_of_its_blocks(body: str) -> None:
    assert blocks.join(blocks.split(body)) == body


def test_the_gaps_of_an_editor_stay() -> None:
    merged, is_clean = blocks.merge("a\n\nb\n\nc", "a\n\n\n\nb\n\nc\n\nx", "a\n\nb\n\nd")
    assert (merged, is_clean) == ("a\n\n\n\nb\n\nd\n\nx", True)


def test_without_the_last_text_the_hashes_tell_whose_a_value_is() -> None:
    base = "---\ntitle: Deich\ndate: 2026-03-02\ntags:\n  - Deich\n---\n\nEins.\n\nZwei.\n"
    data = edited(base, base.replace("title: Deich", "title: Damm"))
    values, body = signed(base.replace("Zwei", "Drei").replace("- Deich", "- Küste").replace("03-02", "03-03"))
    merged = merge.merge(markdown.read(data, "a.md"), None, values, body)
    assert (merged.values["title"], merged.values["date"], merged.values["tags"]) == ("Damm", "2026-03-03", ["Küste"])
    assert (merged.body, merged.conflicts) == ("Eins.\n\nDrei.", ())


def test_without_the_last_text_a_body_that_both_changed_is_the_editors() -> None:
    base = "---\ntitle: Deich\ntags:\n  - Deich\n---\n\nEins.\n\nZwei.\n"
    data = edited(base, base.replace("Eins.", "Erstens.").replace("- Deich", "- Damm"))
    values, body = signed(base.replace("Zwei", "Drei").replace("- Deich", "- Küste"))
    merged = merge.merge(markdown.read(data, "a.md"), None, values, body)
    assert (merged.values["tags"], merged.body, merged.conflicts) == (["Damm"], "Erstens.\n\nZwei.", ("body",))

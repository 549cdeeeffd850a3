"""The title of a pasted page is the line that is most like one, and its date that of a line, wherever it has them."""

from __future__ import annotations

import datetime as dt

import digest

TEXT = (
    "The harbour board voted on Monday to dredge the inner basin before the herring fleet returns in the autumn.",
    "Dredging will take eleven weeks and close the eastern quay, said the harbour master, Ida Brandt.",
    "Skippers had asked for it since the basin lost a metre of depth in last winter's storms.",
)


def title(*lines: str) -> str:
    return digest.clean("\n".join(lines), name="page.txt").title


def test_what_the_browser_s_tab_and_a_breadcrumb_name_is_the_title() -> None:
    above = ("Board votes to dredge the basin | Lundholm Post", "Home / Harbour / Board votes to dredge the basin")
    navigation = ("Home", "Harbour", "Sport")
    assert title(*above, *navigation, "Board votes to dredge the basin", "Ferries and fishing this week", *TEXT) == (
        "Board votes to dredge the basin"
    )


def test_a_title_stands_above_the_byline_and_not_below_it() -> None:
    lines = ("Inner basin to be dredged by the autumn", "By Tom Orm", "3 March 2026", "A dredger in the inner basin")
    assert title("Home", "News", *lines, *TEXT) == "Inner basin to be dredged by the autumn"


def test_a_title_stays_one_below_a_line_that_opens_a_section() -> None:
    lines = ("Skip to content", "Newsletter", "Subscribe", "Why the board will dredge the inner basin", "3 March 2026")
    assert title(*lines, *TEXT) == "Why the board will dredge the inner basin"


def test_who_issued_it_is_no_title() -> None:
    lines = ("Board votes to dredge", "Issued by: Lundholm Harbour Board and Herring Fleet", "3 March 2026")
    assert title(*lines, *TEXT) == "Board votes to dredge"


def test_a_sentence_of_the_text_is_no_title() -> None:
    assert title(*TEXT) == "The harbour board voted on Monday to dredge the inner basin before the herring fleet …"


def test_a_date_may_stand_below_a_standfirst() -> None:
    standfirst = (
        "The board wants to be done before the fleet is back.",
        "Skippers had asked for it since last winter.",
    )
    lines = ("Board votes to dredge the inner basin", *standfirst, "Listen", "Share", "3 March 2026", *TEXT)
    assert digest.clean("\n".join(lines), name="page.txt").date == dt.date(2026, 3, 3)


def test_a_first_publication_goes_before_a_change() -> None:
    lines = ("Board votes to dredge the inner basin", "Published 3 March 2026 at 18:02", "Updated 5 March 2026", *TEXT)
    assert digest.clean("\n".join(lines), name="page.txt").date == dt.date(2026, 3, 3)

"""Mails become their text: what mail programs put around it is marked, and what is attached stands for itself."""

from __future__ import annotations

import base64
import datetime as dt
from contextlib import suppress
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest import cleaner, readers
from digest.errors import SourceError
from digest.model import Document, Source
from digest.readers import mail
from digest.readers.letterhead import Head

TEXT = "Der Kran hob den Kutter am Abend aus der Einfahrt, und die Fähren fahren wieder nach Plan."
LONG = " ".join([TEXT] * 4)
HEAD = (
    "From: Hafenamt Ollersum <presse@hafenamt.example>\nSubject: Kutter gehoben\nDate: Thu, 5 Mar 2026 09:14:00 +0100\n"
)
MOMENT = dt.datetime(2026, 3, 5, 8, 14, tzinfo=dt.UTC)


def source(body: str, head: str = HEAD, kind: str = "plain", charset: str = "utf-8") -> Source:
    return Source("m.eml", f"{head}Content-Type: text/{kind}; charset={charset}\n\n{body}".encode())


def read(body: str, head: str = HEAD, kind: str = "plain") -> Document:
    return readers.read(source(body, head, kind))


def own(document: Document) -> list[str]:
    """The lines that are the letter's own text."""
    marks = {mail.QUOTED, mail.COVERING, mail.SIGNATURE, mail.FOOTER}
    return [block.text for block in document.blocks if not marks & set(block.marks)]


def stated(document: Document | Source) -> dict[str, object]:
    """The first statement of each key."""
    return {one.key: one.value for one in reversed(document.statements)}


def message(**headers: str) -> EmailMessage:
    made = EmailMessage()
    for name, value in {"From": "Hafenamt <presse@hafenamt.example>", "Subject": "Kutter gehoben", **headers}.items():
        made[name] = value
    return made


def expanded(made: EmailMessage) -> tuple[Source, ...]:
    return readers.expand(Source("m.eml", made.as_bytes()))


PRESS = """\
Sehr geehrte Damen und Herren,

nachfolgend übersenden wir Ihnen unsere Pressemitteilung mit der Bitte um
Veröffentlichung.

Ollersum fördert Werkstätten mit 60.000 Euro

Ollersum, 11. März 2026. Der Landkreis Ollersum unterstützt ab April alle
elf Werkstätten im Kreisgebiet. Jede bekommt bis zu 5.000 Euro für
Werkzeug und Miete, wie Landrätin Sabine Thole am Mittwoch mitteilte.

„Ein Toaster, der noch zehn Jahre hält, ist der beste Klimaschutz“, sagte
Thole. Im vergangenen Jahr wurden 2.300 Geräte repariert.

Mit freundlichen Grüßen
Jens Wulff
"""


def test_a_press_release_is_what_its_covering_letter_sends() -> None:
    head = "Subject: Pressemitteilung 23/2026: Ollersum fördert Werkstätten\nFrom: Presse <p@ollersum.example>\n"
    article = cleaner.clean(readers.read(source(PRESS, head)))
    assert article.title == "Ollersum fördert Werkstätten mit 60.000 Euro"
    assert article.date == dt.date(2026, 3, 11)
    first, second = (block.text for block in article.blocks)
    assert first.startswith("Der Landkreis Ollersum unterstützt ab April alle elf Werkstätten im Kreisgebiet. Jede")
    assert first.endswith("für Werkzeug und Miete, wie Landrätin Sabine Thole am Mittwoch mitteilte.")
    assert second.endswith("sagte Thole. Im vergangenen Jahr wurden 2.300 Geräte repariert.")


def test_a_press_release_in_markup_has_its_headline_and_no_dateline() -> None:
    body = (
        "<p>Dear editor,</p><p>Please find below our press release.</p><h2>Council opens seed vault for reeds</h2>"
        "<p><b>OLLERSUM, 9 February 2026</b> – The council opened a <b>seed</b> vault for 4,000 samples on Monday.</p>"
        f"<p>{LONG}</p><p>Kind regards<br>Lena Orr</p>"
    )
    head = "Subject: Press release: Council opens seed vault\nFrom: Press <p@ollersum.example>\n"
    article = cleaner.clean(readers.read(source(body, head, "html")))
    assert article.title == "Council opens seed vault for reeds"
    assert article.blocks[0].written == ("The council opened a **seed** vault for 4,000 samples on Monday.")


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Press release: Ferry runs again", "Ferry runs again"),
        ("Communiqué de presse n° 12 : le bac reprend", "le bac reprend"),
        ("PM 12/2026 – Fähre fährt wieder", "Fähre fährt wieder"),
        ("PI-Planung beginnt", "PI-Planung beginnt"),
        ("Pressemitteilung", "Pressemitteilung"),
    ],
)
def test_a_subject_without_what_it_says_the_mail_is(subject: str, title: str) -> None:
    head = Head(subject=subject)
    assert [one.value for one in head.statements("mail") if one.key == "title"] == [title]


def test_a_letter_that_is_all_greeting_keeps_its_text() -> None:
    assert own(read("Liebe Leserinnen und Leser,\n\ndie Fähre fährt wieder.")) == ["die Fähre fährt wieder."]
    assert own(read("Hallo!")) == ["Hallo!"]


def test_a_mail_is_its_text_and_what_its_head_says() -> None:
    plain = source(TEXT)
    assert readers.expand(plain) == (plain,)
    document = readers.read(plain)
    assert own(document) == [TEXT]
    names = {"publisher": "Hafenamt Ollersum", "sender": "presse@hafenamt.example"}
    assert stated(document) == {"title": "Kutter gehoben", "date": MOMENT, **names}
    assert [one.detail for one in document.statements] == ["mail subject", "mail date", "mail sender", "mail sender"]


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ("=?utf-8?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("=?utf-8?B?R3LD?=\n =?utf-8?B?vMOfZQ==?= aus Ollersum", "Grüße aus Ollersum"),  # cut inside a letter
        ("=?iso-8859-1?Q?Stra=DFe_?= =?windows-1252?Q?=84neu=93?=", "Straße „neu“"),
        ("=?nonsense?Q?Gr=FC=DFe?=", "Grüße"),
        ("AW: Fwd: WG: RE: Grüße", "Grüße"),
        ("Wiederaufbau: der Plan", "Wiederaufbau: der Plan"),
    ],
)
def test_subjects_are_decoded_and_freed_of_prefixes(raw: str, title: str) -> None:
    document = read(TEXT, f"From: a@b.example\nSubject: {raw}\n")
    assert stated(document)["title"] == title


def test_a_subject_keeps_the_lists_name_out() -> None:
    head = "From: a@b.example\nSubject: Re: [Hafen] Kutter\nList-Id: Hafenliste <hafen.lists.example>\n"
    assert stated(read(TEXT, head)) == {"title": "Kutter", "publisher": "Hafenliste", "sender": "a@b.example"}


@pytest.mark.parametrize(
    ("sender", "names"),
    [
        ("Anna Berg <anna.berg@hafenamt.example>", ("Anna Berg", "")),
        ('"Berg, Anna" <a.berg@hafenamt.example>', ("Anna Berg", "")),
        ("Jörg Müller | Hafenamt <mueller@amt.example>", ("Jörg Müller", "Hafenamt")),
        ("Hafenamt Ollersum <presse@hafenamt.example>", ("", "Hafenamt Ollersum")),
        ("Ollersumer Bote <bote@ollersumer-bote.example>", ("", "Ollersumer Bote")),
        ("presse@hafenamt.example (Hafenamt)", ("", "Hafenamt")),
        ("presse@hafenamt.example", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_person_is_an_author_and_an_office_a_publisher(sender: str, names: tuple[str, str]) -> None:
    assert Head(sender=sender).names() == names


@pytest.mark.parametrize(
    ("charset", "encoding"), [("iso-8859-1", "cp1252"), ("us-ascii", "utf-8"), ("utf-8", "cp1252")]
)
def test_a_wrong_charset_does_no_harm(charset: str, encoding: str) -> None:
    data = f"{HEAD}Content-Type: text/plain; charset={charset}\n\n".encode() + f"„{TEXT}“".encode(encoding)
    document = readers.read(Source("m.eml", data))
    assert own(document) == [f"„{TEXT}“"]
    assert bool(document.warnings) is (charset == "utf-8")


def test_html_is_preferred_where_it_carries_the_text() -> None:
    both = message()
    both.set_content(LONG)
    both.add_alternative(f"<p>{LONG.replace('Kran', '<b>Kran</b>', 1)}</p>", subtype="html")
    assert readers.read(expanded(both)[0]).blocks[0].tag == "p"
    hollow = message()
    hollow.set_content(LONG)
    hollow.add_alternative("<p>Ihr Programm zeigt keine Bilder.</p>", subtype="html")
    assert own(readers.read(expanded(hollow)[0]))[0].startswith(TEXT[:40])


def test_signature_quotation_and_footer_are_marked() -> None:
    document = read(
        f"{LONG}\n\nMit freundlichen Grüßen\nAnna Berg\n\n{LONG}\n\n"
        "On Thu, Mar 5, 2026 at 8:00 AM Bruno Kahn\n<bruno@kahn.example> wrote:\n> Ist der Hafen offen?\n> Gruß\n"
        "Ja, seit gestern.\n-- \nAnna Berg\n"
        "Diese lange Zeile steht unter der Unterschrift und bleibt, so lang sie auch ist, deren Teil.\n"
    )
    assert own(document) == [LONG, LONG, "Ja, seit gestern."]
    marks = {block.text: block.marks[-1] for block in document.blocks if block.marks}
    assert marks["Mit freundlichen Grüßen"] == mail.SIGNATURE
    assert marks["> Gruß"] == mail.QUOTED
    assert marks["--"] == mail.FOOTER


def test_a_notice_above_the_text_and_a_rule_inside_it_end_nothing() -> None:
    rule = "_" * 40
    document = read("\n\n".join(["Sie erhalten diese E-Mail, weil Sie im Verteiler sind.", LONG, rule, *[LONG] * 9]))
    assert own(document) == [LONG, rule, *[LONG] * 9]
    below = read(f"{LONG}\n\n{LONG}\n\nSie erhalten diese E-Mail, weil Sie im Verteiler sind.\n\nOllersum, Markt 1")
    assert own(below) == [LONG, LONG]


def test_what_is_marked_is_no_part_of_the_article() -> None:
    article = cleaner.clean(
        read(f"{LONG}\n\nCordialement\nAnna Berg\n_______________________________\nHafen mailing list\n")
    )
    assert article.text == LONG
    assert {one.reason for one in article.removed} >= {"mail signature", "mail footer"}
    assert (article.title, article.publisher) == ("Kutter gehoben", "Hafenamt Ollersum")


def test_what_an_answer_quotes_in_html_is_marked() -> None:
    document = read(
        f"<p>{LONG}</p><div><b>Von:</b>&nbsp;Bruno Kahn<br><b>Gesendet:</b> Montag<br><b>Betreff:</b> Hafen</div>"
        "<p>Offen?</p>",
        kind="html",
    )
    assert own(document) == [LONG]
    assert document.blocks[-1].text == "Offen?"
    lines = [block.line for block in document.blocks]
    assert lines == sorted(set(lines)), "each block has a place of its own"


@pytest.mark.parametrize(
    ("kind", "body", "sender"),
    [
        (
            "plain",
            (
                "z.K.\n\n-----Ursprüngliche Nachricht-----\nVon: Berg, Anna <anna.berg@amt.example>\n"
                f"Gesendet: Mittwoch, 4. März 2026 17:02\nAn: Verteiler\nBetreff: Der Kutter ist frei\n\n{TEXT}\n"
            ),
            "Anna Berg",
        ),
        (
            "plain",
            (
                "FYI\n\nBegin forwarded message:\n\n> From: Anna Berg <anna.berg@amt.example>\n> Date: March 4, 2026\n"
                f"> To: list@amt.example\n> Subject: Der Kutter ist frei\n>\n> {TEXT}\n"
            ),
            "Anna Berg",
        ),
        (
            "html",
            (
                '<div>Pour info</div><div class="gmail_quote">---------- Forwarded message ---------<br>'
                "From: <b>Anna Berg</b> &lt;anna.berg@amt.example&gt;<br>"
                "Date: Wed, 4 Mar 2026 17:02:00 +0100<br>Subject: Der Kutter ist frei<br>"
                f"To: x<br></div><p>{TEXT}</p>"
            ),
            "Anna Berg",
        ),
        (
            "html",
            (
                "<!--[if mso]><p>Von: x</p><![endif]--><p><b>De :</b>&nbsp;Anna Berg &lt;anna.berg@amt.example&gt;<br>"
                "<b>Envoyé :</b> mercredi 4 mars 2026<br><b>Objet :</b> Der Kutter ist frei</p>"
                f"<p>{TEXT}</p>"
            ),
            "Anna Berg",
        ),
    ],
    ids=["Outlook", "Apple Mail", "Gmail", "Outlook in French"],
)
def test_a_mail_that_only_forwards_is_the_forwarded_one(kind: str, body: str, sender: str) -> None:
    document = read(body, kind=kind)
    assert own(document) == [TEXT]
    values = stated(document)
    assert (values["title"], values["authors"]) == ("Der Kutter ist frei", (sender,))
    assert values["date"] != MOMENT
    assert "publisher" not in values, "who forwarded it did not publish it"


def test_a_quoted_letter_whose_answer_is_a_greeting_is_the_text() -> None:
    document = read(
        f"Siehe unten.\n\nLe jeu. 5 mars 2026 à 09:14, Anna Berg <anna.berg@amt.example> a écrit :\n> {TEXT}\n"
    )
    assert own(document) == [TEXT]
    assert stated(document)["authors"] == ("Anna Berg",)
    assert stated(document)["title"] == "Kutter gehoben"


def test_a_mail_attached_to_a_cover_is_the_mail() -> None:
    inner = message(From="Anna Berg <anna.berg@amt.example>", Subject="Der Kutter ist frei")
    inner.set_content(LONG)
    outer = message()
    outer.set_content("Zur Kenntnis.")
    outer.add_attachment(inner)
    items = expanded(outer)
    assert len(items) == 1
    assert stated(readers.read(items[0]))["title"] == "Der Kutter ist frei"


def test_readable_attachments_are_items_and_others_are_not() -> None:
    made = message(Date="Thu, 5 Mar 2026 09:14:00 +0100")
    made.set_content(LONG)
    made.add_attachment("Ein Text im Anhang.", filename="Größen.txt")
    made.add_attachment("<p>Eine Seite im Anhang.</p>", subtype="html", filename="seite.html")
    made.add_attachment(b"%PDF-1.7", maintype="application", subtype="octet-stream", filename="plan.pdf")
    made.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png")
    letter, text, page, plan = expanded(made)
    assert letter.name == "m.eml"
    assert page.name.startswith("m.eml#seite-html-")
    assert readers.read(text).blocks[0].text == "Ein Text im Anhang."
    assert (page.media_type, plan.media_type) == ("text/html", "application/pdf")
    names = {"publisher": "Hafenamt", "sender": "presse@hafenamt.example"}
    assert stated(page) == {"date": MOMENT, **names}, "the subject is the letter's title, not theirs"


def test_a_mail_that_only_covers_its_attachments_is_left_out() -> None:
    made = message()
    made.set_content("Anbei unsere Mitteilung.\nMit freundlichen Grüßen")
    made.add_attachment(LONG, filename="mitteilung.txt")
    assert [item.media_type for item in expanded(made)] == ["text/plain"]


def newsletter(*items: str) -> Source:
    body = f"<h1>Der Bote</h1><p>Guten Morgen!</p>{''.join(items)}<p>Sie erhalten diese E-Mail als Abonnent.</p>"
    return source(body, kind="html")


def teaser(number: int, link: str = "Weiterlesen ›") -> str:
    return f'<h2>Meldung {number}</h2><p>{TEXT}</p><a href="https://bote.example/?n={number}&amp;x">{link}</a>'


def test_a_newsletter_with_a_clear_structure_becomes_its_items() -> None:
    items = readers.expand(newsletter(teaser(1), teaser(2, "Read more"), teaser(3, "lire la suite")))
    assert [item.url for item in items] == [f"https://bote.example/?n={number}&x" for number in (1, 2, 3)]
    assert len({item.name for item in items}) == 3
    first = readers.read(items[0])
    assert stated(first)["title"] == "Meldung 1"
    assert stated(first)["publisher"] == "Hafenamt Ollersum"
    assert first.warnings == (mail.TEASER,)
    assert TEXT in [block.text for block in first.blocks]


def test_a_letter_with_headings_is_one_text() -> None:
    one = newsletter(*(f"<h2>Abschnitt {number}</h2><p>{TEXT}</p>" for number in range(4)), teaser(9))
    assert readers.expand(one) == (one,)


def nested(depth: int) -> bytes:
    parts = (f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(depth))
    return f"From: a@b.example\n{''.join(parts)}\n{TEXT}".encode()


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "no mail"),
        (b"Nur ein Text, und kein Brief.\n", "no mail"),
        (HEAD.encode(), "no text"),
        (f"{HEAD}Content-Type: text/html\n\n<style>p {{}}</style><p> </p>".encode(), "no text"),
        (nested(99), "nested too deeply"),
        (nested(3000), "nested too deeply"),
        (b"From: a@b.example\n" + b"Content-Type: message/rfc822\n\n" * 3000, "nested too deeply"),
    ],
)
def test_what_is_no_letter_is_refused(data: bytes, fault: str) -> None:
    with pytest.raises(SourceError, match=fault) as caught:
        readers.read(Source("m.eml", data))
    assert caught.value.path == "m.eml"


@pytest.mark.parametrize(
    "head",
    [
        "From: \xff\xfe <<>>\nSubject: =?utf-8?B?=?=\nDate: gestern",
        "From: =?x?y?z?=\nDate: Thu, 99 Foo 2026 99:99:99 +9999\nList-Id: <",
        "Subject:\n \n\nDate: Mon, 1 Jan 0001 00:00:00 +2359",
        'Content-Type: text/plain; charset="unicode\x00"\nFrom: x',
        "From: a\nContent-Type: multipart/mixed",
        "From: a\nContent-Transfer-Encoding: base64",
    ],
)
def test_broken_headers_do_no_harm(head: str) -> None:
    document = readers.read(
        Source("m.eml", f"{head}\n\n{base64.b64encode(TEXT.encode()).decode()}\n".encode("latin-1"))
    )
    assert document.blocks
    assert all(isinstance(one.value, str | tuple | dt.date) for one in document.statements)


def letter_with_everything() -> str:
    inner = message()
    inner.set_content(f"z.K.\n-----Original Message-----\nFrom: a\nSent: b\nSubject: c\n\n{LONG}")
    made = message(Date="Thu, 5 Mar 2026 09:14:00 +0100")
    made.set_content(LONG)
    made.add_alternative(f"<p>{LONG}</p>", subtype="html")
    made.add_attachment(inner)
    for number, part in enumerate(made.walk()):
        if part.get_content_maintype() == "multipart":
            part.set_boundary(f"teil{number}")  # else one is made by chance
    return made.as_string()


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 2500),
            st.sampled_from(
                ["\n\n", "--", "=?utf-8?B?", "?=", "<", "> ", "\x00", "Content-Type: ", "multipart/mixed", ";"]
            ),
        )
    )
)
def test_damage_ends_in_letters_or_in_an_error(damage: list[tuple[int, str]]) -> None:
    text = letter_with_everything()
    for at, sign in damage:
        text = text[:at] + sign + text[at:]
    with suppress(SourceError):
        names = [item.name for item in readers.expand(Source("m.eml", text.encode()))]
        assert len(names) == len(set(names)) > 0

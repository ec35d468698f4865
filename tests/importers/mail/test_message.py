import base64
import quopri
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importers.base import DeclaredDate, PackedFile
from app.importers.mail import limits, mime
from app.importers.mail.message import ATTACHMENTS
from tests.importers.mail.making import (
    LETTER,
    LETTER_TEXT,
    header,
    joined,
    mailbox,
    message,
    multipart,
    part,
)
from tests.importers.parts import found_in, page, words

BASE64 = {"Content_Transfer_Encoding": "base64"}
HTML = "text/html; charset=utf-8"
SENTENCES = "The harbour was closed on Monday.\n\nNobody was hurt."


@pytest.mark.parametrize("name", [None, "pier.eml", "pier.txt", "pier.html"])
def test_a_message_is_an_article_with_the_fields_of_its_header(name: str | None) -> None:
    (letter,) = found_in(PackedFile(message(SENTENCES), name)).drafts
    assert letter.text == SENTENCES
    assert (letter.title, letter.byline, letter.publisher) == ("The pier", ("Ana Orr",), None)
    assert letter.declared_date == DeclaredDate("2024-05-03", "mail")
    assert letter.captured_at == datetime(2024, 5, 3, 23, 30, tzinfo=timezone(timedelta(hours=-4)))
    assert letter.source_url is None
    assert letter.provenance == {
        "title": "mail",
        "byline": "mail",
        "declared_date": "mail",
        "text": "mail <1@elm.example>",
    }


@pytest.mark.parametrize("coding", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
def test_the_text_of_a_newsletter_is_read_without_its_furniture(coding: str, charset: str) -> None:
    data = LETTER.encode(charset)
    if coding == "quoted-printable":
        data = quopri.encodestring(data)
    elif coding == "base64":
        data = base64.encodebytes(data)
    html = part(data, f"text/html; charset={charset}", Content_Transfer_Encoding=coding)
    (letter,) = found_in(multipart(part(b"Only words."), html)).drafts
    assert letter.text.split("\n\n") == LETTER_TEXT
    assert letter.inlines[0].href == "https://elm.example/pier"
    assert [b.kind for b in letter.blocks][:4] == ["heading", "paragraph", "paragraph", "heading"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("=?utf-8?Q?Die_F=C3=A4hre?=", "Die Fähre"),
        ("=?utf-8?B?RGllIEbDpGhyZQ==?=", "Die Fähre"),
        ("=?utf-8?Q?Die_F=C3?= =?utf-8?Q?=A4hre?=", "Die Fähre"),
        ("=?utf-8?Q?Die?=\r\n =?iso-8859-1*de?Q?_F=E4hre?=", "Die Fähre"),
        ("Die Fähre", "Die Fähre"),
        ("Re: a =?x-unheard-of?Q?b?= c", "Re: a b c"),
        ("=?utf-8?B?not base64!?= end", "=?utf-8?B?not base64!?= end"),
        ("a" * 3_000, "a" * 1_000),
    ],
)
def test_encoded_words_of_a_subject_are_decoded(written: str, read: str) -> None:
    assert found_in(message(SENTENCES, Subject=written)).drafts[0].title == read


@pytest.mark.parametrize(
    ("fields", "byline", "publisher"),
    [
        ({"From": "ana@elm.example"}, (), None),
        ({"From": "Ana Orr from The Elm Letter <l@elm.example>"}, ("Ana Orr",), "The Elm Letter"),
        ({"From": "=?utf-8?Q?=C3=84na_Orr?= <l@elm.example>"}, ("Äna Orr",), None),
        ({"List_Id": "The Elm Letter <elm.example>"}, ("Ana Orr",), "The Elm Letter"),
        ({"From": "Elm <l@elm.example>", "List_Id": "Elm <elm.example>"}, (), "Elm"),
        ({"Organization": "Elm Press"}, ("Ana Orr",), "Elm Press"),
    ],
)
def test_sender_and_list_are_byline_and_publisher(
    fields: dict[str, str], byline: tuple[str, ...], publisher: str | None
) -> None:
    (letter,) = found_in(message(SENTENCES, **fields)).drafts
    assert (letter.byline, letter.publisher) == (byline, publisher)


def test_only_the_address_of_the_message_itself_is_its_address() -> None:
    archived = message(SENTENCES, Archived_At="<https://lists.elm.example/m/1?utm_source=x>")
    assert found_in(archived).drafts[0].source_url == "https://lists.elm.example/m/1"
    for fields in (
        {"List_Archive": "<https://elm.example/archive>"},
        {"Archived_At": "<mailto:a>"},
    ):
        assert found_in(message(SENTENCES, **fields)).drafts[0].source_url is None


@pytest.mark.parametrize("date", ["", "yesterday", "Fri, 99 May 2024 10:00", "1 May 20240 1:1"])
def test_a_date_that_is_wrong_is_none(date: str) -> None:
    (letter,) = found_in(message(SENTENCES, Date=date)).drafts
    assert letter.declared_date is None


def test_the_best_of_the_alternatives_is_read_and_attachments_are_counted() -> None:
    plain, html = part(b"Plain words."), part(page(1), HTML)
    inner = part(joined(plain, html, boundary="in"), "multipart/alternative; boundary=in")
    picture = part(b"x", "image/png", Content_ID="<1>")
    related = part(joined(inner, picture, boundary="rel"), "multipart/related; boundary=rel")
    attached = part(b"%PDF-1.7", "application/pdf", Content_Disposition='attachment; filename="a"')
    found = found_in(multipart(related, attached, part(b"A footer of the list."), kind="mixed"))
    assert found.texts == [words(1)]
    assert found.skipped == {ATTACHMENTS: 1}
    text = part(b"Notes.", Content_Disposition="attachment")
    assert found_in(multipart(text, plain, kind="mixed")).texts == ["Plain words."]
    assert found_in(multipart(part(b"x", "image/png"), kind="mixed")).refused


def test_a_letter_with_pictures_is_mail_and_no_saved_page() -> None:
    found = found_in(multipart(part(page(1), HTML), part(b"x", "image/png"), kind="related"))
    assert found.drafts[0].title == "The pier"


def test_forwarded_messages_are_articles_of_their_own() -> None:
    forwarded = part(message("Words of another.", Subject="The wall"), "message/rfc822")
    found = found_in(multipart(part(b"See below."), forwarded, kind="mixed"))
    assert [draft.title for draft in found.drafts] == ["The pier", "The wall"]
    assert found_in(multipart(forwarded, kind="digest")).texts == ["Words of another."]


def test_flowed_text_has_its_own_paragraphs() -> None:
    flowed = "The harbour was \nclosed on Monday.\n\n> Who \n> paid?\n>> Nobody.\n From here on.\n"
    wanted = "The harbour was closed on Monday.\n\n> Who paid?\n>> Nobody.\nFrom here on."
    assert found_in(message(flowed, Content_Type="text/plain; format=flowed")).texts == [wanted]
    joining = message("har \nbour", Content_Type="text/plain; format=flowed; delsp=yes")
    assert found_in(joining).texts == ["harbour"]
    assert found_in(message("har \nbour")).texts == ["har \nbour"]


def test_signatures_and_footers_of_plain_text_are_left_out() -> None:
    body = (
        f"View this email in your browser\n\n{SENTENCES}\n\nTo unsubscribe, go to elm.example/u\n\n"
        "1 Harbour Road, Port Elm\n\n-- \nAna Orr\nThe Elm Letter\n"
    )
    assert found_in(message(body)).texts == [SENTENCES]


@pytest.mark.parametrize(
    "body",
    [
        "The council wrote about its privacy policy.\n\nAll rights reserved, it says.",
        "You can unsubscribe, said the mayor.\n\n" + "A long paragraph follows it. " * 12,
        "To unsubscribe.",
        "Nine were for it.\n\nRead the wall, he said.",
        "-- \nOnly a signature.",
    ],
)
def test_words_that_only_look_like_furniture_stay(body: str) -> None:
    assert found_in(message(body)).texts == [body.strip()]


def test_a_message_that_is_broken_is_refused_with_the_reason() -> None:
    whole = multipart(part(b"Plain words."), part(page(1), HTML))
    for data, reason in (
        (whole[: whole.index(b"</p>")], "The message is cut off."),
        (message(""), "The message has no text."),
        (message("x", Content_Type="image/png"), "The message has no text."),
        (message("x", Content_Transfer_Encoding="x-uuencode"), "not supported"),
        (message(base64.b64encode(bytes(range(32)) * 9), **BASE64), "The message has no text."),
        (message("a " * (limits.BODY_MAX_BYTES // 2 + 1)), "is larger than 5,000,000 bytes"),
        (message("A", **BASE64), "its Base64 is wrong"),
        (multipart(*[part(b"x")] * (limits.PARTS_MAX + 1)), "more than 1,000 parts"),
        (header(X="a" * limits.HEADER_MAX_BYTES) + b"\r\nwords", "header of the message is too"),
    ):
        assert reason in (found_in(data).refused or "")


def test_parts_inside_parts_are_read_to_a_limit() -> None:
    def nested(levels: int) -> bytes:
        body = part(b"Words.")
        for n in range(levels):
            body = part(joined(body, boundary=f"b{n}"), f"multipart/mixed; boundary=b{n}")
        return header() + body

    assert found_in(nested(limits.DEPTH_MAX)).texts == ["Words."]
    assert "10 levels deep" in (found_in(nested(limits.DEPTH_MAX + 1)).refused or "")


def test_every_message_of_a_mailbox_is_read_and_a_broken_one_loses_only_itself() -> None:
    quoting = (
        "From here on it goes.\n\n>From there it went.\n\nFrom Monday 10:00 to 2024 it stayed."
    )
    letters = [message(SENTENCES), message(quoting), b"To: nobody\n\nwords", message("Last.")]
    for line_end in (b"\n", b"\r\n"):
        found = found_in(mailbox(*letters, line_end=line_end))
        assert found.texts == [SENTENCES, quoting, "Last."]
        assert [(p.item, p.message) for p in found.unreadable] == [
            ("message 3", "The message has no header.")
        ]
    bare = mailbox(message("One.", Subject="=?utf-8?Q?F=C3=A4hre?=", Content_Type="image/png"))
    assert found_in(bare).unreadable[0].item == "message 1: Fähre"


@pytest.mark.parametrize(
    "line",
    [
        "From - Fri May  3 10:00:00 2024",
        "From 1799@xxx Fri May 03 10:00:00 +0000 2024",
        "From MAILER-DAEMON Fri May  3 10:00:00 2024",
    ],
)
def test_mailboxes_of_several_programs_are_recognised(line: str) -> None:
    box = mailbox(message("One."), message("Two."))
    data = box.replace(b"From ana@elm.example Fri May  3 10:00:00 2024", line.encode())
    assert found_in(PackedFile(data, "letters.mbox")).texts == ["One.", "Two."]
    assert found_in(PackedFile(data, "letters.txt")).texts == ["One.", "Two."]


@pytest.mark.parametrize(
    "line",
    [b"From the bridge at 10:00", b"From 1999 on", b"From " + b"00:0000:00" * 50],
)
def test_other_lines_begin_no_message(line: bytes) -> None:
    box = mailbox(message("One.\n\nFrom them.")).replace(b">From them.", line)
    assert line in box
    found = found_in(PackedFile(box, "letters.mbox"))
    assert len(found.texts) == 1


@given(st.data())
def test_a_mailbox_that_is_cut_off_loses_only_the_rest(data: st.DataObject) -> None:
    texts = [f"Letter {n} of them." for n in range(4)]
    box = mailbox(*map(message, texts))
    found = found_in(PackedFile(box[: data.draw(st.integers(300, len(box)))], "a.mbox"))
    assert found.texts[:-1] == texts[: len(found.texts) - 1]
    last = (
        found.texts[-1].partition("\n\n")[0] if found.texts else ""
    )  # a line that begins a message
    assert not last or texts[len(found.texts) - 1].startswith(last)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=5))
def test_mailboxes_written_one_after_the_other_are_one(numbers: list[int]) -> None:
    box = b"".join(mailbox(message(f"Letter {n} of them.")) for n in numbers)
    assert found_in(box).texts == [f"Letter {n} of them." for n in numbers]


def test_a_message_larger_than_what_is_held_loses_only_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "MESSAGE_MAX_BYTES", 100_000)
    found = found_in(mailbox(message("One."), message("a " * 200_000), message("Three.")))
    assert found.texts == ["One.", "Three."]
    assert found.messages == ["The message is larger than 100,000 bytes."]


@given(st.binary(max_size=500))
def test_any_bytes_are_a_message_or_refused(data: bytes) -> None:
    assert found_in(header() + data).is_told
    assert found_in(multipart(data, data, kind="mixed")).is_told
    assert found_in(PackedFile(data, "a.eml")).is_told
    assert found_in(mailbox(header() + data, message("Last."))).is_told
    assert list(mime.parsed(data[:400]).leaves())

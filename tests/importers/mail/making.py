"""Messages and mailboxes, made for the tests; every name and place is invented."""

LETTER = """<!DOCTYPE html><html><head><title>The Elm Letter</title>
<style>p {color: red}</style></head>
<body><div style="display:none;max-height:0">What the list of messages shows &zwnj;&nbsp;</div>
<table width="100%"><tr><td align="center">
<table width="600"><tr><td><a href="https://elm.example/v">View this email in your browser</a></td>
</tr></table>
<table width="600"><tr><td><img src="https://elm.example/logo.png" alt="Elm" width="90"></td></tr>
<tr><td><h1>A ferry strikes the pier</h1></td></tr>
<tr><td style="font-size:16px">The harbour of Port Elm was closed on Monday after a ferry struck
the <a href="https://elm.example/pier">northern pier</a>, the mayor said.<br><br>Nobody was hurt,
and an inquiry will begin within the week.</td></tr>
<tr><td><h2>The wall</h2><p>Nine of the council were for the wall, four against it.</p>
<p>More next week.</p></td></tr></table>
<table role="presentation"><tr><td>Read</td><td>Listen</td></tr><tr><td>Write</td><td>Call</td></tr>
</table>
<table width="600"><tr><td><a href="https://chirper.example/elm">Chirper</a></td></tr>
<tr><td>Copyright © 2024 The Elm Letter. All rights reserved.</td></tr>
<tr><td>You are receiving this email because you signed up.<br><br>
1 Harbour Road, Port Elm</td></tr>
<tr><td>You can <a href="#">update your preferences</a> or <a href="#">unsubscribe</a>.</td></tr>
</table></td></tr></table>
<img src="https://track.elm.example/o.gif" width="1" height="1" alt=""></body></html>"""
PIER = "The harbour of Port Elm was closed on Monday after a ferry struck the northern pier"
LETTER_TEXT = [
    "A ferry strikes the pier",
    f"{PIER}, the mayor said.",
    "Nobody was hurt, and an inquiry will begin within the week.",
    "The wall",
    "Nine of the council were for the wall, four against it.",
    "More next week.",
    "Read",
    "Listen",
    "Write",
    "Call",
]
FIELDS = {
    "From": "Ana Orr <ana@elm.example>",
    "To": "desk@elm.example",
    "Subject": "The pier",
    "Date": "Fri, 3 May 2024 23:30:00 -0400",
    "Message-ID": "<1@elm.example>",
    "MIME-Version": "1.0",
}


def header(**fields: str) -> bytes:
    """A header of the usual fields and these; names are written with `_` for `-`."""
    all_ = FIELDS | {name.replace("_", "-"): value for name, value in fields.items()}
    return "".join(f"{name}: {value}\r\n" for name, value in all_.items()).encode()


def message(body: str | bytes, **fields: str) -> bytes:
    """A message without parts."""
    return header(**fields) + b"\r\n" + (body if isinstance(body, bytes) else body.encode())


def part(body: bytes, media_type: str = "text/plain; charset=utf-8", **fields: str) -> bytes:
    """A part of a message."""
    lines = [f"Content-Type: {media_type}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def joined(*parts: bytes, boundary: str = "elm") -> bytes:
    """Parts between boundaries."""
    line = f"\r\n--{boundary}".encode()
    return b"A preamble." + b"".join(line + b"\r\n" + one for one in parts) + line + b"--\r\n"


def multipart(*parts: bytes, kind: str = "alternative", **fields: str) -> bytes:
    """A message of these parts."""
    return message(joined(*parts), Content_Type=f'multipart/{kind}; boundary="elm"', **fields)


def mailbox(*messages: bytes, line_end: bytes = b"\n") -> bytes:
    """A mailbox as mboxrd writes it: lines that begin with `From ` get one `>` more."""
    lines: list[bytes] = []
    for one in messages:
        lines.append(b"From ana@elm.example Fri May  3 10:00:00 2024")
        for line in one.replace(b"\r\n", b"\n").split(b"\n"):
            is_quoted = line.lstrip(b">").startswith(b"From ")
            lines.append(b">" + line if is_quoted else line)
        lines.append(b"")
    return line_end.join([*lines, b""])

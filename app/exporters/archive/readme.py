"""What the archive says of itself, for whoever opens it without this program."""

README = """This archive holds articles and everything that was written about them in Gloss.
It comes from {base_url}

articles/        a folder for each article, a file for each of its revisions in the order in which
                 they were stored: text, title, byline and dates as the source gave them, where
                 each of them was read, and every annotation and note with its place in the text.
                 Places count characters (code points) from 0.
passages.json    shared passages with their codes, which are the end of their addresses.
boards.json      boards: passages in order, with notes.
corrections.jsonl  corrections by editors, one on a line. The first line holds a key: keep this file
                 as safe as the library itself.
subscriptions.opml  subscriptions to feeds, where there are any.
left-out.txt     articles that could not be read, where there are any.

All files but this one are JSON or JSON Lines in UTF-8, or OPML, and can be read by any program.
`gloss import FILE` reads the archive into another library.
"""

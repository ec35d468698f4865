"""Pure text: spans, selectors, revision maps, sentences, languages and the markup.

Nothing here knows a database or the web.
"""

"""The sentences of recorded doubts, with placeholders: as importers and layers write them.

They are stored in English, with their values; a page in another language finds them here.
"""

from app.text.sentence_patterns import SentencePatterns
from app.translations import N_

SENTENCES = (
    N_("The text mentions %(words)s as past, but the source gives the date %(day)s."),
    N_(
        "The source gives the language as %(given)s, but the text is in %(found)s or a similar "
        "language."
    ),
    N_("The source gives the language as %(given)s, but the text is in %(found)s."),
    N_(
        "Only the first %(read)s of %(all)s characters were annotated: the text is longer than "
        "the limit."
    ),
    N_(
        "The page shows only a part of this text. The rest is taken from what it declares for "
        "machines."
    ),
    N_(
        "%(count)s characters of other prose stand in the same part of the page and were left "
        "out: the text may be incomplete."
    ),
    N_("Only the highlighted words of this text are known: it is made of them."),
    N_("The text may be %(what)s and not an article."),
    N_("The page is a live blog: the text is a series of posts."),
    N_("The page may be a list of articles and not one article: %(reason)s."),
    N_("The text is a series of %(count)s posts, as in a live blog."),
    N_("The page holds several articles: the text is made of %(count)s."),
    N_("The page may be a list of articles: it has %(count)s headlines with links."),
    N_("The page says that the article is not free to read; the text may be only its beginning."),
    N_(
        "A subscription offer says that the article is not free to read; the text may be only "
        "its beginning."
    ),
    N_("The page declares no date; %(day)s is %(source)s."),
    N_("The page gives the date “%(day)s”, which is not a valid date."),
    N_("The page gives the date %(day)s, which cannot be right."),
    N_("The page's JSON-LD gives the date %(one)s, its Open Graph data %(other)s."),
    N_("The front matter gives the date “%(day)s”, which is not a valid date."),
    N_(
        "The file has more than %(most)s markup characters: beyond them links, emphasis and "
        "tables were not read and stay as they are written."
    ),
    N_(
        "An editor had corrected the text of revision %(number)s. The source has changed its "
        "text since, so the correction is not in this revision."
    ),
)
PATTERNS = SentencePatterns(SENTENCES)

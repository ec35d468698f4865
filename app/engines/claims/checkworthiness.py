"""The check-worthiness of one sentence, from its signs and from what the model says.

Sums are log-odds. A model that has learnt from judged sentences of the news is nearly enough by
itself; a few signs are weighed beside it. One that has learnt from debates and speeches alone,
where everybody asserts, ranks what is asserted, and what they never show (headings, notices,
schedules) is held against a sentence here.
"""

import re
from math import exp

from app.engines.claims import uncheckable
from app.engines.claims.reasons import WHY
from app.engines.dates.tense import SPEECH, is_past, looks_ahead
from app.engines.word_lists import words

# Logistic regression on claimbuster and policlaim train (half each, classes balanced), half of each
# weight; what came out below 0.1 is left out. Average precision on them: claimbuster .79, policlaim
# .85 (shares of check-worthy sentences: .29, .59).
BASE = -0.4
WEIGHTS = {
    "quantity": 0.80,
    "large": 0.72,
    "date": 0.48,
    "name": 0.72,
    "event": 0.40,
    "long": 0.24,
    "comparison": 0.20,
    "if": -0.32,
    "first": -0.28,
    "short": -0.24,
    "address": -0.24,
}
# What signs alone can say for or against: they leave doubt, and it costs no precision (claimbuster
# train .779 with the cap, .778 without).
MOST = 2.0
# Their share where the model answers too. On the sentences that training keeps out it changes
# little (average precision with 0, 0.4 and 1: claimbuster .961, .961, .958; policlaim .887, .889,
# .889); in news it puts figures, dates and names before what only sounds like a claim.
BESIDE_THE_MODEL = 0.4
# What is held against a sentence. Debates show no headings, notices or fragments: the model does
# not know them, and nothing may outweigh them. Plans it does know (with 0, 1, 1.5 and 2 against
# them claimbuster's kept-out fold gives .961, .961, .960, .958), but of 150 of worldwide's training
# articles one came first in 20, 0, 0 and 0, and 49, 10, 4 and 1 were among the first three. Words
# of opinion came first in 10 without, in 1 with 0.5. Questions: their weight among the signs; the
# model never put one first.
AGAINST = {
    "apart": 5.0,
    "notice": 5.0,
    "fragment": 3.0,
    "plan": 1.5,
    "question": 1.5,
    "opinion": 0.5,
}
# The sum at which a sentence is as much worth checking as not: there the median of 500 words is 4.7
# claims in 150 of worldwide's training articles. In news nearly every sentence asserts; the model,
# which has learnt how seldom one does in a debate, would show three in four.
ENOUGH = 1.78
ENOUGH_ALONE = 0.96  # the same without the model
# Beside a model that has learnt from the news. Logistic regression on the 1,350 sentences of
# training/claims_news.csv that may be learnt from, each answered for by a head that has not learnt
# from it: average precision .763 in five folds (the head alone .753, with all signs .749). The sum
# is calibrated: of those from .65 on 83 % are worth checking, from .8 on 89 %.
NEWS_BASE = 0.1
BESIDE_THE_NEWS = {
    "amounts": 2.9,
    "large": 0.8,
    "question": -1.7,
    "argued": -1.2,
    "trifle": -1.3,
    "plan": -0.6,
    "bare": -0.6,
    "first": -0.4,
}
# What stands too rarely among them to be weighed by figures: what is no sentence of an article, and
# advertising.
AGAINST_IN_NEWS = {
    "apart": 8.0,
    "notice": 8.0,
    "fragment": 4.0,
    "promotion": 2.0,
    "advertised": 4.0,
}
MOST_REASONS = 3

_TOKEN = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*|[$€£%?]")
# Words that count as a number.
_NUMBER_WORDS = words(
    """
    two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty
    seventy eighty ninety hundred hundreds thousand thousands million millions billion billions
    trillion trillions dozen dozens half third quarter percent per_cent percentage double doubled
    doubling triple tripled halved twice majority none zero
    """
)
_LARGE = words(
    "million millions billion billions trillion percent thousand thousands hundred % $ € £"
)
_COMPARISONS = words(
    """
    than more less fewer higher lower larger smaller bigger greater most least highest lowest
    largest smallest biggest greatest worst best fastest record increase increased increases
    decrease decreased rose risen fell fallen grew grown dropped declined doubled tripled halved
    outnumbered exceeds exceeded exceed average rate compared unlike majority only first never every
    all ever
    """
)
_CAUSES = words(
    """
    because caused causes cause due led resulted result results resulting triggered thanks following
    after consequence responsible
    """
)
_OPINIONS = words(
    """
    think believe feel hope guess suppose opinion view wonderful terrible great good bad important
    right wrong beautiful nice better best worst ridiculous shameful proud glad happy sorry sad
    honored grateful dangerous fair unfair tragic brilliant awful disgrace obviously clearly maybe
    perhaps probably possibly seems seem appears apparently surely inspiring outstanding remarkable
    amazing excellent incredible impressive fantastic exciting exceptional stunning horrible
    disappointing disappointed unacceptable delighted pleased honoured thankful thanked thanking
    hopeful importance essential impossible crucial vital praised praising hailed welcomed lauded
    commended congratulated applauded appreciation gratitude condolences
    """
)
_SECOND_PERSON = frozenset({"you", "your", "you're", "you’re"})
_FIRST_PERSON = frozenset({"i", "i'm", "i’m", "my", "me", "i'd", "i'll"})
# Behind one of these a past form is a passive or a negation, and nothing has happened.
_NO_EVENT_AFTER = frozenset({"is", "are", "be", "being", "not", "to"})
# Patterns of the reasons for readers, stricter than the signs of the same names.
_RECORD = re.compile(
    r"\b(?:(?:the|its|their|his|her|an?)\s(?:\w+\s){0,2}(?:highest|lowest|largest|smallest"
    r"|biggest|fastest|worst|oldest|youngest|longest|deadliest|most|least|fewest|first"
    r"|only)(?:-ever)?\s|record\s(?:high|low|number|\w+s\b)|all-time)",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"\d\s?(?:%|per\s?cent)|[$€£¥₹]\s?\d|\b(?:million|billion|trillion|thousand|hundred"
    r"|dozen)s?\b|\b\d{1,3}(?:[,.]\d{3})+\b|\b(?:percentage\spoints?|per\s?cent|half\sof|(?:a|one"
    r"|two)[-\s](?:third|quarter)s?\sof|majority\sof|double|twice|triple)\b|(?<![\w:.-])(?!(?:19"
    r"|20)\d\d\b)\d{2,}(?![\w:]|(?:st|nd|rd|th)\b)",
    re.IGNORECASE,
)
_MADE = re.compile(
    r"\b(?:because\sof|due\sto|as\sa\s(?:result|consequence)|thanks\sto|led\sto|leads\sto"
    r"|resulted\sin|resulting\sin|caus(?:ed|es|ing)|triggered|brought\sabout|responsible\sfor"
    r"|attributed\sto|blamed\s(?:on|for))\b",
    re.IGNORECASE,
)
_STATISTIC = re.compile(
    r"\b(?:surveys?|stud(?:y|ies)|census|statistics|statistical|polls?|audits?|(?:official|public"
    r"|new|latest)\s(?:data|figures|records)|data\sfrom|figures\s(?:from|by|show)|reports?\s(?:by"
    r"|from|of|has|found|shows?|says?)|register|inquiry)\b",
    re.IGNORECASE,
)
_DECIDED = re.compile(
    r"\b(?:signed|approved|ordered|voted|decided|extended|postponed|allocated)\b", re.IGNORECASE
)
# What a page says of itself and to its readers, not of the world; by how it begins. No line of
# claimbuster or policlaim begins so.
_NOTICE = re.compile(
    r"""\W*(?:
    (?:also\s)?(?:read|watch|listen|see|hear)
      (?:\s(?:more|also|next|here|on|now|the\s(?:full|whole)|our|this)\b|\s?[:|])
    | (?:click|tap|download|register|donate|sign\sup|log\sin)
      \s(?:here|on|now|our|to|for|at|this)\b
    | subscribe\b
    | (?:follow|join|contact|email|e-mail)\s(?:us|@|the\s(?:author|writer|reporter|editor)s?)\b
    | share\sthis\b
    | for\smore\s(?:information|details|news|stories|on|about|visit|see)\b
    | more\s(?:on|from)\s[^.]{0,60}\Z
    | (?:related|corrections?|clarifications?|editor['’]s\snote|sponsored)
      \s?(?::|\s(?:content|posts?|stor(?:y|ies)|articles?)\b)
    | (?:advertisements?|newsletters?)\W*\Z
    | all\srights\sreserved
    | (?:copyright|©|\(c\))\s?(?:\d{4}|©|\(c\)|by\b)
    | https?:|www\.
    | (?:originally\s|last\s|first\s)?(?:updated|published|posted)
      (?:\s?:|\s(?:on\s|at\s)?(?:[a-z]+\s)?\d)[^.]{0,40}\Z
    | (?:file\s)?(?:photo|image|picture|video|illustration|graphic|source|credit)s?
      (?:\s(?:by|credit|courtesy)\b|\s?[:©/])
    | (?:additional\s)?(?:reporting|writing|editing)\sby\b
    | (?:(?:written|edited|translated|compiled)\s)?by\s
      (?-i:[A-Z]\S+(?:\s[A-Z]\S+){1,3})\W*\Z
    | with\s(?:files|inputs|reporting|additional\sreporting)\s
    | this\s(?:article|story|post|piece|column|version)
      \s(?:was|is|has|first|originally|appeared)\b
    | the\s(?:views|opinions)\sexpressed\b )""",
    re.IGNORECASE | re.VERBOSE,
)
_ADDRESS = re.compile(r"\w@[\w-]{1,64}\.\w")


def signs(sentence: str, dated: bool, named: int, apart: bool = False) -> dict[str, float]:
    """The signs of one sentence, each 0–1.

    `dated` says whether the layers before found a date in it, `named` how many names they found,
    `apart` whether it stands in a heading, a caption, a table or code.
    """
    tokens = [token.lower() for token in _TOKEN.findall(sentence)]
    present = {
        "date": dated,
        "event": any(_is_event(tokens, k) for k in range(len(tokens))),
        "plan": looks_ahead(sentence),
        "apart": apart,
        "notice": _is_notice(sentence),
        **_signs_of_words(set(tokens)),
        **_signs_of_length(tokens),
    }
    # In a sentence with a date one number may be the date's own.
    present["quantity"] = present["large"] or _number_count(tokens) > dated
    strengths = {
        **{name: float(is_present) for name, is_present in present.items()},
        "name": min(named, 3) / 3,
        **uncheckable.signs(sentence),
    }
    # Last, because it asks for the reasons that the other signs give.
    return {**strengths, "bare": float(not why(sentence, strengths))}


def _signs_of_words(tokens: set[str]) -> dict[str, bool]:
    """The signs that a single word gives."""
    return {
        "large": bool(tokens & _LARGE),
        "comparison": bool(tokens & _COMPARISONS),
        "cause": bool(tokens & _CAUSES),
        "opinion": bool(tokens & _OPINIONS),
        "question": "?" in tokens,
        "address": bool(tokens & _SECOND_PERSON),
        "first": bool(tokens & _FIRST_PERSON),
        "if": "if" in tokens,
    }


def _signs_of_length(tokens: list[str]) -> dict[str, bool]:
    words = [token for token in tokens if len(token) > 1 and not token[0].isdigit()]
    return {"long": len(tokens) > 18, "short": len(tokens) < 9, "fragment": len(words) < 3}


def _number_count(tokens: list[str]) -> int:
    return sum(token[0].isdigit() or token in _NUMBER_WORDS for token in tokens)


def _is_notice(sentence: str) -> bool:
    """Whether the page speaks of itself, or gives an e-mail address."""
    return bool(_NOTICE.match(sentence)) or ("@" in sentence and bool(_ADDRESS.search(sentence)))


def _is_event(tokens: list[str], k: int) -> bool:
    """Whether a past verb says that something happened.

    A reporting verb does not, nor a present or future passive (`is controlled`, `to be held`).
    """
    if not is_past(tokens[k]) or tokens[k] in SPEECH:
        return False
    return k == 0 or tokens[k - 1] not in _NO_EVENT_AFTER


def worth(strengths: dict[str, float], learnt: float | None = None) -> float:
    """The check-worthiness of a sentence with these signs, 0–1.

    `learnt` is what the model says, in log-odds, if it says anything.
    """
    evidence = BASE + sum(weight * strengths[name] for name, weight in WEIGHTS.items())
    total = max(-MOST, min(MOST, evidence))
    enough = ENOUGH_ALONE
    if learnt is not None:
        total = learnt + BESIDE_THE_MODEL * total
        enough = ENOUGH
    held_against = sum(weight * strengths[name] for name, weight in AGAINST.items())
    total -= held_against + uncheckable.against(strengths)
    return round(1 / (1 + exp(enough - total)), 3)


def worth_in_news(strengths: dict[str, float], learnt: float) -> float:
    """The same by a model that has learnt from the news; `learnt` is its answer in log-odds."""
    beside = sum(weight * strengths[name] for name, weight in BESIDE_THE_NEWS.items())
    held_against = sum(weight * strengths[name] for name, weight in AGAINST_IN_NEWS.items())
    return round(1 / (1 + exp(held_against - NEWS_BASE - learnt - beside)), 3)


def why(sentence: str, strengths: dict[str, float]) -> list[str]:
    """Why the sentence can be checked, in words for readers: at most three of `WHY`.

    None where only the model speaks for it.
    """
    seen = {
        "amounts": bool(strengths["amounts"]),
        "record": bool(_RECORD.search(sentence)),
        "figure": bool(_FIGURE.search(sentence)),
        "cause": bool(_MADE.search(sentence)),
        "dated_event": bool(
            strengths["date"] and (strengths["event"] or _DECIDED.search(sentence))
        ),
        "statistic": bool(_STATISTIC.search(sentence)),
    }
    return [reason for name, reason in WHY.items() if seen[name]][:MOST_REASONS]

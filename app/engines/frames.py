"""Reporting clauses: where a sentence has a cue, and which noun phrase is its source. Owns word order around cues; resolves nobody."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.engines.clauses import Phrase, Token, before_cue, main_subject, phrase_from, phrase_to, with_apposition
from app.engines.cues import ADVERBS, AUXILIARIES, CONJUNCTIONS, DAYS, DETERMINERS, MEANS, OBJECTS, PREPOSITIONS, PRONOUNS, VERBS, Verb

_BE = frozenset("is are was were be been being isn't wasn't aren't weren't isn’t wasn’t aren’t weren’t get gets got".split())
_WE_ARE = frozenset("we're they're you're i'm we’re they’re you’re i’m".split())
_TO = Verb("according", "speech", "finite", clause=True)
_STOPS = frozenset(";:—–")
_WRITINGS = frozenset(
    "report study survey poll book letter statement memo complaint filing lawsuit document article paper indictment note sentence "
    "paragraph verse message text line".split()
)
_NOBODY = frozenset("nobody none nothing neither no it's that's".split())
_RELATIVE = frozenset(["who", "which"])
_OPENS_CLAUSE = frozenset([",", "that", "both", "but", "and", "when", "as", "while"])
_SHARES = frozenset("and but then or to by while in before after when as upon on for from without".split())
# Third-person forms that are as often a plural noun: only a name or a pronoun before them makes them verbs.
_OFTEN_NOUNS = frozenset(
    "states reports claims notes remarks comments calls plans hopes fears doubts estimates offers demands promises threats cries answers "
    "posts signals attacks questions charges points mentions brands casts terms laughs shouts whispers objects sees cites vows texts "
    "reckons stresses hints cautions counters finds shows labels mocks praises tells warns".split()
)


@dataclass(frozen=True, slots=True)
class Frame:
    """A cue with its source, as indices of tokens.

    `order`: plain (`Ana said`), inverted (`said Ana`), according, shared (the subject stands further left: `…, adding that`), agent
    (`described by Ana as`). `stands_for` is the antecedent of `who`.
    """

    verb: Verb
    cue: Phrase
    source: Phrase | None
    order: str
    stands_for: Phrase | None = None

    @property
    def left(self) -> int:
        """The first token of the clause's core."""
        return min(self.cue[0], self.source[0]) if self.source and self.order != "shared" else self.cue[0]

    @property
    def right(self) -> int:
        """The last token of the clause's core."""
        return max(self.cue[1], self.source[1]) if self.source and self.order != "shared" else self.cue[1]


def frames(tokens: Sequence[Token]) -> list[Frame]:
    """The reporting clauses of one sentence, in order."""
    found: list[Frame] = []
    low = 0
    for at, token in enumerate(tokens):
        if token.quote >= 0 or token.text in _STOPS:
            low = at + 1
        elif token.lower == "according" and at + 1 < len(tokens) and tokens[at + 1].lower == "to":
            source = phrase_from(tokens, at + 2)
            found += [Frame(_TO, (at, at + 1), source, "according")] if source else []
        elif token.is_word and (verb := VERBS.get(token.lower)) and (verb.lemma != "put" or _text(tokens, at + 1) == "it"):
            frame = _frame(tokens, at, low, verb, found)
            found += [frame] if frame else []
    return found


def _text(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].lower if at < len(tokens) else ""


def _frame(tokens: Sequence[Token], at: int, low: int, verb: Verb, found: Sequence[Frame]) -> Frame | None:
    if _is_noun(tokens, at, verb) or (tokens[at].text[0].isupper() and at > 0 and tokens[at - 1].quote < 0):
        return None
    if verb.form == "past" and at + 1 < len(tokens) and tokens[at + 1].lower == "by" and _text(tokens, at + 2) not in MEANS:
        agent = phrase_from(tokens, at + 2)
        return Frame(verb, (at, at), agent, "agent") if agent else None
    k = before_cue(tokens, at, low)
    inverted = _inverted(tokens, at, verb)
    if inverted and (tokens[at - 1].quote >= 0 or not with_apposition(tokens, k, low)):
        return inverted
    skipped = [t.lower for t in tokens[k + 1 : at]]
    if verb.form == "past" and (any(w in _BE for w in skipped) or (k >= 0 and tokens[k].lower in _WE_ARE) or _WE_ARE & set(skipped)):
        return None
    cue = (_cue_start(tokens, at, k), at)
    source, order = _subject(tokens, k, low, at, verb, found)
    if source is None or tokens[source[0]].lower in _NOBODY or not _agrees(tokens, source, skipped, verb, order, at):
        return None
    if tokens[source[0]].lower in _RELATIVE:
        return Frame(verb, cue, source, order, _antecedent(tokens, source[0], low))
    return Frame(verb, cue, _coordinated(tokens, source, low), order)


def _antecedent(tokens: Sequence[Token], at: int, low: int) -> Phrase | None:
    """What `who` at `at` stands for."""
    if at > 4 and tokens[at - 1].text == "," and [t.text for t in tokens[at - 4 : at - 1 : 2]] == ["(", ")"]:
        return phrase_to(tokens, at - 5, low)  # `the Marine Institute (MI), which`
    return phrase_to(tokens, at - 1 if at and tokens[at - 1].text != "," else at - 2, low)


def _coordinated(tokens: Sequence[Token], source: Phrase, low: int) -> Phrase:
    """`Holt and Berg said`: both, where the first begins the clause."""
    if source[0] - 1 <= low or tokens[source[0] - 1].lower != "and":
        return source
    first = phrase_to(tokens, source[0] - 2, low)
    return (first[0], source[1]) if first and (first[0] == low or tokens[first[0] - 1].lower in _OPENS_CLAUSE) else source


def _cue_start(tokens: Sequence[Token], at: int, k: int) -> int:
    """Auxiliaries directly before the verb belong to the cue."""
    while at - 1 > k and tokens[at - 1].lower in AUXILIARIES | {"also", "not", "never"}:
        at -= 1
    return at


def _is_noun(tokens: Sequence[Token], at: int, verb: Verb) -> bool:
    """Whether `claims`, `report`, `call` stands where a noun does."""
    if at == 0:
        return verb.form in ("base", "finite")
    before = tokens[at - 1].lower
    if verb.lemma == "write" and verb.form == "participle":
        return before == "in"  # `stated in writing that`
    if verb.form == "participle":
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        return before in DETERMINERS and not (after and (after.quote >= 0 or after.lower == "that"))  # `that warning`
    if verb.form in ("base", "finite"):
        return before in DETERMINERS or (before in PREPOSITIONS and before != "to") or before.endswith(("'s", "’s"))
    return verb.form == "past" and before in DETERMINERS


def _inverted(tokens: Sequence[Token], at: int, verb: Verb) -> Frame | None:
    """The clause of `"…," said Ana`."""
    if not verb.inverts or verb.form not in ("past", "finite") or at == 0:
        return None
    if tokens[at - 1].quote < 0 and tokens[at - 1].text not in (",", "—", "–"):
        return None
    source = phrase_from(tokens, at + 1)
    if source is None:
        return None
    after = tokens[source[1] + 1] if source[1] + 1 < len(tokens) else None
    ends = after is None or not after.is_word or after.lower in PREPOSITIONS | CONJUNCTIONS | ADVERBS | DAYS or after.is_adverb
    if tokens[at - 1].quote >= 0:
        ends = after is None or after.lower not in AUXILIARIES
    return Frame(verb, (at, at), source, "inverted") if ends and (after is None or after.lower != "that") else None


def _subject(tokens: Sequence[Token], k: int, low: int, at: int, verb: Verb, found: Sequence[Frame]) -> tuple[Phrase | None, str]:
    """The source of a verb whose auxiliaries begin after `k`."""
    before = tokens[k] if k >= 0 else None
    if before is not None and before.lower in OBJECTS:
        return _with_relative(tokens, k, low), "plain"
    if verb.form == "participle" and at == 0:
        return _later(tokens), "shared"
    if before is None or k < low:
        return _shared(tokens, at, low, found) if at > low or verb.form == "participle" else (None, "")
    if before.lower in _RELATIVE:
        return (k, k), "plain"
    if before.lower == "that":
        return phrase_to(tokens, k - 1, low), "plain"
    if before.text == ",":
        apposed = None if verb.form == "participle" else _between(tokens, low, k) or with_apposition(tokens, k, low)
        return (apposed, "plain") if apposed else _shared(tokens, at, low, found)
    if before.lower in _SHARES:
        return _shared(tokens, at, low, found)
    return _between(tokens, low, k) or phrase_to(tokens, k, low), "plain"


def _with_relative(tokens: Sequence[Token], k: int, low: int) -> Phrase | None:
    """The subject that a relative clause or a part ends with a pronoun: `A person who has seen them said`, `one of them said`."""
    if k - 2 >= low and tokens[k - 1].lower == "of":
        return (k - 2, k)
    who = next((n for n in range(k, low, -1) if tokens[n].lower == "who"), None)
    head = phrase_to(tokens, who - 1, low) if who and tokens[who - 1].is_word else None
    return (head[0], k) if head else None


def _later(tokens: Sequence[Token]) -> Phrase | None:
    """The subject behind a participle that opens the sentence: `Calling it "theft," Holt walked out`."""
    comma = next(
        (k for k, t in enumerate(tokens[:40]) if t.text == "," or (t.quote >= 0 and k + 1 < len(tokens) and tokens[k + 1].is_name)), None
    )
    return None if comma is None else phrase_from(tokens, comma + 1)


def _between(tokens: Sequence[Token], low: int, k: int) -> Phrase | None:
    """All that stands between marks and cue, up to its first comma: `"…," the senator and candidate, a Texan, said`."""
    if not low or tokens[low - 1].quote < 0 or not 0 < k - low < 30:
        return None
    if any(t.quote >= 0 or t.lower in AUXILIARIES or t.text in ";:" or t.lower in ("but", "when", "because") for t in tokens[low : k + 1]):
        return None
    comma = next((n for n in range(low, k + 1) if tokens[n].text == ","), k + 1)
    return (low, comma - 1) if comma > low and tokens[low].lower not in PREPOSITIONS | CONJUNCTIONS and not tokens[low].is_past else None


def _shared(tokens: Sequence[Token], at: int, low: int, found: Sequence[Frame]) -> tuple[Phrase | None, str]:
    """The subject of an earlier clause of the sentence."""
    if found and found[-1].source:
        return found[-1].source, "shared"
    return main_subject(tokens, at, 0 if low and tokens[low - 1].quote >= 0 else low), "shared"


def _agrees(tokens: Sequence[Token], source: Phrase, skipped: Sequence[str], verb: Verb, order: str, at: int) -> bool:
    """Whether the form can be this subject's verb: `they say`, `would say`, `the report notes`, not `the imperialist states`."""
    last = tokens[source[1]]
    if verb.lemma == "run":
        return verb.form == "finite" and last.lower in _WRITINGS
    if verb.form == "finite" and not skipped and verb.lemma + "s" in _OFTEN_NOUNS:
        announced = at + 1 < len(tokens) and (tokens[at + 1].quote >= 0 or tokens[at + 1].text == ":")
        return announced or order == "shared" or last.is_name or last.lower in PRONOUNS or last.lower in _WRITINGS
    if verb.form != "base" or order == "shared" or any(w in AUXILIARIES for w in skipped):
        return True
    several = last.lower in ("i", "we", "they", "you", "who", "many", "some", "others", "most", "both", "two", "people", "police")
    return several or (last.lower.endswith("s") and not last.lower.endswith(("'s", "’s", "ss"))) or tokens[source[0] - 1].lower == "and"

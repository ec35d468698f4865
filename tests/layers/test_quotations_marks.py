"""Which marks belong together, and what is no mark."""

import pytest

from app.layers.speech.marks.quotation_marks import quotations
from app.text.spans import Span, one_paragraph_a_gap


def words(text: str) -> list[list[str]]:
    def reports(span: Span) -> bool:
        return span.of(text).endswith("he said.")

    return [
        [p.words.of(text) for p in q.pieces]
        for q in quotations(text, one_paragraph_a_gap(text), reports)
    ]


ONE_PARAGRAPH = {
    "straight": ('"We sail," he said.', ["We sail,"]),
    "curly": ("“We sail,” he said.", ["We sail,"]),
    "angle": ("«We sail», he said.", ["We sail"]),
    "angle with spaces": ("« We sail », he said.", ["We sail"]),
    "angle with thin no-break spaces": ("«\u202fWe sail\u202f», he said.", ["We sail"]),
    "angle turned inwards": ("»We sail«, he said.", ["We sail"]),
    "angle to the right on both sides": ("»We sail», he said.", ["We sail"]),
    "single angle": ("‹We sail›, he said.", ["We sail"]),
    "low-high": ("„We sail“, he said.", ["We sail"]),
    "low-high closed as in Polish": ("„We sail”, he said.", ["We sail"]),
    "single low-high": ("‚We sail‘, he said.", ["We sail"]),
    "high on both sides": ("”We sail”, he said.", ["We sail"]),
    "British curly": ("‘We sail,’ he said.", ["We sail,"]),
    "British straight": ("'We sail,' he said.", ["We sail,"]),
    "typewriter pairs": ("``We sail,'' he said.", ["We sail,"]),
    "two apostrophes": ("''We sail,'' he said.", ["We sail,"]),
    "corner brackets": ("「We sail」と言った。", ["We sail"]),
    "a straight mark closes a curly one": ('“We sail," he said.', ["We sail,"]),
    "a curly mark closes a straight one": ('"We sail,” he said.', ["We sail,"]),
    "marks set apart by spaces": ('" We sail , " he said , " today . "', ["We sail ,", "today ."]),
    "nested single in double": (
        "“He told me ‘go’ and I went,” she said.",
        ["He told me ‘go’ and I went,"],
    ),
    "nested double in single": (
        "‘He told me “go” and I went,’ she said.",
        ["He told me “go” and I went,"],
    ),
    "nested at both ends": ("“‘Go,’ he said, ‘now.’”", ["‘Go,’ he said, ‘now.’"]),
    "nested of the same kind": ('She said: "He told me "go" again."', ['He told me "go" again.']),
    "nested curly of the same kind": ("“He called it “rot”,” she said.", ["He called it “rot”,"]),
    "contractions": ("I don't think they're ours, and it's late.", []),
    "curly contractions": ("I don’t think they’re ours, and it’s late.", []),
    "plural possessive": ("The boys' boats and the dogs' home.", []),
    "plural possessive inside British marks": (
        "'We built the dogs' home,' he said.",
        ["We built the dogs' home,"],
    ),
    "shortened word inside British marks": (
        "'We were goin' on foot,' he said.",
        ["We were goin' on foot,"],
    ),
    "possessive between two British quotations": (
        "'Go,' he said at the dogs' home. 'Now.'",
        ["Go,", "Now."],
    ),
    "decades": ("In the '90s and the ’80s.", []),
    "a decade with the wrong mark": ("In the ‘90s it was ‘grand’.", ["grand"]),
    "rock 'n' roll": ("They played rock 'n' roll, rock ’n’ roll and rock ‘n’ roll.", []),
    "'tis and 'em": ("'Tis late; get 'em in.", []),
    "names with apostrophes": ("O'Brien, D’Arcy and Jeanne d'Arc.", []),
    "feet and inches": ("She is 6'2\" and he is 5' 11\" tall.", []),
    "inches alone": ('A 12" record and a 7" single.', []),
    "inches inside a quotation": ('"It was a 12" record," he said.', ['It was a 12" record,']),
    "a quotation that ends with a number": (
        '"Born in 1990" and "bred in 1991".',
        ["Born in 1990", "bred in 1991"],
    ),
    "an opening mark without a partner": ('"We sail, he said. "Now," she said.', ["Now,"]),
    "a closing mark without a partner": ('We sail," he said. "Now," she said.', ["Now,"]),
    "an empty pair": ('He said "" and "…" and “ ”.', []),
    "in brackets": ("(“We sail”)", ["We sail"]),
    "after a dash": ("He said—“we sail”—and left.", ["we sail"]),
}


@pytest.mark.parametrize("case", ONE_PARAGRAPH)
def test_words_are_found_between_their_marks(case: str) -> None:
    text, expected = ONE_PARAGRAPH[case]
    assert [w for pieces in words(text) for w in pieces] == expected


PARAGRAPHS = {
    "every paragraph opens, only the last closes": (
        "“One.\n\n“Two.\n\n“Three,” he said.",
        [["One.", "Two.", "Three,"]],
    ),
    "straight marks": ('"One.\n\n"Two," he said.', [["One.", "Two,"]]),
    "British marks": ("‘One.\n\n‘Two,’ he said.", [["One.", "Two,"]]),
    "opened behind its cue": ("He said: “One.\n\n“Two.”", [["One.", "Two."]]),
    "the next paragraph only closes": ("“One.\n\nTwo.” He left.", [["One.", "Two."]]),
    "the last mark forgotten": ("“One.\n\n“Two.\n\nHe left.", [["One.", "Two."]]),
    "lines instead of paragraphs": ("“One.\n“Two,” he said.", [["One.", "Two,"]]),
    "a new quotation after a closed one": ("“One.”\n\n“Two.”", [["One."], ["Two."]]),
    "recovery at the paragraph's end": ("“One, and no more.\n\nTwo “three” four.", [["three"]]),
    "recovery before a paragraph that opens": ('"One, he said.\n\n"Two," she said.', [["Two,"]]),
    "recovery before a line that opens": ('"One, he said.\n"Two," she said.', [["Two,"]]),
}


@pytest.mark.parametrize("case", PARAGRAPHS)
def test_a_quotation_runs_over_paragraphs_only_if_its_marks_say_so(case: str) -> None:
    text, expected = PARAGRAPHS[case]
    assert words(text) == expected

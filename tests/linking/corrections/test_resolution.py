"""What a mention refers to after the log, kind by kind."""

from app.linking.corrections.correction import Correction, Target
from app.linking.corrections.resolution import CorrectableMark, Resolution, is_same, resolve
from app.text.spans import Span

IDA, TOM, BO, NEW = 1, 2, 3, 4
MENTION = CorrectableMark("entity", Span(10, 20), frozenset({"ida"}))
QUOTATION = CorrectableMark("quotation", Span(30, 60), frozenset({"ida"}), source=Span(5, 25))
HERE = Target(1, layer="entity", span=Span(10, 20))


def test_without_corrections_a_mention_refers_to_what_was_found() -> None:
    assert resolve([], IDA, MENTION) == Resolution(IDA)
    assert resolve([], None, MENTION) == Resolution(None)


def test_merges_lead_on_in_order_and_undone_ones_do_not() -> None:
    log = [Correction("merge", IDA, TOM), Correction("merge", TOM, BO)]
    assert resolve(log, IDA).entity_id == BO
    assert resolve(log[::-1], IDA).entity_id == TOM
    undone = Correction("merge", TOM, BO, undone=True)
    assert resolve([log[0], undone], IDA).entity_id == TOM


def test_an_undone_split_leads_back_to_where_it_came_from() -> None:
    split = Correction("split", IDA, NEW, targets=(HERE,))
    assert resolve([split], IDA, MENTION).entity_id == NEW
    assert resolve([Correction("split", IDA, NEW, undone=True)], NEW).entity_id == IDA


def test_words_are_corrected_whatever_they_referred_to() -> None:
    move = Correction("move", IDA, TOM, targets=(HERE,))
    assert resolve([move], BO, MENTION).entity_id == TOM
    assert resolve([move], None, MENTION).entity_id == TOM


def test_a_name_is_corrected_only_where_it_refers_to_the_entity() -> None:
    move = Correction("move", IDA, TOM, targets=(Target(1, name="ida"),))
    assert resolve([move], IDA, MENTION).entity_id == TOM
    assert resolve([move], BO, MENTION).entity_id == BO
    other_name = Correction("move", IDA, TOM, targets=(Target(1, name="vale"),))
    assert resolve([other_name], IDA, MENTION).entity_id == IDA


def test_a_whole_article_takes_names_and_quotations_along() -> None:
    move = Correction("move", IDA, TOM, targets=(Target(1),))
    assert resolve([move], IDA, MENTION).entity_id == TOM
    assert resolve([move], IDA, QUOTATION).entity_id == TOM


def test_the_name_in_a_source_takes_its_quotation_along() -> None:
    move = Correction("move", IDA, TOM, targets=(HERE,))
    assert resolve([move], IDA, QUOTATION).entity_id == TOM
    rejected = Correction("reject", IDA, targets=(HERE,))
    assert resolve([rejected], IDA, QUOTATION) == Resolution(IDA)


def test_a_rejected_name_rejects_no_quotation_by_it() -> None:
    reject = Correction("reject", IDA, targets=(Target(1, name="ida"),))
    assert resolve([reject], IDA, MENTION).rejected
    assert not resolve([reject], IDA, QUOTATION).rejected


def test_a_speaker_is_an_entity_a_mere_name_or_nobody() -> None:
    where = (Target(1, layer="quotation", span=Span(30, 60)),)
    entity = resolve([Correction("speaker", None, TOM, targets=where)], IDA, QUOTATION)
    assert entity == Resolution(TOM, speaker_set=True)
    name = resolve([Correction("speaker", value="a clerk", targets=where)], IDA, QUOTATION)
    assert name == Resolution(None, speaker="a clerk", speaker_set=True)
    nobody = resolve([Correction("speaker", targets=where)], IDA, QUOTATION)
    assert nobody == Resolution(None, speaker_set=True)


def test_spans_are_the_same_when_they_share_half_of_what_either_covers() -> None:
    assert is_same(Span(0, 10), Span(0, 5))
    assert is_same(Span(0, 10), Span(5, 10))
    assert not is_same(Span(0, 10), Span(6, 10))
    assert not is_same(Span(0, 10), Span(5, 15))

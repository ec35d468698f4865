"""What each kind of correction needs: the one place for these rules.

Pages, programs and replayed logs all answer with the reasons given here.
"""

from datetime import date

from app.linking.across.knowledge_entries import KINDS as ENTITY_KINDS
from app.linking.corrections.correction import Correction
from app.linking.names.folding import fold

NAME_CHARACTERS = 200
"""The longest name that an editor may give."""

_ABOUT_WORDS = ("reject", "speaker")
"""Kinds that correct an annotation, whether or not it is linked to an entity."""
_WITH_ANOTHER_ENTITY = ("merge", "move", "apart")
_WITH_TARGETS = ("split", "move", "reject", "speaker")
_WITH_NAME = ("split", "rename")
_WITH_KIND = ("split", "rekind")
_WITHOUT_TARGETS = {
    "reject": "Choose which mentions to change.",
    "speaker": "Only quotations have a speaker.",
}


def problem(correction: Correction) -> str | None:
    """Why a correction with resolved targets cannot be made, as a sentence; None when it can."""
    if correction.kind == "date":
        return _date_problem(correction)
    # What the form lacks comes before what its targets lack, as an editor fills it in.
    return (
        _value_problem(correction)
        or _entity_problem(correction)
        or _target_problem(correction)
        or _layer_problem(correction)
    )


def is_day(value: str | None) -> bool:
    """Whether this is a calendar day as `YYYY-MM-DD`, the one form of an article's date."""
    try:
        return value is not None and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _date_problem(correction: Correction) -> str | None:
    """A date belongs to one whole article."""
    whole = [t for t in correction.targets if t.name is None and not t.is_words]
    if len(correction.targets) != 1 or len(whole) != 1:
        return "Choose the article that this date belongs to."
    return None if is_day(correction.value) else "Enter the date as YYYY-MM-DD."


def _value_problem(correction: Correction) -> str | None:
    return _name_problem(correction) or _kind_problem(correction)


def _name_problem(correction: Correction) -> str | None:
    value = correction.value
    if value is not None and (len(value) > NAME_CHARACTERS or not value.isprintable()):
        return f"A name can have at most {NAME_CHARACTERS} characters, and no control characters."
    # A name is looked up by its folded form: one without any could never be found again.
    if correction.kind in _WITH_NAME and not (value and fold(value)):
        return "Enter a name."
    return None


def _kind_problem(correction: Correction) -> str | None:
    if correction.new_kind is not None and correction.new_kind not in ENTITY_KINDS:
        return f"“{correction.new_kind[:40]}” is not a kind of entity."
    if correction.kind in _WITH_KIND and correction.new_kind is None:
        return "Choose a kind."
    return None


def _entity_problem(correction: Correction) -> str | None:
    if correction.entity_id is None and correction.kind not in _ABOUT_WORDS:
        return "This text does not refer to an entity."
    same = correction.other_id in (None, correction.entity_id)
    if correction.kind in _WITH_ANOTHER_ENTITY and same:
        return "Choose two different entities."
    return None


def _target_problem(correction: Correction) -> str | None:
    if correction.kind not in _WITH_TARGETS:
        return None
    if not correction.targets:
        return _WITHOUT_TARGETS.get(correction.kind, "Choose at least one article.")
    # Without an entity nothing but an annotation says what is rejected or spoken.
    words_only = all(target.is_words for target in correction.targets)
    if correction.kind in _ABOUT_WORDS and correction.entity_id is None and not words_only:
        return "Choose an annotation."
    return None


def _layer_problem(correction: Correction) -> str | None:
    """Only names can refer to somebody else, only quotations are said by somebody."""
    # Names and whole articles have no layer: they are resolved mention by mention.
    layers = {target.layer for target in correction.targets if target.is_words}
    if correction.kind == "speaker" and layers - {"quotation"}:
        return "Only quotations have a speaker."
    if correction.kind in ("split", "move") and layers - {"entity"}:
        return "Only names can refer to another entity."
    return None

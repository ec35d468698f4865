"""What is refused, each with its reason."""

import pytest

from app.errors import NotFound, Unprocessable
from app.linking.corrections.correction import Correction, Target
from app.store.corrections import entries, reach
from app.store.db.library import Library
from tests.store.corrections.making import entity, marks

pytestmark = pytest.mark.usefixtures("stub_layers")


def test_what_cannot_be_meant_is_refused_with_its_reason(
    library: Library, skerry: int, pier: int
) -> None:
    ida, tom = entity(library, "Ida Fenwick"), entity(library, "Tom Moor")
    said = marks(library, skerry, "It burns,", "quotation")[0].id
    for wanted in (
        Correction("merge", ida, ida),
        Correction("merge", ida),
        Correction("rename", ida, value="  "),
        Correction("rename", ida, value="Ida Fenwick"),
        Correction("rename", ida, value="x" * 201),
        Correction("rekind", ida, new_kind="ship"),
        Correction("split", ida, value="Other", new_kind="person"),
        Correction("move", ida, tom),
        Correction("move", ida, tom, targets=(Target(skerry, name="Nobody"),)),
        Correction("move", ida, tom, targets=(Target(skerry, annotation_id=said),)),
        Correction("reject", targets=(Target(skerry),)),
    ):
        with library.reading() as s, pytest.raises(Unprocessable):
            reach.count_reach(s, wanted)
    for wanted in (
        Correction("merge", ida, 10**6),
        Correction("move", ida, tom, targets=(Target(10**6),)),
        Correction("reject", targets=(Target(skerry, annotation_id=10**6),)),
    ):
        with library.reading() as s, pytest.raises(NotFound):
            reach.count_reach(s, wanted)
    with library.reading() as s, pytest.raises(NotFound):
        entries.get(s, 10**6)

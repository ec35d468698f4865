from hypothesis import given
from hypothesis import strategies as st

from app.importers.html_page.main_content.alignment import places

KEYS = st.lists(st.sampled_from("abcdefgh"), max_size=30)


@given(KEYS, KEYS)
def test_places_rise_and_hold_the_same_key(chosen: list[str], page: list[str]) -> None:
    found = places(chosen, page)
    known = [p for p in found if p is not None]
    assert known == sorted(set(known))
    assert all(p is None or page[p] == chosen[n] for n, p in enumerate(found))


@given(
    st.lists(st.integers(), unique=True, max_size=30).map(lambda xs: [str(x) for x in xs]),
    st.data(),
)
def test_what_stands_on_the_page_in_order_is_found_whole(
    page: list[str], data: st.DataObject
) -> None:
    chosen = [k for k in page if data.draw(st.booleans())]
    assert places(chosen, page) == [page.index(k) for k in chosen]


def test_a_repeated_block_is_found_inside_the_frame() -> None:
    assert places(["a", "same", "b"], ["same", "a", "same", "b", "same"]) == [1, 2, 3]

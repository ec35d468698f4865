"""What structure an article has, by its page and its body."""

from benchmarks.structure_gold import Structure, structure

PARAGRAPH = "The harbour of Port Alder was closed on Monday because of the storm, its office said."
SECOND = "Two ferries waited outside until the wind had dropped and the pilots could go out."
THIRD = "Nobody was hurt, but the market stayed empty and the school sent its pupils home."


def page(inside: str, around: str = "") -> bytes:
    return (
        "<html><head><title>Storm</title></head><body>"
        f"<nav><ul><li>Home</li><li>Weather in Port Alder</li></ul></nav>{around}"
        f"<div id=story><h1>Storm over Port Alder</h1>{inside}</div>"
        "<footer><h3>About us</h3></footer></body></html>"
    ).encode()


def body(*parts: str) -> str:
    return "\n\n".join((PARAGRAPH, SECOND, *parts, THIRD))


def article(*parts: str) -> str:
    return f"<p>{PARAGRAPH}</p><p>{SECOND}</p>{''.join(parts)}<p>{THIRD}</p>"


def found(inside: str, gold: str) -> list[tuple[str, str]]:
    return [(s.kind, " ".join(s.words)) for s in structure(page(inside), gold)]


def test_what_stands_in_the_body_is_the_articles_and_what_stands_around_it_is_not() -> None:
    inside = article(
        "<h2>The night</h2><ul><li>wind</li><li>rain <a href=/r>and hail</a></li></ul>"
    )
    assert found(inside, body("The night", "wind\nrain and hail")) == [
        ("heading", "the night"),
        ("list_item", "wind"),
        ("list_item", "rain and hail"),
    ]
    assert found(inside, body()) == []


def test_a_list_inside_a_quotation_is_a_list_and_all_of_a_table_is_the_table() -> None:
    quote = "<blockquote><p>We saw three things</p><ul><li>a mast</li></ul></blockquote>"
    table = "<table><tr><th>day</th><th>wind</th></tr><tr><td>Monday</td><td>9</td></tr></table>"
    gold = body("We saw three things", "a mast", "day wind\nMonday 9")
    assert found(article(quote, table), gold) == [
        ("block_quote", "we saw three things"),
        ("list_item", "a mast"),
        ("table", "day wind monday 9"),
    ]


def test_elements_used_for_layout_are_no_structure() -> None:
    inside = f"<table><tr><td><ul><li>{article('<h2>The night</h2>')}</li></ul></td></tr></table>"
    assert found(inside, body("The night")) == [("heading", "the night")]
    assert found(f"<blockquote>{article()}</blockquote>", body()) == []


def test_a_heading_that_repeats_the_title_is_left_out() -> None:
    inside = article("<h2>Storm over Port Alder</h2>")
    assert found(inside, body("Storm over Port Alder")) == []


def test_captions_inside_the_container_are_the_articles_although_the_body_lacks_them() -> None:
    def picture(words: str) -> str:
        return f"<figure><img src=p.jpg><figcaption>{words}</figcaption></figure>"

    own = picture('Waves at the quay <span class="photo-credit">Ida Fenwick</span>')
    teaser = picture("<a href=/other>Floods in Lund</a>")
    aside = f"<aside>{picture('Our reporter')}</aside>"
    late = picture("More pictures below the article")
    gold = structure(page(own + article(own, teaser, aside) + late, picture("Outside")), body())
    assert gold == [Structure("caption", ("waves", "at", "the", "quay"), 6)]


def test_what_is_not_html_has_no_structure() -> None:
    assert structure(b"", body()) == []


def test_what_leads_elsewhere_is_no_structure_although_the_body_has_it() -> None:
    contents = "<ul><li><a href=#night>The long night</a></li></ul>"
    related = "<div class=related-posts><h2>Also here</h2><ul><li>Floods in Lund</li></ul></div>"
    date = "<ul><li><time>5 May 2021</time></li></ul>"
    notes = "<ol><li><a href=#back>1</a> The log of the pilots</li></ol>"
    gold = body(
        *("The long night", "Also here", "Floods in Lund", "5 May 2021", "1 The log of the pilots")
    )
    assert found(article(contents, related, date, notes), gold) == [
        ("list_item", "1 the log of the pilots")
    ]


def test_a_caption_is_no_teaser_for_white_space_beside_its_link() -> None:
    teaser = f"<figure><figcaption>{' ' * 90}<a href=/o>Floods in Lund</a></figcaption></figure>"
    assert structure(page(article(teaser)), body()) == []


def test_a_heading_that_is_most_of_the_title_is_the_title() -> None:
    inside = article("<h2>Over Port Alder</h2><h2>Storm</h2>")
    assert found(inside, body("Over Port Alder", "Storm")) == []
    other = article("<h2>Alder</h2>")
    assert found(other, body("Alder")) == [("heading", "alder")]

"""What the measure of cards and panels makes of its tries; the browser is not started."""

from rich.console import Console

from benchmarks.page_response import Timed, long_text, table


def test_the_text_is_of_whole_demo_articles_until_it_is_long_enough() -> None:
    text = long_text(9_000)
    assert text == long_text(9_000)
    assert 9_000 <= len(text) < 30_000
    assert long_text(20_000).startswith(text)


def test_a_row_has_the_median_the_95th_of_a_hundred_and_the_slowest() -> None:
    tries = [float(ms) for ms in range(100, 0, -1)]
    console = Console(width=100)
    with console.capture() as shown:
        console.print(table([Timed("hover to card", 250, tries, 12.34), Timed("again", None, [7])]))
    words = shown.get()
    cells = [[cell.strip() for cell in line.split("│")[1:-1]] for line in words.splitlines()]
    assert ["hover to card", "50", "95", "100", "≤ 250", "12.3"] in cells
    assert ["again", "7", "7", "7", "", ""] in cells

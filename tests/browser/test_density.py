"""The density control: which marks are drawn, with a script, without one and on paper."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NARROW, WIDE, Opened, Server
from tests.browser.test_marks import asked

SCRIPTS = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
LEAST = {"few": 3, "some": 2, "all": 1}

# For every mark: what it is by its data, whether each form of look is drawn, whether its link can
# be reached; all in one go.
LOOKS = """() => {
  const marks = [...document.querySelectorAll("#article-text mark[data-annotations]")]
  return marks.map((mark) => {
    const look = getComputedStyle(mark)
    const link = mark.querySelector("a")
    if (link) link.focus()
    return {
      sorts: mark.dataset.categories.split(" "),
      own: link && link.dataset.categories.split(" "),
      wash: look.backgroundColor !== "rgba(0, 0, 0, 0)",
      wave: look.textDecorationLine !== "none",
      line: look.borderBottomStyle,
      lit: !!link && document.activeElement === link,
      stop: document.activeElement === link && link.tabIndex >= 0,
      quiet: !!link && link.tabIndex < 0,
      reached: !!link && getComputedStyle(link).pointerEvents !== "none",
      read: !link || getComputedStyle(link.firstElementChild).visibility === "visible",
    }
  })
}"""
LINES = (
    ("entity", "dotted"),
    ("date", "double"),
    ("quotation", "solid"),
    ("reported", "solid"),
    ("attitude", "dashed"),
)
SAID = ("quotation", "reported", "attitude")


def choose(page: Page, step: str) -> Locator:
    """Chooses how many marks are shown."""
    radio = page.get_by_role("radio", name=re.compile(rf"^{step}\b", re.IGNORECASE))
    radio.check()
    return radio


def check_looks(page: Page, shown: set[str], quiet: bool = False) -> None:
    """Every mark looks and behaves like the best of its annotations in `shown` (`entity-3`, …).

    `quiet`: without a script, links that are not drawn by default are never tab stops.
    """
    page.evaluate("document.activeElement.blur()")
    looks = page.evaluate(LOOKS)
    assert len(looks) > 20
    for look in looks:
        here = {sort.rsplit("-", 1)[0] for sort in look["sorts"] if sort in shown}
        if not look["lit"]:  # by the focus
            assert look["wash"] == ("quotation" in here), look
        assert look["wave"] == ("claim" in here), look
        assert look["line"] == next((line for sort, line in LINES if sort in here), "none"), look
        linked = bool(look["own"] and set(look["own"]) & shown)
        assert look["reached"] == linked, look
        assert look["stop"] == (linked and not (look["quiet"] and quiet)), look
        assert look["read"]


def tokens(least: int = 1, but: tuple[str, ...] = ()) -> set[str]:
    sorts = ("entity", "date", *SAID, "claim")
    return {f"{sort}-{sure}" for sort in sorts if sort not in but for sure in range(least, 4)}


@SCRIPTS
def test_a_step_shows_what_is_sure_enough_and_everything_else_is_plain_text(
    opened: Opened, marked: int, script: bool
) -> None:
    page = opened(f"/articles/{marked}", java_script_enabled=script)
    expect(page.get_by_role("radio", name=re.compile("^Some"))).to_be_checked()
    check_looks(page, tokens(LEAST["some"]), quiet=not script)
    for step, least in LEAST.items():
        choose(page, step)
        check_looks(page, tokens(least), quiet=not script)


@SCRIPTS
@pytest.mark.parametrize("off", ["entity", *SAID, "claim"])
def test_sorts_and_steps_are_chosen_together(
    opened: Opened, marked: int, script: bool, off: str
) -> None:
    page = opened(f"/articles/{marked}", java_script_enabled=script)
    page.locator(f"#show-{off}").uncheck()
    gone = SAID if off == "quotation" else (off,)
    check_looks(page, tokens(2, gone), quiet=not script)
    choose(page, "all")
    check_looks(page, tokens(1, gone), quiet=not script)


def plain(page: Page) -> Locator:
    """A mark with nothing shown over it when only the surest are."""
    return page.locator(
        "#article-text mark[data-annotations]:not([data-categories*='-3']):has(> a)"
    ).first


def test_a_hidden_mark_asks_for_no_card_and_opens_no_panel(opened: Opened, marked: int) -> None:
    page = opened(f"/articles/{marked}")
    choose(page, "few")
    requests, mark = asked(page), plain(page)
    mark.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    mark.hover()
    page.wait_for_timeout(500)
    mark.click()
    page.wait_for_timeout(300)
    assert requests == []
    assert (
        page.evaluate("(mark) => getComputedStyle(mark).cursor", mark.element_handle()) != "pointer"
    )
    expect(page.locator("#side")).not_to_have_class(re.compile("open"))
    assert page.url.endswith(f"/articles/{marked}")


def test_without_a_script_a_click_on_a_hidden_mark_leads_nowhere(
    opened: Opened, marked: int
) -> None:
    page = opened(f"/articles/{marked}", java_script_enabled=False)
    choose(page, "few")
    plain(page).click()
    assert page.url.endswith(f"/articles/{marked}")


def test_the_card_of_a_stretch_is_that_of_the_shortest_that_is_shown(
    opened: Opened, marked: int
) -> None:
    page = opened(f"/articles/{marked}")
    choose(page, "few")
    found = page.evaluate(
        """() => {
          const marks = document.querySelectorAll("#article-text mark[data-annotations]")
          for (const mark of marks) {
            const sorts = mark.dataset.categories.split(" ")
            const sure = sorts.findIndex((sort) => sort.endsWith("-3"))
            const ids = mark.dataset.annotations
            if (sure > 0) return [ids, ids.split(" ")[sure]]
          }
        }"""
    )
    if found is None:
        pytest.skip("no sure mark over an unsure one in this article")
    ids, wanted = found
    requests = asked(page)
    mark = page.locator(f"#article-text mark[data-annotations='{ids}']").first
    mark.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    # the middle of its first line, not of its box: a mark over two lines may have none of its words
    # there
    page.mouse.move(
        *mark.evaluate(
            "(mark) => { const at = mark.getClientRects()[0]; return [at.x + at.width / 2, "
            "at.y + at.height / 2] }"
        )
    )
    expect(page.locator("#card.shown")).to_be_visible()
    assert requests[-1].endswith(f"/cards/{wanted}")


def test_the_keyboard_chooses_and_the_choice_is_remembered_on_this_machine_alone(
    opened: Opened, marked: int
) -> None:
    page = opened(f"/articles/{marked}")
    page.wait_for_load_state("networkidle")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.get_by_role("radio", name=re.compile("^Some")).focus()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("radio", name=re.compile("^Few"))).to_be_checked()
    assert sent == []
    assert page.context.cookies() == []
    check_looks(page, tokens(3))
    page.reload()
    expect(page.get_by_role("radio", name=re.compile("^Few"))).to_be_checked()
    check_looks(page, tokens(3))


@SCRIPTS
def test_a_note_is_shown_among_the_few_and_when_every_layer_is_off(
    opened: Opened, server: Server, script: bool
) -> None:
    article = server.api(
        "POST", "/api/articles", {"text": "The mole of Ostra stands. Nobody knows for how long."}
    )["id"]
    selector = {"type": "TextQuoteSelector", "exact": "Nobody knows"}
    target = {"source": f"{server.url}/articles/{article}", "selector": selector}
    server.api(
        "POST",
        "/api/annotations",
        {"body": {"type": "TextualBody", "value": "Ask."}, "target": target},
    )
    page = opened(f"/articles/{article}", java_script_enabled=script)
    choose(page, "few")
    for box in page.locator("#legend [type=checkbox]").all():
        box.uncheck()
    note = page.locator("#article-text mark.note > a")
    note.first.focus()
    expect(note.first).to_be_focused()


def test_paper_shows_what_the_screen_showed_and_no_control(opened: Opened, marked: int) -> None:
    page = opened(f"/articles/{marked}")
    choose(page, "few")
    page.emulate_media(media="print")
    expect(page.locator("#legend")).to_be_hidden()
    check_looks(page, tokens(3))
    edges = (
        "[...document.querySelectorAll('#article-text mark.quotation')].map((m) => "
        "[m.dataset.categories, getComputedStyle(m).borderTopStyle])"
    )
    for sorts, edge in page.evaluate(edges):
        assert edge == ("solid" if "quotation-3" in sorts.split() else "none")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", [WIDE, NARROW], ids=["wide", "narrow"])
def test_axe_finds_nothing_at_the_control_and_among_few_marks(
    opened: Opened, marked: int, scheme: str, view: dict[str, int]
) -> None:
    page = opened(f"/articles/{marked}", color_scheme=scheme, viewport=view)
    if view is NARROW:
        page.get_by_role("button", name="Annotations").click()
    choose(page, "few")
    assert page.evaluate("document.documentElement.scrollWidth") <= view["width"]
    box = page.locator("#legend").bounding_box()
    assert box
    assert 0 <= box["x"] <= box["x"] + box["width"] <= view["width"]
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_a_remembered_choice_of_all_is_there_from_the_first_paint(
    opened: Opened, marked: int
) -> None:
    page = opened(f"/articles/{marked}")
    choose(page, "all")
    page.reload()
    expect(page.get_by_role("radio", name=re.compile("^All"))).to_be_checked()
    check_looks(page, tokens(1))


@SCRIPTS
def test_each_part_of_the_sourcing_line_leads_to_its_places(
    opened: Opened, marked: int, script: bool
) -> None:
    page = opened(f"/articles/{marked}", java_script_enabled=script)
    for part, heading in (("Quoted directly", "said-direct"), ("reported", "said-reported")):
        expect(page.locator(f"#{heading}")).to_be_hidden()
        page.locator(".sourcing > a", has_text=part).click()
        expect(page.locator(f"#{heading}")).to_be_visible()
        place = page.locator(f"#{heading} .paragraph-links a").first
        address = place.get_attribute("href") or ""
        place.click()
        expect(page.locator(address)).to_be_in_viewport()


def test_a_dense_page_reads_as_text(opened: Opened, marked: int) -> None:
    page = opened(f"/articles/{marked}")
    share = page.evaluate(
        """() => {
          const text = document.querySelector("#article-text")
          const isWashed = (m) => getComputedStyle(m).backgroundColor !== "rgba(0, 0, 0, 0)"
          const washed = [...text.querySelectorAll("mark")].filter(isWashed)
          const characters = washed.reduce((sum, mark) => sum + mark.textContent.length, 0)
          return characters / text.textContent.length
        }"""
    )
    assert 0 < share < 0.4


def test_what_is_not_shown_by_default_is_listed_below_the_text(opened: Opened, marked: int) -> None:
    page = opened(f"/articles/{marked}", java_script_enabled=False)
    line = page.locator("#below-default li").first
    expect(line).to_be_hidden()
    page.locator("#below-default summary").click()
    expect(line).to_contain_text(re.compile(r"\d+% / \d+%"))
    line.get_by_role("link").click()
    assert re.search(r"/annotations/\d+$", page.url)
    expect(page.locator("details.why summary")).to_be_visible()

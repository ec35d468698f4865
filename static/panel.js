// The panel beside the text, on a narrow screen a sheet. What is open is in the history and in the
// address (`?panel=entity/15`): Back closes it. Needs app.js, article.js and htmx.
"use strict"

const STATUS_MS = 20_000
/** What a sheet leaves free around the words that it was opened from. */
const CLEAR_PX = 24
/** Where a place is put that somebody goes to: so far down the window. */
const READING_LINE = 0.25
const PLACE = /^(?:\/\w\w)?\/panels\/(\w+\/\d+)/

const isNarrow = () => matchMedia("(max-width: 65.99rem)").matches

/** Closed, the side column shows what the page came with (`initial`). */
const panel = { request: 0, opener: null, initial: "", path: "" }
/** Where the page was when a reader closed what is open: it stays there. */
const closing = {}

addEventListener("DOMContentLoaded", () => {
  panel.initial = byId("side").innerHTML
  document.addEventListener("click", onPageClick)
  byId("side").addEventListener("submit", submitInPanel)
  addEventListener("submit", () => card.seen.clear())
  addEventListener("popstate", showEntry)
  watchPassage()
  if (performance.getEntriesByType("navigation")[0]?.type === "navigate") scrollToStart()
  showEntry()
})

function visitPanel(path) {
  if (path !== panel.path) visit({ panel: path })
  return showPanel(path)
}

async function showPanel(path, takesFocus = true) {
  const side = byId("side")
  const request = ++panel.request
  panel.path = path
  const loaded = await load(path, side)
  if (request !== panel.request) {
    if (!panel.path) side.innerHTML = panel.initial
    return
  }
  if (!loaded) showFailure(side)
  side.classList.add("open")
  side.scrollTop = 0
  if (isNarrow()) keepInSight(panel.opener, side)
  const title = side.querySelector("h2")
  if (title) title.tabIndex = -1
  if (takesFocus) focusQuietly(title)
}

/** Scrolls the words that a sheet was opened from into what it leaves free of the window. */
function keepInSight(opener, sheet) {
  if (!opener) return
  const { top, bottom } = opener.getBoundingClientRect()
  const free = innerHeight - sheet.offsetHeight - CLEAR_PX
  const by = Math.min(bottom - free, top - CLEAR_PX)
  if (by > 0) scrollBy({ top: by, behavior: "instant" })
}

function hidePanel() {
  const side = byId("side")
  panel.request++
  panel.path = ""
  if (!side.classList.contains("open")) return
  side.classList.remove("open")
  side.innerHTML = panel.initial
  if (!panel.opener) return
  // An opener in the side column was replaced: its like is there again.
  const again = `[data-panel="${panel.opener.dataset.panel}"]`
  focusQuietly(panel.opener.isConnected ? panel.opener : side.querySelector(again))
}

// An entry of the history holds what is open (`panel`, a path, or `card`, an id), how many were
// added since nothing was (`depth`), and where the page was when the next was added (`top`).

/** Adds an entry for what is being opened; a sheet in place of a sheet takes over its entry. */
function visit(view) {
  const { depth = 0, ...current } = history.state || {}
  if (view.card && current.card) return history.replaceState({ ...view, depth }, "")
  history.replaceState({ ...current, depth, top: scrollY }, "")
  history.scrollRestoration = "manual"
  history.pushState({ ...view, depth: depth + 1 }, "", view.panel && addressWith(view.panel))
  history.scrollRestoration = "auto"
}

/** This page's address with a panel in it; steps inside of a panel have none of their own. */
function addressWith(path) {
  const place = path.match(PLACE)
  if (path && !place) return location.href
  const address = new URL(location.href)
  address.searchParams.delete("panel")
  if (place) address.search += (address.search ? "&" : "?") + "panel=" + place[1]
  return address.href
}

/** The path of the panel in this page's address, or "". */
function panelInAddress() {
  const name = new URLSearchParams(location.search).get("panel") || ""
  if (!/^\w+\/\d+$/.test(name)) return ""
  const { article } = byId("article-text").dataset
  return inLanguage(`/panels/${name}`) + (name.startsWith("entity/") ? `?article=${article}` : "")
}

/** Shows what the entry holds that the reader came to: by Back, Forward, or opening the page. */
function showEntry(event) {
  const { top, ...entry } = history.state || {}
  const path = entry.panel || panelInAddress()
  closeCard()
  if (!path) hidePanel()
  else if (path !== panel.path) showPanel(path, Boolean(event))
  const [mark] = entry.card ? marksOf(entry.card) : []
  if (mark && isNarrow()) openCard(mark, true, entry.card)
  if (top !== undefined) {
    scrollTo({ top, behavior: "instant" })
    history.replaceState(entry, "")
    history.scrollRestoration = "auto"
  }
  if (closing.top !== undefined) stayAt(closing.top)
  delete closing.top
}

/** Also after the browser scrolled to where the entry was left. */
function stayAt(top) {
  const stay = () => scrollTo({ top, behavior: "instant" })
  stay()
  requestAnimationFrame(stay)
}

/** Leaves the entries of what a reader closed by hand; the page stays where it is. */
function goBack(entries) {
  if (entries) {
    closing.top = scrollY
    history.go(-entries)
  } else if (panelInAddress()) {
    history.replaceState(null, "", addressWith(""))
  }
}

function dismissPanel() {
  const isOpen = panel.path
  hidePanel()
  if (isOpen) goBack(history.state?.depth)
}

function dismissCard() {
  const hasEntry = isSheet() && history.state?.card
  closeCard()
  if (hasEntry) goBack(1)
}

// What opens and closes the panel

/** What a click on something does; on anything else it closes what is open. */
const CLICKS = [
  ["[data-panel]", followToPanel],
  ["[data-again]", askAgain],
  [".sourcing svg", goToPlace],
  [".hover-off", switchHoverOff],
  [".close", (button) => (isInCard(button) ? dismissCard() : dismissPanel())],
  ["a[href]", followWithin],
  ["#card, #article-text mark, dialog", () => {}],
]

function onPageClick(event) {
  if (hasModifier(event)) return
  for (const [selector, act] of CLICKS) {
    const clicked = event.target.closest(selector)
    if (clicked) return act(clicked, event)
  }
  dismissCard()
  if (isNarrow() && !event.target.closest("#side")) dismissPanel()
}

/** A link to a place of this page leaves the panel open, whose name its address lacks. */
function followWithin(link, event) {
  const without = new URL(addressWith(""))
  if (!link.hash || link.pathname + link.search !== without.pathname + without.search) return
  event.preventDefault()
  const address = new URL(location.href)
  address.hash = link.hash
  location.assign(address)
}

function followToPanel(opener, event) {
  event.preventDefault()
  const mark = isInCard(opener) && card.opener
  closeCard()
  // Focus returns to the mark behind the card, or to what first opened the panel.
  panel.opener = (mark && mark.querySelector("a")) || (panel.path && panel.opener) || opener
  visitPanel(opener.dataset.panel)
}

/** The map of the article leads to the place that was pointed at. */
function goToPlace(map, event) {
  const drawn = map.getBoundingClientRect()
  const text = byId("article-text").getBoundingClientRect()
  const share = (event.clientX - drawn.left) / drawn.width
  scrollBy({ top: text.top + share * text.height - innerHeight * READING_LINE })
}

/** After a failure: the same again. */
function askAgain(button) {
  if (!isInCard(button)) return showPanel(panel.path)
  const id = card.shownFor
  card.shownFor = null
  openCard(card.opener, isSheet(), id)
}

function switchHoverOff(button) {
  choose("hover", "off")
  showSwitches()
  showStatus(button.dataset.done)
  closeCard()
}

function showStatus(words, url) {
  const status = byId("status")
  status.textContent = words + " "
  if (url) {
    const link = document.createElement("a")
    link.href = url
    link.textContent = url.replace(/^https?:\/\//, "")
    status.append(link)
  }
  setTimeout(() => {
    status.textContent = ""
  }, STATUS_MS)
}

/** A form that changes nothing is answered in the panel, too. */
function submitInPanel(event) {
  const path = event.target.dataset.side
  if (!path) return
  event.preventDefault()
  showPanel(path + "?" + new URLSearchParams(new FormData(event.target, event.submitter)))
}

/** A new page begins at its passage, or at the mark whose panel its address names. */
function scrollToStart() {
  if (location.hash) return
  const [, id] = panelInAddress().match(/annotation\/(\d+)/) || []
  const [mark] = id ? marksOf(id) : []
  const start = cited() || mark
  if (start) start.scrollIntoView({ block: "center" })
}

const cited = () => document.querySelector("#passage, #removed, #replacement")

/** Past its passage, a verdict is off the screen. */
function watchPassage() {
  const onChange = ([{ boundingClientRect }]) =>
    byId("verdict").classList.toggle("past", boundingClientRect.bottom < 1)
  if (cited()) new IntersectionObserver(onChange).observe(cited())
}

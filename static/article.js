// The reading page: a pointer that rests on a mark opens its card, a click opens its panel, and
// selected text becomes a link. Needs app.js and htmx, and nothing of what cards and panels say.
"use strict"

const REST_MS = 150
const LINGER_MS = 300
const STATUS_MS = 20_000
const SWIPE_PX = 70
const CARD_GAP_PX = 8
const NARROW = "(max-width: 65.99rem)"
/** The lowest certainty (the number that ends a `data-categories` token) that each step shows. */
const LEAST_CERTAINTY = { few: 3, some: 2, all: 1 }

const isNarrow = () => matchMedia(NARROW).matches
const hasModifier = (event) => event.ctrlKey || event.metaKey || event.shiftKey

addEventListener("DOMContentLoaded", () => {
  panel.initial = byId("side").innerHTML
  watchPointer()
  watchFocus()
  watchClicks()
  watchSwipes()
  watchSelection()
  scrollToPassage()
})

// Marks

function markOf(node) {
  return node.closest && node.closest("#article-text mark[data-annotations]")
}

/** The ids of a mark's annotations that are shown, shortest first. */
function shownAnnotations(mark) {
  const hidden = (root.dataset.hide || "").split(" ")
  if (hidden.includes("quotation")) hidden.push("attitude", "reported")
  const least = LEAST_CERTAINTY[root.dataset.density] || LEAST_CERTAINTY.some
  const categories = mark.dataset.categories.split(" ")
  const isShown = (_, place) => {
    const certainty = categories[place].at(-1)
    return certainty >= least && !hidden.includes(categories[place].slice(0, -2))
  }
  return mark.dataset.annotations.split(" ").filter(isShown)
}

function highlight(id) {
  const text = byId("article-text")
  for (const mark of text.querySelectorAll("mark.highlighted")) mark.classList.remove("highlighted")
  if (!id) return
  for (const mark of text.querySelectorAll(`mark[data-annotations~="${id}"]`)) {
    mark.classList.add("highlighted")
  }
}

// Fetching. Each of card and panel counts its requests: an answer to an older one is dropped.

/** Whether an answer came. Without one, what `target` shows belongs to another mark. */
async function load(path, target) {
  const before = target.firstChild
  await htmx.ajax("GET", path, { source: target, target, swap: "innerHTML" }).catch(() => {})
  return target.firstChild !== before
}

function showFailure(target) {
  target.innerHTML = byId("failed").innerHTML
}

// The card: opened by a resting pointer or by focus next to the mark, by a tap as a sheet.

const card = {
  request: 0,
  /** The annotation it shows, and the mark it was opened from. */
  shownFor: null,
  opener: null,
  restTimer: 0,
  leaveTimer: 0,
  pointer: null,
  scrolledAt: 0,
}
const isCardOpen = () => byId("card").matches(":popover-open")
const isSheet = () => byId("card").classList.contains("sheet")

async function openCard(mark, asSheet) {
  const [id] = shownAnnotations(mark)
  if (!id || (card.shownFor === id && isCardOpen())) return
  if (!asSheet && !getSelection().isCollapsed) return
  const element = byId("card")
  const request = ++card.request
  const loaded = await load("/cards/" + id, element)
  if (request !== card.request) return
  if (!loaded) showFailure(element)
  card.shownFor = id
  card.opener = mark
  highlight(id)
  element.classList.toggle("sheet", asSheet)
  element.showPopover()
  if (asSheet) element.removeAttribute("style")
  else placeCard(mark)
  element.classList.add("shown")
}

/** Below the line pointed at, or below a short mark; above if there is no room below. */
function placeCard(mark) {
  const element = byId("card")
  const size = element.getBoundingClientRect()
  const lines = [...mark.getClientRects()]
  const y = card.pointer && card.pointer.clientY
  const line = lines.find((one) => card.pointer && one.top <= y && one.bottom >= y) || lines[0]
  const bottom = (lines.length < 4 ? lines.at(-1).bottom : line.bottom) + CARD_GAP_PX
  const above = line.top - CARD_GAP_PX - size.height
  const fitsBelow = bottom + size.height < innerHeight || above < 0
  element.style.top = (fitsBelow ? bottom : above) + "px"
  element.style.left = Math.max(16, Math.min(line.left, innerWidth - size.width - 16)) + "px"
}

function closeCard() {
  card.request++
  card.shownFor = null
  clearTimeout(card.restTimer)
  highlight("")
  if (!isCardOpen()) return
  byId("card").hidePopover()
  byId("card").classList.remove("shown")
}

function openWhenRested(mark) {
  clearTimeout(card.restTimer)
  card.restTimer = setTimeout(() => openCard(mark, false), REST_MS)
}

function closeUnlessReturned(isLeft = () => true) {
  clearTimeout(card.leaveTimer)
  card.leaveTimer = setTimeout(() => isLeft() && closeCard(), LINGER_MS)
}

function watchPointer() {
  const text = byId("article-text")
  const markUnder = (event) => event.pointerType !== "touch" && markOf(event.target)
  const onScroll = () => {
    card.scrolledAt = Date.now()
    if (!isSheet()) closeCard()
  }
  addEventListener("scroll", onScroll, { passive: true })
  text.addEventListener("pointerover", (event) => {
    const mark = markUnder(event)
    if (!mark) return
    mark.classList.toggle("clickable", shownAnnotations(mark).length > 0)
    card.pointer = event
    clearTimeout(card.restTimer)
    clearTimeout(card.leaveTimer)
    // A mark that scrolled under a still pointer was not pointed at.
    if (Date.now() - card.scrolledAt > REST_MS) openWhenRested(mark)
  })
  text.addEventListener("pointermove", (event) => {
    const mark = markUnder(event)
    if (!mark || card.shownFor) return
    card.pointer = event
    openWhenRested(mark)
  })
  text.addEventListener("pointerout", (event) => {
    if (!markUnder(event)) return
    clearTimeout(card.restTimer)
    closeUnlessReturned()
  })
  byId("card").addEventListener("pointerenter", () => clearTimeout(card.leaveTimer))
  byId("card").addEventListener("pointerleave", (event) => {
    if (event.pointerType !== "touch" && !isSheet()) closeUnlessReturned()
  })
}

function watchFocus() {
  const text = byId("article-text")
  const isInCard = (node) => byId("card").contains(node)
  text.addEventListener("focusin", (event) => {
    const mark = markOf(event.target)
    if (!mark || !event.target.matches(":focus-visible")) return
    clearTimeout(card.leaveTimer)
    card.pointer = null
    openCard(mark, false)
  })
  text.addEventListener("focusout", (event) => {
    if (!isInCard(event.relatedTarget)) closeUnlessReturned(() => !isInCard(document.activeElement))
  })
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return
    if (!isCardOpen()) return closePanel()
    const wasInside = isInCard(document.activeElement)
    closeCard()
    if (wasInside && card.opener) focusQuietly(card.opener.querySelector("a"))
  })
}

function focusQuietly(element) {
  if (element) element.focus({ preventScroll: true })
}

// The panel: beside the text, on a narrow screen a sheet. Closed, it shows what the page came with.

const panel = { request: 0, opener: null, initial: "" }
const isPanelOpen = () => byId("side").classList.contains("open")

function openPanelOf(mark) {
  const [id] = shownAnnotations(mark)
  if (!id) return
  closeCard()
  panel.opener = mark.querySelector("a") || document.querySelector(`a[data-card="${id}"]`)
  showPanel("/panels/annotation/" + id)
}

async function showPanel(path) {
  const side = byId("side")
  const request = ++panel.request
  const loaded = await load(path, side)
  if (request !== panel.request) return
  if (!loaded) showFailure(side)
  side.classList.add("open")
  side.scrollTop = 0
  const title = side.querySelector("h2")
  if (title) title.tabIndex = -1
  focusQuietly(title)
}

function closePanel() {
  const side = byId("side")
  panel.request++
  if (!isPanelOpen()) return
  side.classList.remove("open")
  side.innerHTML = panel.initial
  if (!panel.opener) return
  // An opener in the side column was replaced: its like is there again.
  const again = `[data-panel="${panel.opener.dataset.panel}"]`
  focusQuietly(panel.opener.isConnected ? panel.opener : side.querySelector(again))
}

function watchClicks() {
  byId("article-text").addEventListener("pointerdown", allowSelectionInLink)
  byId("article-text").addEventListener("click", onTextClick)
  document.addEventListener("click", onPageClick)
  // A form that changes nothing is answered in the panel, too.
  byId("side").addEventListener("submit", (event) => {
    const path = event.target.dataset.side
    if (!path) return
    event.preventDefault()
    showPanel(path + "?" + new URLSearchParams(new FormData(event.target, event.submitter)))
  })
}

/** No selection can begin in a link, so a mark's is none while the button is down. */
function allowSelectionInLink(event) {
  const link = event.target.closest("a[data-card]")
  const href = link && link.getAttribute("href")
  if (!href || event.pointerType === "touch" || event.button || hasModifier(event)) return
  link.removeAttribute("href")
  for (const end of ["pointerup", "pointercancel"]) {
    addEventListener(end, () => link.setAttribute("href", href), { once: true })
  }
}

function onTextClick(event) {
  const mark = markOf(event.target)
  if (!mark || event.button || hasModifier(event)) return
  event.preventDefault()
  const isSelecting = event.detail > 1 || !getSelection().isCollapsed
  if (isSelecting || !shownAnnotations(mark).length) return
  if (event.pointerType !== "touch") return openPanelOf(mark)
  closeCard()
  openCard(mark, isNarrow())
}

function onPageClick(event) {
  const opener = event.target.closest("[data-panel]")
  if (opener && !hasModifier(event)) return followToPanel(event, opener)
  if (event.target.closest(".close")) {
    return event.target.closest("#card") ? closeCard() : closePanel()
  }
  if (event.target.closest("#card, #article-text mark")) return
  closeCard()
  if (isNarrow() && !event.target.closest("#side")) closePanel()
}

function followToPanel(event, opener) {
  event.preventDefault()
  const mark = opener.closest("#card") && card.opener
  closeCard()
  // Focus returns to the mark behind the card, or to what first opened the panel.
  panel.opener = (mark && mark.querySelector("a")) || (isPanelOpen() && panel.opener) || opener
  showPanel(opener.dataset.panel)
}

/** A swipe down from its top closes a sheet. */
function watchSwipes() {
  for (const [sheet, close] of [[byId("card"), closeCard], [byId("side"), closePanel]]) {
    let from = null
    const start = (event) => {
      from = sheet.scrollTop <= 0 ? event.touches[0].clientY : null
    }
    const end = (event) => {
      const isSwipe = from !== null && event.changedTouches[0].clientY - from > SWIPE_PX
      if (isSwipe && isNarrow()) close()
    }
    sheet.addEventListener("touchstart", start, { passive: true })
    sheet.addEventListener("touchend", end, { passive: true })
  }
}

// Sharing: selected text becomes a passage. The text content of the article is the stored text;
// only here do UTF-16 units become code points.

function watchSelection() {
  const bar = byId("selection")
  let span = null
  byId("note").hidden = !recall("editor")
  document.addEventListener("selectionchange", () => {
    const range = selectedRange()
    bar.hidden = !range
    if (!range) return
    span = trimmedSpan(range)
    const { article, revision } = byId("article-text").dataset
    byId("note").href = "/notes/new?" + new URLSearchParams({ article, revision, ...span })
    placeBar(bar, range.getBoundingClientRect())
  })
  bar.onpointerdown = (event) => event.preventDefault()
  byId("share").onclick = () => sharePassage(span)
}

function placeBar(bar, selected) {
  const top = Math.max(8, Math.min(selected.bottom + 8, innerHeight - 56))
  bar.style.top = top + scrollY + "px"
  bar.style.left = Math.max(8, Math.min(selected.left + scrollX, innerWidth - 240)) + "px"
}

/** The selected stretch of the article's text, or null where nothing of it is selected. */
function selectedRange() {
  const text = byId("article-text")
  const selection = getSelection()
  if (!selection.rangeCount || selection.isCollapsed) return null
  const range = selection.getRangeAt(0).cloneRange()
  const [isStartInside, isEndInside] = [range.startContainer, range.endContainer].map((node) =>
    text.contains(node),
  )
  if (!isStartInside && !isEndInside) return null
  // A triple click on the last paragraph ends in what follows the text, and a drag may overshoot.
  if (!isStartInside) range.setStart(text, 0)
  if (!isEndInside) range.setEnd(text, text.childNodes.length)
  return range.toString().trim() ? range : null
}

/** A range as code points of the article's text, without white space at its ends. */
function trimmedSpan(range) {
  const words = range.toString()
  const leading = words.length - words.trimStart().length
  const before = document.createRange()
  before.selectNodeContents(byId("article-text"))
  before.setEnd(range.startContainer, range.startOffset)
  const start = [...before.toString()].length + leading
  return { start, end: start + [...words.trim()].length }
}

async function sharePassage(span) {
  const button = byId("share")
  const { article, revision } = byId("article-text").dataset
  const answer = await fetch("/api/passages", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ article: +article, revision: +revision, ...span }),
  }).catch(() => null)
  const data = answer && (await answer.json().catch(() => null))
  if (!answer || !answer.ok) return showStatus(data?.error?.message || button.dataset.failed)
  const isCopied = await copyText(data.url)
  showStatus(isCopied ? button.dataset.copied : button.dataset.created, data.url)
  byId("selection").hidden = true
}

async function copyText(words) {
  try {
    await navigator.clipboard.writeText(words)
    return true
  } catch {
    return false
  }
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

function scrollToPassage() {
  const mark = byId("passage") || byId("removed") || byId("replacement")
  if (mark && !location.hash) mark.scrollIntoView({ block: "center" })
}

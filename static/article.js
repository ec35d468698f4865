// The reading page: a pointer that rests on a mark opens its card, and so does focus; taps are for
// touch.js. Needs app.js, panel.js and htmx.
"use strict"

const REST_MS = 150
const LINGER_MS = 300
/** So long a card that was shown is shown again without asking. */
const FRESH_MS = 60_000
const CARD_GAP_PX = 8
/** The lowest certainty (the number that ends a `data-categories` token) that each step shows. */
const LEAST_CERTAINTY = { few: 3, some: 2, all: 1 }

/** What fingers do (touch.js), where there may be any and once it is loaded. */
let fingers = null

const hasModifier = (event) => event.ctrlKey || event.metaKey || event.shiftKey

addEventListener("DOMContentLoaded", () => {
  watchPointer()
  watchFocus()
  watchTextClicks()
  if (navigator.maxTouchPoints) import(later.touch).then(watchFingers)
  document.addEventListener("selectionchange", () => {
    if (getSelection().isCollapsed && byId("selection").hidden) return
    import(later.sharing).then(({ offerSharing }) => offerSharing())
  })
})

// Marks

function markOf(node) {
  return node.closest && node.closest("#article-text mark[data-annotations]")
}

/** The annotations of a mark that are shown, shortest first: each its id and its category. */
function shownAnnotations(mark) {
  const hidden = (root.dataset.hide || "").split(" ")
  if (hidden.includes("quotation")) hidden.push("attitude", "reported")
  const least = LEAST_CERTAINTY[root.dataset.density] || LEAST_CERTAINTY.some
  const ids = mark.dataset.annotations.split(" ")
  const categories = mark.dataset.categories.split(" ")
  return categories
    .map((token, place) => [ids[place], token.slice(0, -2), token.at(-1)])
    .filter(([, category, certainty]) => certainty >= least && !hidden.includes(category))
}

const shortestShown = (mark) => shownAnnotations(mark)[0]?.[0]

function highlight(id) {
  const text = byId("article-text")
  for (const mark of text.querySelectorAll("mark.highlighted")) mark.classList.remove("highlighted")
  if (!id) return
  for (const mark of marksOf(id)) mark.classList.add("highlighted")
}

const marksOf = (id) => document.querySelectorAll(`#article-text mark[data-annotations~="${id}"]`)

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
  /** What was shown by id: its HTML, and when it came. */
  seen: new Map(),
  restTimer: 0,
  leaveTimer: 0,
  pointer: null,
  /** While the focus returns to its mark, which opens none. */
  isLeft: false,
  scrolledAt: 0,
}
const isCardOpen = () => byId("card").matches(":popover-open")
const isSheet = () => byId("card").classList.contains("sheet")
const isInCard = (node) => byId("card").contains(node)

/** Opens the card of a mark's shortest annotation, or of that with this `id`. */
async function openCard(mark, asSheet, id = shortestShown(mark)) {
  const isShown = card.shownFor === id && isCardOpen()
  const isSelecting = !asSheet && !getSelection().isCollapsed
  if (!id || isShown || isSelecting) return
  const request = ++card.request
  if (!showSeen(id)) {
    const isLoaded = await load(inLanguage("/cards/" + id), byId("card"))
    if (request !== card.request) return
    if (isLoaded) keepSeen(id)
    else showFailure(byId("card"))
  }
  card.shownFor = id
  card.opener = mark
  highlight(id)
  showCard(asSheet)
}

function showSeen(id) {
  const [html, at] = card.seen.get(id) || [""]
  if (!html || Date.now() - at > FRESH_MS) return false
  byId("card").innerHTML = html
  return true
}

function keepSeen(id) {
  const isError = byId("card").querySelector("[data-again]")
  if (!isError) card.seen.set(id, [byId("card").innerHTML, Date.now()])
}

function showCard(asSheet) {
  const element = byId("card")
  element.classList.toggle("sheet", asSheet)
  if (asSheet) element.removeAttribute("style")
  else if (card.pointer) element.append(byId("hover-off").content.cloneNode(true))
  else announce(element)
  element.showPopover()
  if (asSheet) keepInSight(card.opener, element)
  else placeCard(card.opener)
  element.classList.add("shown")
}

/** Says what a card is about that focus opened, for the focus stays with the mark. */
function announce(element) {
  const said = [...element.querySelectorAll("h2, h2 + p")].map((one) => one.textContent.trim())
  byId("announced").textContent = said.join(". ").replace(/\s+/g, " ")
}

/** Below the line pointed at, or below a short mark; above where there is more room. Where there is
 * too little on both sides (a window at 400 %), it scrolls on the side that has more. */
function placeCard(mark) {
  const element = byId("card")
  element.style.maxHeight = ""
  const size = element.getBoundingClientRect()
  const lines = [...mark.getClientRects()]
  const y = card.pointer && card.pointer.clientY
  const isShort = lines.length < 4
  const line = lines.find((one) => card.pointer && one.top <= y && one.bottom >= y) || lines[0]
  const top = (isShort ? lines.at(-1) : line).bottom + CARD_GAP_PX
  const bottom = (isShort ? lines[0] : line).top - CARD_GAP_PX
  const below = innerHeight - top - CARD_GAP_PX
  const isBelow = size.height <= below || below > bottom
  const height = Math.min(size.height, Math.max(below, bottom - CARD_GAP_PX))
  if (height < size.height) element.style.maxHeight = height + "px"
  element.style.top = (isBelow ? top : bottom - height) + "px"
  element.style.left = Math.max(16, Math.min(line.left, innerWidth - size.width - 16)) + "px"
}

function closeCard() {
  card.request++
  card.shownFor = null
  clearTimeout(card.restTimer)
  clearTimeout(card.leaveTimer)
  highlight("")
  byId("announced").textContent = ""
  if (!isCardOpen()) return
  byId("card").hidePopover()
  byId("card").classList.remove("shown", "sheet")
}

function openWhenRested(mark) {
  clearTimeout(card.restTimer)
  if (root.dataset.hover === "off") return
  card.restTimer = setTimeout(() => openCard(mark, false), REST_MS)
}

function closeUnlessReturned(isLeft = () => true) {
  clearTimeout(card.leaveTimer)
  card.leaveTimer = setTimeout(() => isLeft() && closeCard(), LINGER_MS)
}

function watchPointer() {
  const text = byId("article-text")
  const markUnder = (event) => event.pointerType !== "touch" && markOf(event.target)
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

/** Scrolling closes a card that a pointer opened; one that focus opened goes along. */
function onScroll() {
  card.scrolledAt = Date.now()
  if (isSheet()) return
  if (card.pointer || !isFocusHere()) return closeCard()
  if (isCardOpen()) placeCard(card.opener)
}

const isFocusHere = () => isInCard(document.activeElement) || markOf(document.activeElement)

function watchFocus() {
  const text = byId("article-text")
  text.addEventListener("focusin", (event) => {
    const mark = markOf(event.target)
    if (!mark || card.isLeft || !event.target.matches(":focus-visible")) return
    clearTimeout(card.leaveTimer)
    card.pointer = null
    openCard(mark, false)
  })
  for (const place of [text, byId("card")]) {
    place.addEventListener("focusout", () => isSheet() || closeUnlessReturned(() => !isFocusHere()))
  }
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") return leave(event)
    if (event.key !== "ArrowDown" || !isCardOpen() || !markOf(document.activeElement)) return
    event.preventDefault()
    byId("card").focus()
  })
}

/** Escape closes the card, else the panel; focus returns to the mark. */
function leave(event) {
  if (event.defaultPrevented || document.querySelector("dialog:modal")) return
  if (!isCardOpen()) return dismissPanel()
  const wasInside = isInCard(document.activeElement)
  dismissCard()
  if (!wasInside || !card.opener) return
  card.isLeft = true
  focusQuietly(card.opener.querySelector("a"))
  card.isLeft = false
}

function focusQuietly(element) {
  if (element) element.focus({ preventScroll: true })
}

// Clicks and taps on the text

function watchTextClicks() {
  byId("article-text").addEventListener("pointerdown", allowSelectionInLink)
  byId("article-text").addEventListener("click", onTextClick)
}

function watchFingers(module) {
  fingers = module
  fingers.watch()
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

function openPanelOf(mark, id) {
  closeCard()
  panel.opener = mark.querySelector("a") || document.querySelector(`a[data-card="${id}"]`)
  visitPanel(inLanguage("/panels/annotation/" + id))
}

function onTextClick(event) {
  const mark = markOf(event.target)
  if (!mark || event.button || hasModifier(event)) return
  event.preventDefault()
  const isSelecting = event.detail > 1 || !getSelection().isCollapsed
  const [shown] = shownAnnotations(mark)
  if (shown && !isSelecting) openMark(mark, shown, event.pointerType)
}

function openMark(mark, shown, pointerType) {
  if (pointerType === "touch" && fingers) fingers.tap(mark, shown)
  else openPanelOf(mark, shown[0])
}

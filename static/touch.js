// Fingers on the reading page: what a tap opens, and swipes that close a sheet. Needs app.js,
// article.js and panel.js; loaded where there may be fingers.

const SWIPE_PX = 70
const SPEECH = ["quotation", "reported", "attitude"]

let touch = null

/** Listens from now on. */
export function watch() {
  const note = (event) => {
    touch = event.touches[0]
  }
  addEventListener("touchstart", note, { passive: true })
  // Before what a click does else: a tap in the margin is no tap on the page.
  document.addEventListener("click", onMarginTap, { capture: true })
  watchSwipes()
}

/** Opens a mark; words that somebody said are read, not tapped: they open by their margin. */
export function tap(mark, [id, category]) {
  if (!SPEECH.includes(category)) tapOpen(mark, id)
}

/** Whether a tap is beside the text. The click itself may have been moved to a link nearby. */
function isInMargin(event) {
  if (event.pointerType !== "touch" || !touch) return false
  const text = byId("article-text")
  const { left, right } = text.getBoundingClientRect()
  if (getComputedStyle(text).direction === "rtl") return touch.clientX > right
  return touch.clientX < left
}

/** A tap in the margin opens the quotation whose bar stands there. */
function onMarginTap(event) {
  if (!isInMargin(event) || event.target.closest("#side, #card")) return
  const beside = quotationBeside(touch.clientY)
  if (!beside && !event.target.closest("#article-text mark")) return
  event.stopImmediatePropagation()
  event.preventDefault()
  if (beside) tapOpen(...beside)
}

/** The mark and the id of the quotation that has a line at this height of the window. */
function quotationBeside(y) {
  const isThere = (line) => line.top <= y && y <= line.bottom
  for (const mark of document.querySelectorAll("#article-text mark.quotation")) {
    const shown = shownAnnotations(mark).find(([, category]) => SPEECH.includes(category))
    if (shown && [...mark.getClientRects()].some(isThere)) return [mark, shown[0]]
  }
  return null
}

function tapOpen(mark, id) {
  closeCard()
  card.pointer = null
  if (isNarrow()) visit({ card: id })
  openCard(mark, isNarrow(), id)
}

/** A swipe down from its top closes a sheet. */
function watchSwipes() {
  for (const [sheet, close] of [[byId("card"), dismissCard], [byId("side"), dismissPanel]]) {
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

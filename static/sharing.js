// Selected words: shared as a passage, copied with a citation, noted, put on a board. The text
// content of the article is the stored text; only here do UTF-16 units become code points. Needs
// app.js and article.js; loaded when words are selected.

const GAP_PX = 8
/** Below the handles with which a finger changes a selection. */
const GAP_FOR_HANDLES_PX = 34

document.addEventListener("copy", addSource)

/** Shows beside the selected words what can be done with them. */
export function offerSharing() {
  const bar = byId("selection")
  const range = selectedRange()
  bar.hidden = !range
  if (!range) return
  const span = trimmedSpan(range)
  const { article, revision } = byId("article-text").dataset
  byId("note").href =
    inLanguage("/notes/new?") + new URLSearchParams({ article, revision, ...span })
  bar.onpointerdown = (event) => event.preventDefault()
  byId("share").onclick = () => copyPassage(byId("share"), span, ({ url }) => url)
  byId("cite").onclick = () => copyPassage(byId("cite"), span, citation)
  byId("board").onclick = () => putOnBoard(span)
  placeBar(bar, range.getBoundingClientRect())
}

/** For keys: leads to what can be done with the selected words, else with those of `element`. */
export function enter(element) {
  if (!selectedRange()) getSelection().selectAllChildren(element)
  offerSharing()
  byId("selection").onkeydown = (event) => {
    if (event.key !== "Escape") return
    event.preventDefault()
    getSelection().removeAllRanges()
    byId("selection").hidden = true
    focusQuietly(element)
  }
  byId("share").focus({ focusVisible: true })
}

/** Below the words; above where there is no room, so that it never lies on what is selected. */
function placeBar(bar, selected) {
  const gap = matchMedia("(pointer: coarse)").matches ? GAP_FOR_HANDLES_PX : GAP_PX
  const most = { top: innerHeight - bar.offsetHeight - GAP_PX, left: innerWidth - bar.offsetWidth }
  const below = selected.bottom + gap
  const above = selected.top - gap - bar.offsetHeight
  const top = below > most.top && above >= GAP_PX ? above : Math.min(below, most.top)
  bar.style.top = Math.max(GAP_PX, top) + scrollY + "px"
  bar.style.left = Math.max(GAP_PX, Math.min(selected.left + scrollX, most.left - GAP_PX)) + "px"
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

/** The passage of these words. Throws what to tell the reader. */
async function passageOf(span) {
  const { article, revision } = byId("article-text").dataset
  const answer = await fetch("/api/passages", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ article: +article, revision: +revision, ...span }),
  }).catch(() => null)
  const data = answer && (await answer.json().catch(() => null))
  if (answer?.ok) return data
  throw new Error(data?.error?.message || byId("selection").dataset.failed)
}

/** The words with what they are from, as `/p/CODE/cite` has them. */
async function citation({ code }) {
  const answer = await fetch(`/p/${code}/cite?format=text`)
  if (!answer.ok) throw new Error(byId("selection").dataset.failed)
  return (await answer.text()).trim()
}

/** Makes a passage of the words, copies what `write` makes of it, and says so with a link. */
async function copyPassage(button, span, write) {
  const made = passageOf(span)
  const isCopied = await copy(made.then(write))
  try {
    const { code, url } = await made
    const link = button.id === "cite" ? inLanguage(`/p/${code}/cite`) : url
    showStatus(isCopied ? button.dataset.copied : button.dataset.made, link)
    byId("selection").hidden = true
  } catch (error) {
    showStatus(error.message)
  }
}

/** Copies words that are still on their way: later it would no longer be the reader's doing. */
async function copy(words) {
  const blob = words.then((text) => new Blob([text], { type: "text/plain" }))
  try {
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })])
    return true
  } catch {
    blob.catch(() => {})
  }
  try {
    await navigator.clipboard.writeText(await words)
    return true
  } catch {
    return false
  }
}

async function putOnBoard(span) {
  try {
    const { code } = await passageOf(span)
    location.assign(inLanguage("/boards?") + new URLSearchParams({ code }))
  } catch (error) {
    showStatus(error.message)
  }
}

/** Copied words carry their source where the reader wants that, and nothing of their marks. */
function addSource(event) {
  const isInField = document.activeElement.matches("input, textarea")
  if (root.dataset.copying !== "source" || isInField || !selectedRange()) return
  const { source } = byId("selection").dataset
  event.clipboardData.setData("text/plain", `${getSelection()}\n\n— ${source}`)
  event.preventDefault()
}

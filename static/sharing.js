// Sharing: selected text becomes a passage. The text content of the article is the stored text;
// only here do UTF-16 units become code points. Needs app.js and article.js; loaded when words are
// selected.

/** Shows beside the selected words what can be done with them. */
export function offerSharing() {
  const bar = byId("selection")
  const range = selectedRange()
  bar.hidden = !range
  if (!range) return
  const span = trimmedSpan(range)
  const { article, revision } = byId("article-text").dataset
  byId("note").hidden = !recall("editor")
  const place = new URLSearchParams({ article, revision, ...span })
  byId("note").href = inLanguage("/notes/new?") + place
  bar.onpointerdown = (event) => event.preventDefault()
  byId("share").onclick = () => sharePassage(span)
  placeBar(bar, range.getBoundingClientRect())
}

/** The selected words, or else those of this element. */
export function share(element) {
  let range = selectedRange()
  if (!range) {
    range = document.createRange()
    range.selectNodeContents(element)
  }
  sharePassage(trimmedSpan(range))
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

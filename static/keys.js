// Keys of one letter, loaded by the first that is pressed. Needs app.js; in an article also
// article.js and panel.js. What the keys are is said to people at /keys
// (app/web/pages/help/commands.py).

const GO_MS = 1_500
/** Where a paragraph is put, and from where on one is the next: a quarter down the window. */
const READING_LINE = 0.25
const PAGES = {
  b: "/boards",
  c: "/claims",
  e: "/entities",
  i: "/import",
  l: "/",
  n: "/notes",
  q: "/quotes",
  s: "/search",
  v: "/verify",
}
const KINDS = { c: "claim", d: "date", e: "entity", q: "quotation" }
const IN_ARTICLES = {
  j: () => goToParagraph(1),
  k: () => goToParagraph(-1),
  m: switchMarks,
  n: () => goToMark(1),
  p: () => goToMark(-1),
  s: sharePlace,
}

let goUntil = 0

/** Does what a key says; `g` waits for a second one. */
export function press(key) {
  if (Date.now() < goUntil) {
    goUntil = 0
    if (PAGES[key]) location.assign(inLanguage(PAGES[key]))
    return
  }
  if (key === "g") goUntil = Date.now() + GO_MS
  if (key === "?") showKeys()
  if (!byId("article-text")) return
  if (IN_ARTICLES[key]) IN_ARTICLES[key]()
  if (KINDS[key]) switchKind(byId("show-" + KINDS[key]))
}

/** The page of the keys as a dialog. */
async function showKeys() {
  const answer = await fetch(inLanguage("/keys")).catch(() => null)
  if (!answer || !answer.ok) return
  const page = new DOMParser().parseFromString(await answer.text(), "text/html")
  const dialog = document.createElement("dialog")
  dialog.className = "keys"
  dialog.setAttribute("aria-labelledby", "keys-title")
  dialog.append(page.getElementById("keys"))
  dialog.querySelector("form").hidden = false
  dialog.onclose = () => dialog.remove()
  document.body.append(dialog)
  showSwitches()
  showEditorLinks()
  dialog.showModal()
}

// Paragraphs

const blocks = () =>
  [...byId("article-text").querySelectorAll("[id]")].filter(({ id }) => /^p\d+$/.test(id))

/** The paragraph that was gone to, or that the focus is in; else the one at the reading line. */
function currentBlock() {
  const focused = blocks().find((block) => block.contains(document.activeElement))
  const gone = byId("article-text").querySelector(".current")
  const near = [focused, gone].find((block) => block && isNear(block))
  return near || blocks().find((block) => bottomOf(block) > innerHeight * READING_LINE)
}

const bottomOf = (element) => element.getBoundingClientRect().bottom
const isNear = (element) =>
  bottomOf(element) > 0 && element.getBoundingClientRect().top < innerHeight

function goToParagraph(by) {
  const every = blocks()
  const current = currentBlock()
  // Nobody has gone anywhere yet: the first is the one that is being read.
  const isFirst = by > 0 && !byId("article-text").querySelector(".current") && current
  const next = isFirst ? current : every[every.indexOf(current) + by]
  if (!next) return
  byId("article-text").querySelector(".current")?.classList.remove("current")
  next.classList.add("current")
  next.tabIndex = -1
  next.focus({ preventScroll: true })
  const top = next.getBoundingClientRect().top - innerHeight * READING_LINE
  scrollBy({ top, behavior: "instant" })
}

// Marks

/** Focuses the next mark that can have the focus; its card opens as it does for Tab. */
function goToMark(by) {
  const links = [...byId("article-text").querySelectorAll("a[data-card]:not([tabindex='-1'])")]
  for (let at = startingPlace(links, by); links[at]; at += by) {
    links[at].focus({ preventScroll: true, focusVisible: true })
    if (document.activeElement === links[at]) {
      if (!isInSight(links[at])) links[at].scrollIntoView({ block: "center", behavior: "instant" })
      return
    }
  }
}

/** The place after (or before) what has the focus; without a focus here, what is in sight. */
function startingPlace(links, by) {
  const focused = document.activeElement
  const isHere = byId("article-text").contains(focused) && isNear(focused)
  const follows = (link) =>
    isHere
      ? focused.compareDocumentPosition(link) & Node.DOCUMENT_POSITION_FOLLOWING
      : bottomOf(link) > 0
  const first = links.findIndex(follows)
  const after = first < 0 ? links.length : first
  if (by > 0) return after
  return links[after - 1] === focused ? after - 2 : after - 1
}

function isInSight(element) {
  const { top, bottom } = element.getBoundingClientRect()
  return top > 0 && bottom < innerHeight * (1 - READING_LINE)
}

function switchKind(box) {
  if (!box) return
  box.click()
  sayShown(box.checked, box.labels[0].textContent)
}

function sayShown(isOn, kind) {
  const words = byId("legend").dataset[isOn ? "on" : "off"]
  showStatus(words.replace("{kind}", kind.trim()))
}

/** Turns every kind off, or on again those that were on. */
function switchMarks() {
  const boxes = legendBoxes()
  if (!boxes.length) return
  const on = boxes.filter((box) => box.checked)
  if (on.length) remember("shown", on.map((box) => box.value).join(" "))
  const before = recall("shown").split(" ")
  const changing = on.length ? on : boxes.filter((box) => before.includes(box.value))
  for (const box of changing) box.click()
  sayShown(!on.length, byId("legend").ariaLabel)
}

async function sharePlace() {
  const { enter } = await import(later.sharing)
  enter(currentBlock())
}

// The command palette: names, articles, quotations, pages and actions by a few letters. Loaded when
// it is first asked for. Its words come from /palette, what is found from /api/suggestions.
// A combobox with a listbox (WAI-ARIA APG 1.2): the focus stays in the field.

const PAUSE_MS = 120
const MOST_COMMANDS = 4

let palette = null
let asking = null
let timer = 0
/** Whether an answer is awaited, and whether Enter was pressed meanwhile. */
const pending = { isAsked: false, isChosen: false }

/** Opens the palette with what was typed meanwhile, or closes it where it is open. */
export async function open(takeTyped) {
  palette ||= build()
  const dialog = await palette
  const typed = takeTyped()
  if (!dialog) {
    palette = null
    location.assign(inLanguage("/search"))
    return
  }
  if (dialog.open) return dialog.close()
  document.querySelector("dialog:modal")?.close()
  field().value = typed
  dialog.showModal()
  onInput()
}

const field = () => byId("palette").querySelector("input")
const part = (selector) => byId("palette").querySelector(selector)
const options = () => [...byId("palette").querySelectorAll("[role=option]")].filter(isShown)
const isShown = (option) => !option.closest("[hidden]")
const active = () => part("[aria-selected=true]")

/** The dialog, or null where the server cannot be reached. */
async function build() {
  const answer = await fetch(inLanguage("/palette")).catch(() => null)
  if (!answer || !answer.ok) return null
  document.body.insertAdjacentHTML("beforeend", await answer.text())
  const dialog = byId("palette")
  let number = 0
  for (const option of dialog.querySelectorAll("[role=option]")) option.id = `option-${++number}`
  field().oninput = onInput
  dialog.addEventListener("keydown", onKey)
  dialog.addEventListener("click", onClick)
  dialog.addEventListener("pointermove", (event) => activate(event.target.closest("[role=option]")))
  dialog.addEventListener("close", stopAsking)
  return dialog
}

// Asking

function onInput() {
  stopAsking()
  const q = field().value.trim()
  pending.isAsked = Boolean(q)
  if (!q) return showFound([])
  timer = setTimeout(() => ask(q), PAUSE_MS)
}

/** What was asked before is of no use any more. */
function stopAsking() {
  clearTimeout(timer)
  asking?.abort()
  pending.isChosen = false
}

async function ask(q) {
  asking = new AbortController()
  const { signal } = asking
  try {
    const answer = await fetch("/api/suggestions?" + new URLSearchParams({ q }), { signal })
    if (!answer.ok) throw new Error(answer.status)
    showFound((await answer.json()).items)
  } catch (error) {
    if (error.name !== "AbortError") showFound([], part("[role=status]").dataset.failed)
  }
}

// Showing

/** Fills the groups with what was found, and says how much there is. */
function showFound(items, failure) {
  showCommands(field().value.trim())
  for (const group of byId("palette").querySelectorAll("[data-found]")) {
    const found = items.filter((item) => item.group === group.dataset.found)
    group.replaceChildren(...found.map(optionOf))
    group.hidden = !found.length
  }
  const status = part("[role=status]")
  const { count, none } = status.dataset
  const number = options().length - (field().value.trim() ? 1 : 0)
  const words = number ? count.replace("{count}", number) : none.replace("{words}", field().value)
  status.textContent = failure || words
  activate(options()[0])
  pending.isAsked = false
  if (pending.isChosen) choose(active())
}

/** Everything where nothing is typed, else the commands that have a word which begins so. */
function showCommands(q) {
  const isArticle = Boolean(byId("article-text"))
  let left = q ? MOST_COMMANDS : Infinity
  for (const option of byId("palette").querySelectorAll("[data-commands] [role=option]")) {
    const { key, editor } = option.dataset
    const isHere = key === undefined || key === "?" || isArticle
    const isAllowed = editor === undefined || recall("editor")
    const begins = (" " + option.firstElementChild.textContent).toLowerCase()
    option.hidden = !isHere || !isAllowed || !begins.includes(" " + q.toLowerCase()) || left-- <= 0
  }
  for (const group of byId("palette").querySelectorAll("[data-commands]")) {
    group.hidden = !group.querySelector("[role=option]:not([hidden])")
  }
  part("[data-search]").hidden = !q
  part("[data-search] [role=option]").dataset.href =
    inLanguage("/search?") + new URLSearchParams({ q })
}

function optionOf(item, place) {
  const option = document.createElement("div")
  option.setAttribute("role", "option")
  option.id = `${item.group}-${place}`
  const address = new URL(item.url)
  option.dataset.href = inLanguage(address.pathname + address.search)
  const [title, detail] = [document.createElement("span"), document.createElement("span")]
  title.textContent = item.title
  title.dir = "auto"
  if (item.language) title.lang = item.language
  detail.textContent = item.detail
  detail.className = "soft small"
  option.append(title, " ", detail)
  return option
}

function activate(option) {
  if (!option) return
  active()?.setAttribute("aria-selected", "false")
  option.setAttribute("aria-selected", "true")
  field().setAttribute("aria-activedescendant", option.id)
  option.scrollIntoView({ block: "nearest" })
}

// Choosing

function onKey(event) {
  const steps = { ArrowDown: 1, ArrowUp: -1 }
  const every = options()
  if (event.isComposing) return
  if (steps[event.key]) {
    event.preventDefault()
    const next = every.indexOf(active()) + steps[event.key]
    activate(every.at(next % every.length))
  } else if (event.key === "Enter" && event.target === field()) {
    event.preventDefault()
    // What is shown may still belong to fewer letters.
    if (pending.isAsked) pending.isChosen = true
    else choose(active(), event.ctrlKey || event.metaKey)
  }
}

function onClick(event) {
  const option = event.target.closest("[role=option]")
  if (option) return choose(option, event.ctrlKey || event.metaKey)
  if (event.target === byId("palette") || event.target.closest(".close")) byId("palette").close()
}

async function choose(option, isElsewhere) {
  if (!option || !isShown(option)) return
  const { href, key } = option.dataset
  byId("palette").close()
  if (href) return isElsewhere ? window.open(href) : location.assign(href)
  const { press } = await import(later.keys)
  press(key)
}

// What every page needs a script for: theme and size, keys, forms, the editor's links, and what is
// remembered of an article's legend. Loaded in the head, before the body, so that a
// remembered theme never flashes.
"use strict"

const LOOK = ["theme", "size", "face", "width", "spacing"]
const REMEMBERED = [...LOOK, "copying", "hide", "density", "hover"]
/** Addresses of scripts that are loaded when needed. */
const later = document.currentScript.dataset
const SCROLLED_PX = 12
const END_PX = 80

const root = document.documentElement
const byId = (id) => document.getElementById(id)
/** The address of a page in the language of this one. */
globalThis.inLanguage = (path) => (root.dataset.base || "") + path

for (const key of REMEMBERED) {
  if (recall(key)) root.dataset[key] = recall(key)
}

addEventListener("DOMContentLoaded", () => {
  setUpAppearance()
  addEventListener("keydown", onKey)
  addEventListener("input", selectChoiceBeside)
  addEventListener("change", rememberSwitch)
  showSwitches()
  showEditorLinks()
  setUpLegend()
  document.addEventListener("click", onPaletteClick)
  document.addEventListener("htmx:after:swap", showNewAnnotations)
})

// What is remembered. Without storage (a private window, say) everything works but memory.

function remember(key, value) {
  try {
    localStorage.setItem("gloss-" + key, value)
  } catch {}
}

function recall(key) {
  try {
    return localStorage.getItem("gloss-" + key) || ""
  } catch {
    return ""
  }
}

function choose(key, value) {
  root.dataset[key] = value
  remember(key, value)
}

// The frame of every page: theme, search, forms, the editor's links.

function setUpAppearance() {
  for (const input of document.querySelectorAll("#look input")) {
    input.checked = (root.dataset[input.name] || "") === input.value
    input.onchange = () => choose(input.name, input.value)
  }
}

/** Switches (`data-remember`) are on unless they are remembered as off. */
function showSwitches() {
  for (const box of document.querySelectorAll("[data-remember]")) {
    box.checked = recall(box.dataset.remember) !== "off"
  }
}

function rememberSwitch(event) {
  const { remember: key } = event.target.dataset
  if (key) choose(key, event.target.checked ? "" : "off")
}

// Keys: not while somebody writes; those of one letter can be switched off.

function onKey(event) {
  const isCommand = event.ctrlKey || event.metaKey
  if (isCommand && event.key === "k") return openPalette(event)
  if (typedAhead !== null) return typeAhead(event)
  if (event.key === "Escape" && event.target === byId("q")) event.target.blur()
  if (!isCommand && !isWriting(event)) onLetter(event)
}

function onLetter(event) {
  if (event.altKey || recall("keys") === "off") return
  if (/^[?a-z]$/.test(event.key)) import(later.keys).then(({ press }) => press(event.key))
  if (event.key !== "/") return
  event.preventDefault()
  byId("q").focus()
}

/** Whether keys belong to what has the focus. */
function isWriting(event) {
  const fields = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]"
  return event.isComposing || event.target.closest(fields) || document.querySelector("dialog:modal")
}

/** What is typed while the palette is on its way, or null. */
let typedAhead = null

/** Without the script the link leads to the search. */
function openPalette(event) {
  event.preventDefault()
  typedAhead = ""
  import(later.palette).then(({ open }) => open(takeTyped), takeTyped)
}

function typeAhead(event) {
  event.preventDefault()
  if (event.key.length === 1) typedAhead += event.key
}

function takeTyped() {
  const typed = typedAhead
  typedAhead = null
  return typed
}

function onPaletteClick(event) {
  if (event.target.closest("[data-palette]") && !event.ctrlKey && !event.metaKey) openPalette(event)
}

/** Typing into a field beside a radio button selects that button. */
function selectChoiceBeside(event) {
  const value = event.target.dataset.selects
  if (!value) return
  const choice = event.target.form.querySelector(`[type=radio][value="${value}"]`)
  if (choice) choice.checked = true
}

/** A browser in which somebody signed in shows links to the editor's pages from then on. */
function showEditorLinks() {
  if (document.querySelector("[action='/signout']")) remember("editor", "1")
  if (!recall("editor")) return
  for (const link of document.querySelectorAll("[data-editor]")) link.hidden = false
}

// The legend of an article: the style sheet hides what is off, the script remembers it.

const legendBoxes = () => [...document.querySelectorAll("#legend [id^=show-]")]

function setUpLegend() {
  const boxes = legendBoxes()
  const hidden = () => boxes.filter((box) => !box.checked).map((box) => box.value).join(" ")
  for (const box of boxes) {
    box.checked = !recall("hide").split(" ").includes(box.value)
    box.onchange = () => choose("hide", hidden())
  }
  setTabStops()
  const button = document.querySelector(".marks-button")
  if (button) addEventListener("scroll", () => hideWhileReading(button), { passive: true })
  for (const step of document.querySelectorAll("#legend [type=radio]")) {
    if (recall("density")) step.checked = step.value === recall("density")
    step.onchange = () => {
      choose("density", step.value)
      setTabStops()
    }
  }
}

let scrolledTo = 0

/** The legend's button goes away while one reads on, and comes back at the end. */
function hideWhileReading(button) {
  const by = scrollY - scrolledTo
  const isAtEnd = innerHeight + scrollY > root.scrollHeight - END_PX
  if (Math.abs(by) < SCROLLED_PX && !isAtEnd) return
  scrolledTo = scrollY
  button.classList.toggle("away", by > 0 && !isAtEnd)
}

/** Links that are not drawn by default are tab stops only where everything is shown. */
function setTabStops() {
  const tabIndex = root.dataset.density === "all" ? 0 : -1
  for (const link of document.querySelectorAll("mark > a[tabindex]")) link.tabIndex = tabIndex
}

/** An article that has just been annotated took the place of what its page showed before. */
function showNewAnnotations(event) {
  if (!event.target.matches(".reading")) return
  panel.initial = byId("side").innerHTML
  panel.request++
  panel.path = ""
  card.seen.clear()
  showSwitches()
  showEditorLinks()
  setTabStops()
}

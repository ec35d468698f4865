// What every page needs a script for: theme and size, the search key, forms, the editor's links,
// and what is remembered of an article's legend. Loaded in the head, before the body, so that a
// remembered theme never flashes.
"use strict"

const REMEMBERED = ["theme", "size", "face", "width", "spacing", "hide", "density"]

const root = document.documentElement
const byId = (id) => document.getElementById(id)

for (const key of REMEMBERED) {
  if (recall(key)) root.dataset[key] = recall(key)
}

addEventListener("DOMContentLoaded", () => {
  setUpAppearance()
  addEventListener("keydown", focusSearchOnSlash)
  addEventListener("input", selectChoiceBeside)
  showEditorLinks()
  setUpLegend()
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

function focusSearchOnSlash(event) {
  if (event.key !== "/" || event.ctrlKey || event.metaKey) return
  if (event.target.closest("input, textarea, select, [contenteditable]")) return
  event.preventDefault()
  byId("q").focus()
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

function setUpLegend() {
  const boxes = [...document.querySelectorAll("#legend [type=checkbox]")]
  const hidden = () => boxes.filter((box) => !box.checked).map((box) => box.value).join(" ")
  for (const box of boxes) {
    box.checked = !recall("hide").split(" ").includes(box.value)
    box.onchange = () => choose("hide", hidden())
  }
  setTabStops()
  for (const step of document.querySelectorAll("#legend [type=radio]")) {
    if (recall("density")) step.checked = step.value === recall("density")
    step.onchange = () => {
      choose("density", step.value)
      setTabStops()
    }
  }
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
  showEditorLinks()
  setTabStops()
}

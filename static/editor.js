// What the editor's pages need a script for: choosing every article of a list, and receiving a page
// from the bookmarklet. Needs app.js.
"use strict"

const PATIENCE_MS = 8_000
/** So long the button cannot be pressed: a click meant for another window imports nothing. */
const CLICK_THROUGH_MS = 800

addEventListener("DOMContentLoaded", () => {
  setUpChoosing()
  if (byId("received")) waitForPage()
})

function setUpChoosing() {
  const all = byId("choose-all")
  if (!all) return
  all.closest("label").hidden = false
  all.onchange = () => {
    for (const box of document.querySelectorAll("[name=article]")) box.checked = all.checked
  }
}

// A page arrives once, from the window that opened this one, and only with an address of its own.

function waitForPage() {
  const show = (name) => {
    for (const one of document.querySelectorAll("[data-state]")) {
      one.hidden = one.dataset.state !== name
    }
  }
  if (!window.opener) return show("alone")
  show("waiting")
  const late = setTimeout(() => show("late"), PATIENCE_MS)
  addEventListener("message", function receive(event) {
    if (event.source !== window.opener || !isPageOf(event.data, event.origin)) return
    removeEventListener("message", receive)
    clearTimeout(late)
    const bytes = new Blob([event.data.html]).size
    if (bytes > Number(byId("received").dataset.limit)) return show("large")
    fillIn(event.data, bytes)
    show("arrived")
  })
  // Says nothing but that it is there, so whoever opened this window may hear it.
  window.opener.postMessage("gloss:ready", "*")
}

/** Whether this is a page, and its address one of the site that sent it. */
function isPageOf(sent, origin) {
  if (!sent || typeof sent !== "object") return false
  const words = [sent.html, sent.url, sent.title, sent.selection]
  if (words.some((one) => typeof one !== "string")) return false
  return URL.canParse(sent.url) && /^https?:/.test(sent.url) && new URL(sent.url).origin === origin
}

function fillIn(sent, bytes) {
  const form = byId("received")
  form.elements.html.value = sent.html
  form.elements.html_url.value = sent.url
  form.elements.selection.value = sent.selection
  byId("received-title").textContent = sent.title || sent.url
  byId("received-url").textContent = sent.url
  byId("received-size").textContent = Math.ceil(bytes / 1024).toLocaleString("en") + " kB"
  const words = sent.selection.trim().replace(/\s+/g, " ")
  byId("received-words").textContent = words.length > 200 ? words.slice(0, 200) + "…" : words
  byId("received-selection").hidden = !words
  // Anew whenever the window comes to the front: it may be brought there under a double click.
  let enabling
  const enableSoon = () => {
    clearTimeout(enabling)
    form.querySelector(".primary").disabled = true
    enabling = setTimeout(() => {
      form.querySelector(".primary").disabled = false
    }, CLICK_THROUGH_MS)
  }
  addEventListener("focus", enableSoon)
  enableSoon()
  showWhetherSignedIn()
}

/** Importing without being signed in would lose what arrived. */
async function showWhetherSignedIn() {
  const answer = await fetch("/import/pending?article=1", { method: "HEAD" }).catch(() => null)
  byId("received-signin").hidden = !answer || answer.status !== 401
}

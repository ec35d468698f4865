// The page of a citation: buttons that copy what stands above them. Needs app.js.
"use strict"

const DONE_MS = 3_000

for (const button of document.querySelectorAll("[data-copies]")) {
  button.hidden = false
  button.onclick = () => copyInto(button)
}

/** Copies the text that a button names and says so; where that is refused, selects it. */
async function copyInto(button) {
  const text = byId(button.dataset.copies)
  const { textContent: label } = button
  try {
    await navigator.clipboard.writeText(text.textContent)
  } catch {
    return getSelection().selectAllChildren(text)
  }
  button.textContent = button.dataset.done
  button.disabled = true
  setTimeout(() => {
    button.textContent = label
    button.disabled = false
  }, DONE_MS)
}

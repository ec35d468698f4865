// What needs a script: a pointer that rests asks for a card, a click asks for a panel, selected words become a link.
// It knows nothing of what cards and panels say. Loaded in the head, so that a remembered look never flashes.
(() => {
  const root = document.documentElement
  const keep = (key, value) => { try { localStorage.setItem("gloss-" + key, value) } catch {} }
  const kept = (key) => { try { return localStorage.getItem("gloss-" + key) || "" } catch { return "" } }
  const set = (key, value) => { root.dataset[key] = value; keep(key, value) }
  const REST = 150, LINGER = 300, SWIPE = 70

  for (const key of ["theme", "size", "hide", "density"]) if (kept(key)) root.dataset[key] = kept(key)
  addEventListener("DOMContentLoaded", () => {
    look(); search()
    if (document.querySelector("[action='/signout']")) keep("editor", "1")
    if (kept("editor")) for (const link of document.querySelectorAll("[data-editor]")) link.hidden = false
    addEventListener("input", picks)
    if (byId("article-text")) { legend(); marks(); share(); passage() }
  })

  const byId = (id) => document.getElementById(id)
  const narrow = () => matchMedia("(max-width: 65.99rem)").matches

  function look() {
    for (const input of document.querySelectorAll("#look input")) {
      input.checked = (root.dataset[input.name] || "") === input.value
      input.onchange = () => set(input.name, input.value)
    }
  }

  function search() {
    addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select, [contenteditable]")) return
      event.preventDefault()
      byId("q").focus()
    })
  }

  // What is typed beside a choice chooses it.
  function picks(event) {
    const { picks } = event.target.dataset, choice = picks && event.target.form.querySelector(`[type=radio][value="${picks}"]`)
    if (choice) choice.checked = true
  }

  // The legend and how much is marked: the style sheet hides what is off, this remembers it.
  function legend() {
    const boxes = [...document.querySelectorAll("#legend [type=checkbox]")]
    for (const box of boxes) {
      box.checked = !kept("hide").split(" ").includes(box.value)
      box.onchange = () => set("hide", boxes.filter((box) => !box.checked).map((box) => box.value).join(" "))
    }
    const stops = () => {
      for (const link of document.querySelectorAll("mark > a[tabindex]")) link.tabIndex = root.dataset.density === "all" ? 0 : -1
    }
    stops()
    for (const step of document.querySelectorAll("#legend [type=radio]")) {
      if (kept("density")) step.checked = step.value === kept("density")
      step.onchange = () => { set("density", step.value); stops() }
    }
  }

  // The ids over a mark's words that are shown, shortest first: their sort is on, and they are sure enough.
  function visible(mark) {
    const off = (root.dataset.hide || "").split(" "), least = { few: 3, all: 1 }[root.dataset.density] || 2
    if (off.includes("quotation")) off.push("attitude", "reported")
    const sorts = mark.dataset.sorts.split(" ")
    return mark.dataset.annotations.split(" ").filter((_, n) => sorts[n].at(-1) >= least && !off.includes(sorts[n].slice(0, -2)))
  }

  function marks() {
    const text = byId("article-text"), card = byId("card"), side = byId("side"), first = side.innerHTML
    let token = 0, turn = 0, resting, leaving, opener, panelOpener, pointed, scrolled = 0, shownFor

    // Whether an answer came. Without one, what stands there belongs to another mark and must not stay.
    async function ask(path, target) {
      const before = target.firstChild
      await htmx.ajax("GET", path, { source: target, target, swap: "innerHTML" }).catch(() => {})
      return target.firstChild !== before
    }
    const failed = (target) => { target.innerHTML = byId("failed").innerHTML }

    async function open(mark, asSheet) {
      const [id] = visible(mark)
      if (!id || (shownFor === id && card.matches(":popover-open")) || (!asSheet && !getSelection().isCollapsed)) return
      const mine = ++token, came = await ask("/cards/" + id, card)
      if (mine !== token) return
      if (!came) failed(card)
      shownFor = id
      opener = mark
      light(id)
      card.classList.toggle("sheet", asSheet)
      card.showPopover()
      if (!asSheet) place(mark)
      else card.removeAttribute("style")
      card.classList.add("shown")
    }

    function light(id) {
      for (const mark of text.querySelectorAll("mark.lit")) mark.classList.remove("lit")
      if (id) for (const mark of text.querySelectorAll(`mark[data-annotations~="${id}"]`)) mark.classList.add("lit")
    }

    function place(mark) {
      const lines = [...mark.getClientRects()], size = card.getBoundingClientRect(), gap = 8
      const at = lines.find((line) => pointed && line.top <= pointed.clientY && line.bottom >= pointed.clientY) || lines[0]
      const under = lines.length < 4 ? lines.at(-1).bottom : at.bottom
      const below = under + gap + size.height < innerHeight || at.top < size.height + gap
      card.style.top = (below ? under + gap : at.top - gap - size.height) + "px"
      card.style.left = Math.max(16, Math.min(at.left, innerWidth - size.width - 16)) + "px"
    }

    function close() {
      token++
      shownFor = null
      clearTimeout(resting)
      light("")
      if (card.matches(":popover-open")) { card.hidePopover(); card.classList.remove("shown") }
    }

    function openPanel(mark) {
      const [id] = visible(mark)
      if (!id) return
      close()
      panelOpener = mark.querySelector("a") || document.querySelector(`a[data-card="${id}"]`)
      beside("/panels/annotation/" + id)
    }

    function shownPanel() {
      side.classList.add("open")
      side.scrollTop = 0
      const title = side.querySelector("h2")
      if (title) { title.tabIndex = -1; title.focus({ preventScroll: true }) }
    }

    async function beside(path) {
      const mine = ++turn, came = await ask(path, side)
      if (mine !== turn) return
      if (!came) failed(side)
      shownPanel()
    }

    function closePanel() {
      turn++
      if (!side.classList.contains("open")) return
      side.classList.remove("open")
      side.innerHTML = first
      const back = panelOpener && (panelOpener.isConnected ? panelOpener : side.querySelector(`[data-panel="${panelOpener.dataset.panel}"]`))
      if (back) back.focus({ preventScroll: true })
    }

    const markOf = (node) => node.closest && node.closest("#article-text mark[data-annotations]")
    addEventListener("scroll", () => { scrolled = Date.now(); if (!card.classList.contains("sheet")) close() }, { passive: true })

    text.addEventListener("pointerover", (event) => {
      const mark = event.pointerType !== "touch" && markOf(event.target)
      if (!mark) return
      mark.classList.toggle("live", visible(mark).length > 0)
      pointed = event
      clearTimeout(resting)
      clearTimeout(leaving)
      if (Date.now() - scrolled > REST) resting = setTimeout(() => open(mark, false), REST)
    })
    text.addEventListener("pointermove", (event) => {
      const mark = event.pointerType !== "touch" && markOf(event.target)
      if (!mark || shownFor) return
      pointed = event
      clearTimeout(resting)
      resting = setTimeout(() => open(mark, false), REST)
    })
    text.addEventListener("pointerout", (event) => {
      if (event.pointerType === "touch" || !markOf(event.target)) return
      clearTimeout(resting)
      clearTimeout(leaving)
      leaving = setTimeout(close, LINGER)
    })
    card.addEventListener("pointerenter", () => clearTimeout(leaving))
    card.addEventListener("pointerleave", (event) => { if (event.pointerType !== "touch" && !card.classList.contains("sheet")) leaving = setTimeout(close, LINGER) })

    text.addEventListener("focusin", (event) => { const mark = markOf(event.target); if (mark && event.target.matches(":focus-visible")) { clearTimeout(leaving); pointed = null; open(mark, false) } })
    text.addEventListener("focusout", (event) => { if (!card.contains(event.relatedTarget)) { clearTimeout(leaving); leaving = setTimeout(() => { if (!card.contains(document.activeElement)) close() }, LINGER) } })

    // No selection can begin in a link; while the button is down it is none, so that words can be chosen from within a mark.
    text.addEventListener("pointerdown", (event) => {
      const link = event.target.closest("a[data-card]"), href = link && link.getAttribute("href")
      if (!href || event.pointerType === "touch" || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return
      link.removeAttribute("href")
      for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => link.setAttribute("href", href), { once: true })
    })
    text.addEventListener("click", (event) => {
      const mark = markOf(event.target)
      if (!mark || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return
      event.preventDefault()
      if (event.detail > 1 || !getSelection().isCollapsed || !visible(mark).length) return
      if (event.pointerType === "touch") { close(); open(mark, narrow()) }
      else openPanel(mark)
    })
    document.addEventListener("click", (event) => {
      const more = event.target.closest("[data-panel]")
      if (more && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
        event.preventDefault()
        const mark = more.closest("#card") && opener
        close()
        panelOpener = (mark && mark.querySelector("a")) || (side.classList.contains("open") && panelOpener) || more
        beside(more.dataset.panel)
      } else if (event.target.closest(".close")) { event.target.closest("#card") ? close() : closePanel() }
      else if (!event.target.closest("#card, #article-text mark")) {
        close()
        if (narrow() && !event.target.closest("#side")) closePanel()
      }
    })
    // A form that asks and changes nothing is answered beside the text too.
    side.addEventListener("submit", (event) => {
      const { side: path } = event.target.dataset
      if (!path) return
      event.preventDefault()
      beside(path + "?" + new URLSearchParams(new FormData(event.target, event.submitter)))
    })
    addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return
      if (card.matches(":popover-open")) {
        const back = card.contains(document.activeElement) && opener && opener.querySelector("a")
        close()
        if (back) back.focus({ preventScroll: true })
      } else closePanel()
    })
    for (const sheet of [card, side]) {
      let from = null
      sheet.addEventListener("touchstart", (event) => { from = sheet.scrollTop <= 0 ? event.touches[0].clientY : null }, { passive: true })
      sheet.addEventListener("touchend", (event) => {
        if (from !== null && narrow() && event.changedTouches[0].clientY - from > SWIPE) sheet === card ? close() : closePanel()
      }, { passive: true })
    }
  }

  // Selected words → a code. The article's text content is the stored text; only here do UTF-16 units become code points.
  function share() {
    const text = byId("article-text"), button = byId("share"), bar = byId("chosen"), note = byId("note")
    note.hidden = !kept("editor")
    const points = (node, offset) => {
      const before = document.createRange()
      before.selectNodeContents(text)
      before.setEnd(node, offset)
      return [...before.toString()].length
    }
    let span
    document.addEventListener("selectionchange", () => {
      const chosen = getSelection()
      const range = chosen.rangeCount && !chosen.isCollapsed ? inside(chosen.getRangeAt(0)) : null
      if (!range || !range.toString().trim()) { bar.hidden = true; return }
      span = trimmed(range)
      const at = range.getBoundingClientRect()
      note.href = `/notes/new?article=${text.dataset.article}&revision=${text.dataset.revision}&start=${span.start}&end=${span.end}`
      bar.hidden = false
      bar.style.top = Math.max(8, Math.min(at.bottom + 8, innerHeight - 56)) + scrollY + "px"
      bar.style.left = Math.max(8, Math.min(at.left + scrollX, innerWidth - 240)) + "px"
    })
    // A triple click on the last paragraph ends in what stands behind the text.
    function inside(whole) {
      if (!text.contains(whole.startContainer)) return null
      const range = whole.cloneRange()
      if (!text.contains(range.endContainer)) range.setEnd(text, text.childNodes.length)
      return range
    }
    function trimmed(range) {
      const words = range.toString(), lead = words.length - words.trimStart().length, start = points(range.startContainer, range.startOffset) + lead
      return { start, end: start + [...words.trim()].length }
    }
    bar.onpointerdown = (event) => event.preventDefault()
    button.onclick = async () => {
      const body = JSON.stringify({ article: +text.dataset.article, revision: +text.dataset.revision, ...span })
      const answer = await fetch("/api/passages", { method: "POST", headers: { "Content-Type": "application/json" }, body }).catch(() => null)
      const data = answer && await answer.json().catch(() => null)
      if (!answer || !answer.ok) return say((data && data.error && data.error.message) || button.dataset.failed)
      const copied = await copy(data.url)
      say(copied ? button.dataset.copied : button.dataset.made, data.url)
      bar.hidden = true
    }
  }

  async function copy(words) {
    try { await navigator.clipboard.writeText(words); return true } catch { return false }
  }

  function say(words, url) {
    const place = byId("said")
    place.textContent = words + " "
    if (url) { const link = document.createElement("a"); link.href = url; link.textContent = url.replace(/^https?:\/\//, ""); place.append(link) }
    setTimeout(() => { place.textContent = "" }, 20000)
  }

  function passage() {
    const mark = byId("passage") || byId("gone") || byId("instead")
    if (mark && !location.hash) mark.scrollIntoView({ block: "center" })
  }
})()

// Sends the page as the reader sees it to Gloss. Runs in other sites' pages: it opens a window of
// Gloss and hands the page to that window alone, once it says that it is ready.
{
  const gloss = "https://gloss.invalid"
  const { origin } = new URL(gloss)
  const receiver = open(gloss + "/import/received")
  addEventListener("message", function send(event) {
    if (event.source !== receiver || event.origin !== origin) return
    if (event.data !== "gloss:ready") return
    removeEventListener("message", send)
    const sent = {
      html: document.documentElement.outerHTML,
      url: location.href,
      title: document.title,
      selection: getSelection().toString(),
    }
    receiver.postMessage(sent, origin)
  })
}

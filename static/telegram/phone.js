// The fake phone: asks for what is new, shows it, sends what a person does.
/** @typedef {{command: string, description: string}} Command */
/** @typedef {{messages: {id: number, html: string}[], commands: Command[], typing: boolean, changed: number}} State */

/** @param {string} id @returns {HTMLElement} */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id))
const log = byId('log')
const text = /** @type {HTMLTextAreaElement} */ (byId('text'))
const status = byId('status')
const down = byId('down')
const menu = byId('commands')
const chat = new URLSearchParams(location.search).get('chat') ?? '7'
/** @type {Map<number, string>} */
const shown = new Map()
/** @type {Command[]} */
let commands = []

/** @param {string} path @param {object} body */
const post = (path, body) => fetch(`${path}?chat=${chat}`, { method: 'POST', body: JSON.stringify(body) })
const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 80

/** @param {State} state */
function show(state) {
  const stick = atEnd()
  for (const { id, html } of state.messages) {
    if (shown.get(id) === html) continue
    shown.set(id, html)
    /** @type {HTMLElement | null} */
    let article = log.querySelector(`[data-id="${id}"]`)
    if (!article) {
      article = document.createElement('article')
      article.dataset.id = String(id)
      log.append(article)
    }
    article.innerHTML = html
  }
  commands = state.commands
  status.textContent = state.typing ? 'typing…' : 'bot'
  if (stick) log.scrollTop = log.scrollHeight
}

async function follow() {
  let after = -1
  for (;;) {
    try {
      const answer = await fetch(`/state?chat=${chat}&after=${after}`)
      const state = await answer.json()
      after = state.changed
      show(state)
    } catch {
      status.textContent = 'connecting…'
      await new Promise((resolve) => setTimeout(resolve, 1500))
    }
  }
}

function send() {
  const words = text.value.trim()
  if (!words) return
  text.value = ''
  grow()
  log.scrollTop = log.scrollHeight
  post('/say', { text: words })
}

function grow() {
  text.rows = Math.min(5, text.value.split('\n').length)
  const typed = text.value.startsWith('/') && !text.value.includes(' ') ? text.value.slice(1) : null
  const found = typed === null ? [] : commands.filter(({ command }) => command.startsWith(typed))
  menu.hidden = found.length === 0
  menu.replaceChildren(...found.map(({ command, description }) => {
    const button = document.createElement('button')
    const name = document.createElement('b')
    const words = document.createElement('span')
    button.type = 'button'
    name.textContent = `/${command}`
    words.textContent = description
    button.append(name, words)
    button.addEventListener('click', () => { text.value = `/${command}`; send() })
    return button
  }))
}

byId('composer').addEventListener('submit', (event) => { event.preventDefault(); send() })
text.addEventListener('input', grow)
text.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) { event.preventDefault(); send() }
})
const picker = /** @type {HTMLInputElement} */ (byId('file'))
picker.addEventListener('change', async () => {
  for (const file of picker.files ?? []) {
    await fetch(`/upload?chat=${chat}&name=${encodeURIComponent(file.name)}`, { method: 'POST', body: file })
  }
  picker.value = ''
})
log.addEventListener('click', (event) => {
  const target = /** @type {Element} */ (event.target)
  const button = /** @type {HTMLElement | null} */ (target.closest('[data-press]'))
  const message = button?.closest('article')?.dataset.id
  if (button) post('/press', { message, data: button.dataset.press })
  target.closest('blockquote[expandable]')?.classList.toggle('open')
})
log.addEventListener('scroll', () => { down.hidden = atEnd() })
log.addEventListener('load', () => { if (log.scrollHeight - log.scrollTop - log.clientHeight < 700) log.scrollTop = log.scrollHeight }, true)
down.addEventListener('click', () => { log.scrollTop = log.scrollHeight })
follow()

'use strict'
/**
 * wechat4u alone in a process of its own, which `adapters/wechat/bot.ts` starts with an empty environment and leave to read
 * nothing but its packages: it evals what web WeChat answers. Plain JavaScript, since so locked in nothing can be compiled.
 * Speaks with its parent by messages; the shapes are in that file.
 */
const Wechat = require('wechat4u')

// It keeps a process alive that something was thrown in; here whoever breaks ends, and the parent begins anew.
process.removeAllListeners('uncaughtException')
process.on('uncaughtException', (error) => {
  tell({ kind: 'trouble', reason: String(error?.message).slice(0, 200) })
  process.exit(1)
})
process.on('disconnect', () => process.exit())

/** Where web WeChat is played, for tests. */
const base = process.argv[2]
const SAVE_MS = 30_000
let bot

function tell(message) {
  if (process.connected) process.send(message)
}

const nameOf = ({ RemarkName, NickName }) => RemarkName || NickName || ''
const groups = () =>
  Object.values(bot.contacts).filter((one) => bot.Contact.isRoomContact(one) && nameOf(one))
const save = () => tell({ kind: 'data', data: JSON.stringify(bot.botData) })
const tellGroups = () => tell({ kind: 'groups', names: [...new Set(groups().map(nameOf))] })

function begin(data) {
  bot = new Wechat(data ? JSON.parse(data) : undefined)
  if (base) {
    const ask = bot.request
    bot.request = (request) => {
      const { pathname, search } = new URL(request.url)
      return ask({ ...request, url: base + pathname + search })
    }
  }
  // Else it writes to the file helper every five minutes.
  bot.setPollingTargetGetter(() => '')
  bot.on('uuid', (uuid) => tell({ kind: 'code', uuid: String(uuid) }))
  bot.on('user-avatar', () => tell({ kind: 'scanned' }))
  bot.on('login', () => {
    tell({ kind: 'online', name: String(bot.user.NickName ?? '') })
    save()
    setInterval(save, SAVE_MS)
  })
  bot.on('contacts-updated', tellGroups)
  bot.on('error', (error) =>
    tell({ kind: 'trouble', reason: String(error?.tips ?? error?.message).slice(0, 200) }),
  )
  bot.on('logout', () => {
    tell({ kind: 'over' })
    setTimeout(() => process.exit(0), 100)
  })
  bot.on('message', hear)
  if (data) bot.restart()
  else bot.start()
}

/** A text in a group, as `@sender:\ntext`. */
function hear({ MsgType, FromUserName, Content, isSendBySelf }) {
  const group = bot.contacts[FromUserName]
  if (MsgType !== 1 || isSendBySelf || !group || !bot.Contact.isRoomContact(group)) return
  const text = String(Content)
    .replace(/^[^\n]*:\n/, '')
    .slice(0, 200)
  tell({ kind: 'heard', group: nameOf(group), text })
}

async function send({ id, group, text, picture }) {
  const found = groups().filter((one) => nameOf(one) === group)
  if (found.length !== 1) {
    const reason = found.length === 0 ? '登录的微信里找不到这个群' : '登录的微信里有几个同名的群'
    return tell({ kind: 'unsent', id, reason, certain: true })
  }
  const [{ UserName }] = found
  let begun = false
  try {
    if (picture) {
      begun = true
      await bot.sendMsg({ file: Buffer.from(picture, 'base64'), filename: 'picture.jpg' }, UserName)
    }
    begun = true
    if (text) await bot.sendMsg(text, UserName)
    tell({ kind: 'sent', id })
  } catch (error) {
    const reason = String(error?.tips ?? error?.message).slice(0, 200)
    tell({ kind: 'unsent', id, reason, certain: !begun })
  }
}

process.on('message', (message) => {
  if (message.kind === 'begin') begin(message.data)
  else if (message.kind === 'send') void send(message)
  else if (message.kind === 'end') bot.stop()
})
tell({ kind: 'ready' })

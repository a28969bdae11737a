/** E-mail addresses: compared without regard to case, which is how people write and providers deliver them. */
import { fold } from './fold.ts'

export type Email = Readonly<{
  text: string
  user: string
  domain: string
  /** As the mailbox knows it: without `+tag`, and without dots where the provider does not see them (Gmail). */
  mailbox: string
  /** noemail@…, none@none.com, test@example.com. */
  isPlaceholder: boolean
}>

const shape = /^[^\s@,;<>()[\]\\"]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z][a-z0-9-]{1,62}$/
const standIns =
  /^(?:no-?e?-?mail.*|none|no|na|n\/a|nil|null|unknown|not-?(?:known|given|provided)|declined|refused|test|noreply|no-?reply|do-?not-?reply|asd+f?|abc|x+|a+|email|me|you|user|name)$/
const standInDomains = new Set(['none.com', 'none.co.uk', 'noemail.com', 'noemail.co.uk', 'no.com', 'test.com', 'test.test', 'email.com', 'unknown.com', 'na.com', 'nomail.com', 'nowhere.com', 'abc.com']) // prettier-ignore
const dotless = new Set(['gmail.com', 'googlemail.com'])

export function readEmail(text: string): Email | null {
  if (text.length > 400) return null
  const inside = /<([^<>\s]+)>/.exec(text)?.[1] ?? text
  const plain = fold(inside)
    .replace(/^mailto:/, '')
    .replace(/^[\s.,;'"]+|[.,;'"]$/g, '')
  if (!shape.test(plain)) return null
  const at = plain.lastIndexOf('@')
  const [user, domain] = [plain.slice(0, at), plain.slice(at + 1)]
  const untagged = user.replace(/(?<=.)\+.*$/, '')
  const mailbox = dotless.has(domain) ? `${untagged.replaceAll('.', '')}@gmail.com` : `${untagged}@${domain}`
  const isPlaceholder = standIns.test(untagged) || standInDomains.has(domain)
  return { text: plain, user, domain, mailbox, isPlaceholder }
}

/** Lower case; null for a placeholder. */
export function cleanEmail(text: string): string | null {
  const read = readEmail(text)
  return read && !read.isPlaceholder ? read.text : null
}

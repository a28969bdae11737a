/** Names of organisations: “The Smith & Sons (Holdings) Co. Ltd.” is `smith and sons holdings co`, a limited company. */
import { fold, wordsOf } from './fold.ts'
import { saysNothing } from './nothing.ts'

export type CompanyName = Readonly<{
  /** Without its legal form and a leading “the”. */
  text: string
  legalForm: string | null
  /** The words, each once, in the order of the alphabet, without those that half of all companies have. */
  words: readonly string[]
  /** Behind “trading as”. */
  tradingAs: string | null
}>

/** Longest first. The Welsh forms are of the Companies Act 2006, sections 58 to 60. */
const legalForms: readonly (readonly [words: string, form: string])[] = [
  ['community interest company', 'cic'], ['charitable incorporated organisation', 'cio'], ['limited liability partnership', 'llp'], ['public limited company', 'plc'],
  ['community benefit society', 'cbs'], ['limited partnership', 'lp'], ['cwmni buddiannau cymunedol', 'cic'], ['cwmni cyfyngedig cyhoeddus', 'plc'],
  ['private limited company', 'ltd'], ['private limited', 'ltd'], ['pvt ltd', 'ltd'], ['company ltd', 'ltd'], ['company limited', 'ltd'],
  ['limited', 'ltd'], ['ltd', 'ltd'], ['lt', 'ltd'], ['ldt', 'ltd'], ['cyfyngedig', 'ltd'], ['cyf', 'ltd'], ['plc', 'plc'], ['ccc', 'plc'], ['llp', 'llp'], ['lp', 'lp'], ['cic', 'cic'], ['cbc', 'cic'],
  ['cio', 'cio'], ['inc', 'inc'], ['incorporated', 'inc'], ['corp', 'corp'], ['corporation', 'corp'], ['llc', 'llc'], ['gmbh', 'gmbh'], ['bv', 'bv'], ['sa', 'sa'], ['ag', 'ag'], ['srl', 'srl'], ['sarl', 'sarl'], ['pty', 'pty'],
] // prettier-ignore
const longer: ReadonlyMap<string, string> = new Map(Object.entries({ co: 'company', bros: 'brothers', intl: 'international', svcs: 'services', serv: 'services', mgmt: 'management', assoc: 'associates', dept: 'department', uni: 'university', govt: 'government', st: 'saint', hosp: 'hospital', ctr: 'centre', center: 'centre' })) // prettier-ignore
const everywhere = new Set('and of the for company group holdings services uk'.split(' '))

export function readCompanyName(text: string): CompanyName | null {
  if (text.length > 2_000 || saysNothing(text)) return null
  const all = nameWords(fold(text).replaceAll(/\bt\/a\b/g, ' trading as '))
  const other = all.findIndex((word, at) => at > 0 && word === 'trading' && all[at + 1] === 'as')
  const { kept: words, legalForm } = withoutForm(other > 0 ? all.slice(0, other) : all)
  if (words.length === 0 || saysNothing(words.join(' '))) return null
  const telling = words.filter((word) => !everywhere.has(word))
  const tradingAs = other > 0 ? withoutForm(all.slice(other + 2)).kept.join(' ') : ''
  return {
    text: words.join(' '),
    legalForm,
    words: [...new Set(telling.length > 0 ? telling : words)].toSorted(),
    tradingAs: tradingAs === '' ? null : tradingAs,
  }
}

export function cleanCompanyName(text: string): string | null {
  return readCompanyName(text)?.text ?? null
}

/** “&” is “and”; letters that stand alone side by side are one word: “A.B.C. Taxis” is `abc taxis`. */
function nameWords(folded: string): string[] {
  const joined: string[] = []
  let wasLetter = false
  for (const word of wordsOf(folded.replaceAll(/[&+]/g, ' and '))) {
    const isLetter = word.length === 1 && /\p{L}/u.test(word)
    if (isLetter && wasLetter) joined[joined.length - 1] += word
    else joined.push(word)
    wasLetter = isLetter
  }
  return joined.map((word) => longer.get(word) ?? word)
}

/** Again and again, for “Ltd Ltd” and “The The Ltd”; one word always stays. */
function withoutForm(words: readonly string[]): { kept: readonly string[]; legalForm: string | null } {
  let kept = words
  let legalForm: string | null = null
  for (;;) {
    while (kept.length > 1 && kept[0] === 'the') kept = kept.slice(1)
    const tail = kept.slice(-4).join(' ')
    const found = legalForms.find(([form]) => tail.endsWith(` ${form}`))
    if (!found) return { kept, legalForm }
    legalForm ??= found[1]
    kept = kept.slice(0, -found[0].split(' ').length)
  }
}

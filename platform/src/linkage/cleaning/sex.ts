/**
 * Sex as registers write it: words, first letters, ISO/IEC 5218 and the codes of the NHS Data Dictionary (“PERSON STATED GENDER CODE”:
 * 1 male, 2 female, 9 indeterminate, X not known).
 */
import { fold } from './fold.ts'

const words: ReadonlyMap<string, string> = new Map(Object.entries({
  m: 'male', male: 'male', man: 'male', boy: 'male', 1: 'male', '01': 'male', mr: 'male', masculine: 'male', gwryw: 'male',
  f: 'female', female: 'female', woman: 'female', girl: 'female', 2: 'female', '02': 'female', mrs: 'female', miss: 'female', ms: 'female', feminine: 'female', benyw: 'female',
  i: 'other', 9: 'other', '09': 'other', indeterminate: 'other', intersex: 'other', other: 'other', 'non-binary': 'other', nonbinary: 'other', 'non binary': 'other',
})) // prettier-ignore

/** `male`, `female`, `other` (indeterminate, non-binary, or so recorded); null where it is not known. */
export function cleanSex(text: string): string | null {
  const folded = text.length > 40 ? '' : fold(text)
  return words.get(folded.replace(/[.]$/, '').replace(/\.0$/, '')) ?? words.get(folded.split(/[ (]/)[0] ?? '') ?? null
}

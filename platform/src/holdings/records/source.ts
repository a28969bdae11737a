/** Where the rows of a records dataset lie at a moment, as what a compiled query reads from. */
import type { Source } from '../compile.ts'
import { columns, type Register } from './register.ts'

type Span = Readonly<{ after: number; upTo: number }>

/** The rows as they were after a commit, in the order in which their keys first came. */
export function rowsAt(register: Register, sequence: number, touched?: Span): Source {
  const list = `place, since, %until as until, ${columns(register)}`
  const only = touched ? ` and ${register.key.column} in (${touchedKeys(register, touched)})` : ''
  const at = whole(sequence)
  // The conditions stand outside of the union: inside, PostgreSQL would no longer merge its parts by their indexes.
  const all = `select ${list.replace('%until', forever)} from ${register.rows}
    union all select ${list.replace('%until', 'until')} from ${register.past}`
  return {
    from: `(select *${touched ? ', place as position' : ''} from (${all}) as ever where since <= ${at} and until > ${at}${only})`,
    place: 'place',
    columns: columnsByName(register),
    hasGaps: true,
    beside: touched ? ['position'] : [],
  }
}

/** Beyond every commit. */
const forever = '9223372036854775807::bigint'

/** All that records have been, up to a commit; `until` is null for what still is at it. */
export function versionsUpTo(register: Register, sequence: number): Source {
  const at = whole(sequence)
  const list = columns(register)
  return {
    from: `(select since as place, since, null::bigint as until, happened, ${list} from ${register.rows} where since <= ${at}
      union all select since, since, case when until <= ${at} then until end, happened, ${list} from ${register.past} where since <= ${at})`,
    place: 'place',
    columns: columnsByName(register),
    hasGaps: true,
    beside: ['since', 'until', 'happened'],
  }
}

/** Keys of which anything became different in commits after one, up to another. */
function touchedKeys({ rows, past, key }: Register, { after, upTo }: Span): string {
  const within = (column: string) => `${column} > ${whole(after)} and ${column} <= ${whole(upTo)}`
  return [
    `select ${key.column} from ${rows} where ${within('since')}`,
    `select ${key.column} from ${past} where ${within('since')}`,
    `select ${key.column} from ${past} where ${within('until')}`,
  ].join(' union ')
}

function columnsByName({ fields }: Register): ReadonlyMap<string, string> {
  return new Map(fields.map(({ name, column }) => [name, column]))
}

/** Numbers of commits are written into SQL, where the planner sees them. */
function whole(sequence: number): string {
  if (!Number.isSafeInteger(sequence) || sequence < 0) throw new TypeError('not the number of a commit')
  return String(sequence)
}

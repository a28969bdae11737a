/** Which two number columns say where a row is: by their headers, and by the range of their values. */
import type { Engine } from '../working/engine.ts'
import { headerWords } from '../meaning/header-words.ts'

export type Coordinates = Readonly<{ kind: 'grid' | 'degrees'; x: number; y: number }>

/** Said plainly, so any values on the grid or globe will do; or said loosely (`x`), so the values must be where Britain is. */
const headers = {
  grid: { x: /\beastings?\b|^oseast|^east$/, y: /\bnorthings?\b|^osnrth|^north$/ },
  degrees: { x: /\blongitude\b|\blong$|^lon$|^lng$/, y: /\blatitude\b|\blat$/ },
  loose: { x: /^(geo ?|coord ?|point ?)?x( coord(inate)?)?$/, y: /^(geo ?|coord ?|point ?)?y( coord(inate)?)?$/ },
}

const ranges = {
  grid: '{x} BETWEEN 0 AND 700000 AND {y} BETWEEN 0 AND 1300000',
  looseGrid: '{x} BETWEEN 1000 AND 700000 AND {y} BETWEEN 1000 AND 1300000',
  degrees: '{x} BETWEEN -180 AND 180 AND {y} BETWEEN -90 AND 90',
  looseDegrees: '{x} BETWEEN -9.5 AND 2.5 AND {y} BETWEEN 49 AND 61.5',
}

/** `values` is `FROM`-able SQL of the typed columns, `numbers` says which of them are numbers. The first fitting pair wins, degrees before metres. */
export async function findCoordinates(
  engine: Engine,
  values: string,
  numbers: readonly Readonly<{ index: number; name: string; column: string }>[],
): Promise<Coordinates | null> {
  const candidates = numbers.map(({ index, name, column }) => ({ index, column, header: headerWords(name) }))
  const first = (pattern: RegExp) => candidates.find(({ header }) => pattern.test(header))
  const pair = ({ x, y }: { x: RegExp; y: RegExp }) => ({ x: first(x), y: first(y) })
  const tries = [
    { kind: 'degrees', pair: pair(headers.degrees), range: ranges.degrees },
    { kind: 'grid', pair: pair(headers.grid), range: ranges.grid },
    { kind: 'degrees', pair: pair(headers.loose), range: ranges.looseDegrees },
    // Some registers have latitude first.
    { kind: 'degrees', pair: pair({ x: headers.loose.y, y: headers.loose.x }), range: ranges.looseDegrees },
    { kind: 'grid', pair: pair(headers.loose), range: ranges.looseGrid },
  ] as const
  for (const { kind, pair: found, range } of tries) {
    const { x, y } = found
    if (!x || !y) continue
    const inside = range.replaceAll('{x}', x.column).replaceAll('{y}', y.column)
    const [row] = await engine.rows(
      `SELECT count(*) AS n, count_if(${inside} OR (${x.column} = 0 AND ${y.column} = 0)) AS inside FROM ${values}
       WHERE ${x.column} IS NOT NULL AND ${y.column} IS NOT NULL`,
    )
    const n = Number(row?.['n'])
    if (n > 0 && Number(row?.['inside']) >= 0.9 * n) return { kind, x: x.index, y: y.index }
  }
  return null
}

/** Holds the code to `house.ts`: imports go strictly downward, by the room's door, and pure rooms stay pure. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { floors, type Room } from '../house.ts'

const rooms = new Map<string, { height: number; room: Room }>(
  floors.flatMap(({ rooms: onFloor }, depth) =>
    Object.entries(onFloor).map(([name, room]) => [name, { height: floors.length - depth, room }] as const),
  ),
)
/** What a pure room may take from Node: arithmetic on bytes, no clock, no disk, no network. */
const pureBuiltins = new Set(['node:crypto', 'node:assert/strict'])

export type Fault = Readonly<{ file: string; says: string }>

/** The faults of one file. `file` is relative to `platform/src`; `text` its content. */
export function faultsOf(file: string, text: string): Fault[] {
  const [name = ''] = file.split('/')
  const here = rooms.get(name)
  if (!here) return [{ file, says: `${name} is not a room of house.ts` }]
  const isTest = /\.test\.ts$|-for-tests\.ts$|(^|\/)arbitraries\.ts$/.test(file)
  return importsOf(text).flatMap(({ from, typeOnly }) => {
    const says = judge({ name, ...here }, from, { file, typeOnly, isTest })
    return says ? [{ file, says }] : []
  })
}

type Where = Readonly<{ file: string; typeOnly: boolean; isTest: boolean }>

function judge(here: { name: string; height: number; room: Room }, from: string, where: Where): string | undefined {
  if (!/^[.#]/.test(from)) return judgePackage(here, from, where)
  const target = from.startsWith('#') ? from.slice(1) : relative('.', join(dirname(where.file), from))
  const [there = '', ...rest] = target.split('/')
  if (there === here.name)
    return from.startsWith('#') && rest.length === 0 ? `${from} from inside its own room` : undefined
  if (from.startsWith('.')) return `${from} climbs out of the room: use #${there}`
  const other = rooms.get(there)
  if (!other) return `${from} is no room of house.ts`
  // A test may set its world up from the rooms beside it; the code may not.
  if (other.height > here.height || (other.height === here.height && !where.isTest))
    return `${from} is not below ${here.name}`
  return where.isTest ? undefined : enters(here.name, from, { there, room: other.room, door: rest.join('/') })
}

function judgePackage(here: { name: string; room: Room }, from: string, { isTest }: Where): string | undefined {
  if (!here.room.pure || isTest || !from.startsWith('node:') || pureBuiltins.has(from)) return undefined
  return `${here.name} is pure and may not import ${from}`
}

/** How the code of one room may enter another: by its door, or by a side door whose key it holds. */
function enters(
  name: string,
  from: string,
  { there, room, door }: Readonly<{ there: string; room: Room; door: string }>,
): string | undefined {
  const keyHolders = Object.entries(room.sideDoors ?? {}).find(
    ([path]) => path === door || path === `${door}/index.ts`,
  )?.[1]
  if (keyHolders)
    return keyHolders.includes(name) ? undefined : `${from} is a side door for ${keyHolders.join(', ')} alone`
  if (door !== '' && !room.shelf) return `${from} enters ${there} by a window: use #${there}`
  if (room.onlyFor && !room.onlyFor.includes(name)) return `${there} is only for ${room.onlyFor.join(', ')}`
  return undefined
}

/** Static and dynamic imports and re-exports; comments are left out first. */
function importsOf(text: string): { from: string; typeOnly: boolean }[] {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '')
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s+(type\s)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]/g
  return [...code.matchAll(pattern)].map((match) => ({ from: match[2] ?? match[3] ?? '', typeOnly: Boolean(match[1]) }))
}

export function checkHouse(root: string): { faults: Fault[]; files: number; imports: number } {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  const texts = files.map((file) => [file, readFileSync(join(root, file), 'utf8')] as const)
  return {
    faults: texts.flatMap(([file, text]) => faultsOf(file, text)),
    files: files.length,
    imports: texts.reduce((sum, [, text]) => sum + importsOf(text).length, 0),
  }
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { faults, files, imports } = checkHouse(resolve('platform/src'))
  for (const { file, says } of faults) console.error(`${file}: ${says}`)
  console.log(`floors: ${files} files, ${imports} imports, ${faults.length} faults`)
  process.exitCode = faults.length > 0 || files === 0 || imports === 0 ? 1 : 0
}

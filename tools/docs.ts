/** Makes the reference pages that can be made from the code. `--check` only says which are stale. */
import { readFileSync, writeFileSync } from 'node:fs'
import { settingsSchema } from '../platform/src/main/settings.ts'
import { floors } from '../house.ts'

type Page = Readonly<{ file: string; text: () => string }>

const settings = (): string =>
  [
    '# Settings',
    '',
    'Read once, at the start, from the environment. A bad setting stops the start, and every fault is listed. A secret may be put in a file instead: `NAME_FILE=/path`.',
    '',
    '| variable | meaning | default |',
    '|---|---|---|',
    ...Object.entries(settingsSchema.properties).map(
      ([name, { description, default: fallback }]) =>
        `| \`${name}\` | ${description} | ${fallback === undefined ? '' : `\`${String(fallback)}\``} |`,
    ),
    '',
    'Made from `platform/src/main/settings.ts` by `npm run docs`.',
    '',
  ].join('\n')

const rooms = (): string =>
  [
    '| floor | room | what it is for |',
    '|---|---|---|',
    ...floors.flatMap(({ floor, rooms: on }) =>
      Object.entries(on).map(
        ([name, { purpose }], index) => `| ${index === 0 ? floor : ''} | \`${name}\` | ${purpose} |`,
      ),
    ),
  ].join('\n')

/** ARCHITECTURE.md is written by hand but for the table of rooms, between its two marks. */
const architecture = (): string => {
  const [open, close] = ['<!-- rooms -->\n', '<!-- /rooms -->']
  const [before, rest] = readFileSync('ARCHITECTURE.md', 'utf8').split(open)
  const after = rest?.split(close)[1]
  if (after === undefined) throw new Error('ARCHITECTURE.md lost the marks of its table of rooms')
  return `${before}${open}${rooms()}\n${close}${after}`
}

export const pages: readonly Page[] = [
  { file: 'docs/reference/settings.md', text: settings },
  { file: 'ARCHITECTURE.md', text: architecture },
]

export const stale = (): string[] =>
  pages.filter(({ file, text }) => readFileSync(file, 'utf8') !== text()).map(({ file }) => file)

if (process.argv[1]?.endsWith('tools/docs.ts')) {
  if (process.argv.includes('--check')) {
    const found = stale()
    if (found.length > 0) console.error(`stale, run npm run docs: ${found.join(', ')}`)
    process.exitCode = found.length > 0 ? 1 : 0
  } else for (const { file, text } of pages) writeFileSync(file, text())
}

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as breathe } from 'node:timers/promises'
import type { Town } from '../town/town.ts'
import { Outlet } from '../writing/outlet.ts'
import { councilSheets } from './council.ts'
import { neighbourSheets } from './neighbours.ts'
import type { Sheet } from './sheet.ts'

/** Everything about places that is small and needs no people: ready in a moment. */
export const sheets: readonly Sheet[] = [...councilSheets, ...neighbourSheets]

export async function writeSheet(sheet: Sheet, town: Town, folder: string): Promise<void> {
  const content = sheet.write(town)
  const path = join(folder, sheet.file)
  if (Buffer.isBuffer(content)) return writeFile(path, content, { mode: 0o600 })
  const outlet = new Outlet(path, sheet.encoding)
  let pieces = 0
  for (const piece of content) {
    outlet.write(piece)
    if (++pieces % 2_000 !== 0) continue
    await outlet.drain()
    await breathe()
  }
  await outlet.close()
}

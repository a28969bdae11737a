/** Publishing, by the same road as any file: read, understood, confirmed by the organisation's data officer. */
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import type { Published } from './datasets.ts'
import { type Rooms, somebody } from './rooms.ts'

/** Files read at once: one keeps a processor busy, so two use a small machine fully. */
const lanes = 2

/** Publishes what is not there yet; `folder` has the files. Told of each dataset when it is there. */
export async function publishAll(
  rooms: Rooms,
  datasets: readonly Published[],
  folder: string,
  progress: (title: string) => void,
): Promise<void> {
  const waiting = [...datasets]
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      await publish(rooms, next, folder)
      progress(next.title)
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}

async function publish({ catalogue, intake }: Rooms, published: Published, folder: string): Promise<void> {
  const { dataset, title, description, classification, licence, key, kind, files } = published
  const there = (await catalogue.dataset(dataset))?.latest?.number ?? 0
  const officer = somebody(dataset.slice(0, dataset.indexOf('/')), 'data-officer', 'The data officer')
  for (const { file, note } of files.slice(there)) {
    const draft = await intake.analyse(
      { stream: createReadStream(join(folder, file)), name: file },
      { ref: dataset, ...(key ? { key } : {}) },
    )
    const choices = {
      title,
      description,
      classification,
      ...(licence ? { licence } : {}),
      ...(key ? { key } : {}),
      ...(note ? { note } : {}),
      ...(kind === 'records' ? { kind, mode: 'replace' as const } : {}),
    }
    await intake.confirm(draft.id, choices, officer)
  }
}

/** Whether everything of a list is there in full. */
export async function isPublished({ catalogue }: Rooms, datasets: readonly Published[]): Promise<boolean> {
  for (const { dataset, files } of datasets)
    if (((await catalogue.dataset(dataset))?.latest?.number ?? 0) < files.length) return false
  return true
}

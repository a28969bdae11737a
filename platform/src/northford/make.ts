/** Makes the town's files: the same bytes for the same seed and number of people, on any machine. */
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { addresses } from './open/council.ts'
import { sheets, writeSheet } from './open/write.ts'
import { writeRegisters } from './registers/write.ts'
import { Town } from './town/town.ts'

type Recipe = Readonly<{
  /** The files go into folders in here. */
  folder: string
  people: number
  seed: number
  /** Told the number of people written so far. */
  progress?: (done: number) => void
}>

/** Who each record really is. Never published: it is there to measure linkage against. */
export const truthFile = 'northford-truth.csv'

/** The files about places, in a moment; needs nothing from `makeRegisters`. Answers the folder they are in. */
export async function makeSheets({ folder, people, seed }: Recipe): Promise<string> {
  const town = new Town(seed, people)
  return whole(join(folder, 'places'), async (making) => {
    for (const sheet of sheets) await writeSheet(sheet, town, making)
  })
}

/** The registers of people, the gazetteer of their addresses, and (into the folder `truth`) who is who. Answers the folder of the first two. */
export async function makeRegisters({
  folder,
  people,
  seed,
  progress,
  truth: truthFolder = folder,
}: Recipe & Readonly<{ truth?: string }>): Promise<string> {
  const town = new Town(seed, people)
  return whole(join(folder, 'people'), async (making) => {
    const truth = join(making, truthFile)
    await writeRegisters(town, people, { folder: making, truth }, progress)
    await writeSheet(addresses, town, making)
    await rename(truth, join(truthFolder, truthFile))
  })
}

/** A folder is there whole or not at all. */
async function whole(home: string, fill: (making: string) => Promise<void>): Promise<string> {
  const making = `${home}.making`
  await rm(making, { recursive: true, force: true })
  await rm(home, { recursive: true, force: true })
  await mkdir(making, { recursive: true, mode: 0o700 })
  await fill(making)
  await rename(making, home)
  return home
}

/** Loads the demo place into the rooms: whole, in the background, and on from where a killed load stopped. */
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { peopleDatasets, placeDatasets } from './datasets.ts'
import { putClients, putOrganisations, putPeople, putPurposes } from './load-accounts.ts'
import { type Earlier, putAgreements, putHouseRules } from './load-agreements.ts'
import { isPublished, publishAll } from './load-datasets.ts'
import { putLinkages } from './load-linkages.ts'
import { makeRegisters, makeSheets } from './make.ts'
import { organisationsOn } from './organisations.ts'
import type { Rooms } from './rooms.ts'

type Load = Readonly<{
  rooms: Rooms
  /** The data folder: credentials and truth go into it, everything else into `northford/` while it is being loaded. */
  folder: string
  people: number
  seed: number
  /** The day to which agreements are dated. */
  today: Date
  /** The demo provider's address, by which it vouches for the pretend people. */
  issuer: string
  /** Told what is happening, in words. */
  progress?: (line: string) => void
  earlier?: Earlier
}>

/** Says that a load is complete, of which town. */
const markerFile = 'northford-loaded.json'

/**
 * Brings the place into the rooms. The server may be up already: organisations and accounts come first, then side by side
 * credentials, agreements and data, open data before the registers of people. Doing it again changes nothing; a data folder
 * has one town, whatever `people` and `seed` say later.
 */
export async function loadNorthford(load: Load): Promise<void> {
  const { rooms, folder, issuer, progress = () => undefined } = load
  const { people, seed, today, isComplete } = await townOf(load)
  await putOrganisations(rooms, today)
  // A marker may be older than the database beside it.
  const isThere = isComplete && (await isPublished(rooms, [...placeDatasets, ...peopleDatasets]))
  await putPeople(rooms, issuer, !isThere)
  if (isThere) return

  const recipe = { folder: join(folder, 'northford'), people, seed }
  const say = (title: string) => progress(`Northford: ${title}`)
  const policy = async () => {
    await putPurposes(rooms)
    for (const { id } of organisationsOn(today)) await rooms.governance.ownUse(id)
    await putHouseRules(rooms, today)
    await putAgreements(rooms, today, load.earlier)
  }
  const data = async () => {
    await publishAll(rooms, placeDatasets, await makeSheets(recipe), say)
    say(`making ${people.toLocaleString('en-GB')} people`)
    const registers = await makeRegisters({ ...recipe, truth: folder, progress: everyTenth(people, say) })
    await publishAll(rooms, peopleDatasets, registers, say)
  }
  // Each to its end, so that nothing goes on behind a failure.
  const outcomes = await Promise.allSettled([putClients(rooms, folder), policy(), data()])
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
  await putLinkages(rooms, folder)
  await mark(folder, { people, seed, today, complete: true })
  await rm(recipe.folder, { recursive: true, force: true })
}

type Marker = Readonly<{ people: number; seed: number; today: string; complete: boolean }>

/** A load that was begun is finished as it was begun, with the same town and the same day. */
async function townOf({
  folder,
  people,
  seed,
  today,
}: Load): Promise<Omit<Marker, 'complete'> & { isComplete: boolean }> {
  const begun = await begunIn(folder)
  if (begun) return { ...begun, isComplete: begun.complete }
  const town = { people, seed, today: today.toISOString().slice(0, 10) }
  await mark(folder, { ...town, complete: false })
  return { ...town, isComplete: false }
}

/** Nothing when there is no marker, or none that can be read: then the load starts over, over what is there. */
async function begunIn(folder: string): Promise<Marker | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, markerFile), 'utf8')) as Marker
  } catch {
    return undefined
  }
}

async function mark(folder: string, marker: Marker): Promise<void> {
  const home = join(folder, markerFile)
  await writeFile(`${home}.making`, `${JSON.stringify(marker)}\n`)
  await rename(`${home}.making`, home)
}

/** In a large town, a line for each tenth of it. */
function everyTenth(people: number, say: (line: string) => void): (done: number) => void {
  let told = people < 50_000 ? 10 : 0
  return (done) => {
    const tenths = Math.floor((done / people) * 10)
    if (tenths <= told) return
    told = tenths
    say(`${tenths * 10} % of the people`)
  }
}

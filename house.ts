/**
 * The map of the house: floors from the top down, and what each room is for, in one line.
 *
 * A room imports only from floors below its own and never from a neighbour. It is entered by its
 * `index.ts` alone; `foundation` and `model` are shelves, entered file by file. `tools/floors.ts` holds the code to this.
 */
export type Room = Readonly<{
  purpose: string
  /** No clock, no disk, no network: nothing from `node:` (but `node:crypto`'s hashing in `foundation`), no package that does I/O. */
  pure?: true
  /** Entered file by file instead of by `index.ts`. */
  shelf?: true
  /** Side doors: a file that only the named rooms may open. */
  sideDoors?: Readonly<Record<string, readonly string[]>>
  /** The only rooms that may enter at all. */
  onlyFor?: readonly string[]
}>

export const floors: readonly Readonly<{ floor: string; rooms: Readonly<Record<string, Room>> }>[] = [
  {
    floor: 'command line',
    rooms: { cli: { purpose: 'the `wayleave` command: a client of the HTTP API, and the offline verifier' } },
  },
  {
    floor: 'main',
    rooms: { main: { purpose: 'wires the house; the only place that reads settings, makes stores and starts doors' } },
  },
  {
    floor: 'doors',
    rooms: {
      api: { purpose: 'receives JSON requests; translates to and from `exchange` and the uses' },
      web: { purpose: 'receives page requests; GOV.UK pages rendered on the server, one folder a page' },
      northford: { purpose: 'the demo place: a synthetic town, generated from a seed and loaded like any other data' },
    },
  },
  {
    floor: 'uses',
    rooms: {
      entities: {
        purpose:
          'linked records of people: run under an agreement, seen through `exchange`, searched, reviewed, corrected',
      },
      intake: { purpose: 'publishing: sniff, clean, type, profile, version a file' },
      linking: { purpose: 'runs a linkage: reads files, spreads the kernel over workers, writes pairs and clusters' },
    },
  },
  {
    floor: 'corridor',
    rooms: { exchange: { purpose: 'the one way data leaves: identify, decide, fetch, disclose, receipt' } },
  },
  {
    floor: 'stages',
    rooms: {
      identity: { purpose: 'who is asking, for which organisation, in which role' },
      catalogue: { purpose: 'what data exists, who holds it, what each field means and how sensitive it is' },
      governance: { purpose: 'agreements and house rules: a permit, or a refusal with reasons and remedies' },
      holdings: {
        purpose: 'fetches: compiles a permit and a query into SQL and runs it; spends permits',
        onlyFor: ['exchange', 'main'],
      },
      linkage: { purpose: 'decides which records are the same person, place or firm, and says why', pure: true },
      disclosure: {
        purpose: 'what may leave once fetched: minimum row counts, attribution, formula safety',
        pure: true,
      },
      receipts: {
        purpose: 'append-only log of what was asked, decided and released; proofs that anyone can check',
        sideDoors: { 'verify/index.ts': ['cli', 'web'] },
      },
    },
  },
  {
    floor: 'key',
    rooms: {
      permit: {
        purpose: 'the permit itself: anyone may check one, only `governance` may make one',
        pure: true,
        sideDoors: { 'mint.ts': ['governance'] },
      },
    },
  },
  {
    floor: 'words',
    rooms: { model: { purpose: 'the shared nouns as types and schemas; no behaviour', pure: true, shelf: true } },
  },
  {
    floor: 'ground',
    rooms: {
      foundation: { purpose: 'time, ids, hashing, SQL, CQL2, blobs, logging: knows no domain word', shelf: true },
    },
  },
]

import type { Caller } from '#model/request.ts'
import { act, type Done } from './act.ts'
import { change } from './change.ts'
import type { Refused } from './decision.ts'
import { changes, history } from './follow.ts'
import { mayI } from './may-i.ts'
import { original } from './original.ts'
import { read } from './read.ts'
import type { Rooms } from './rooms.ts'
import { verify } from './verify.ts'

type Bound<Stage> = Stage extends (asked: infer Asked, rooms: Rooms) => infer Outcome
  ? (asked: Asked) => Outcome
  : never

/** The corridor as the doors hold it: they can ask, and cannot reach the holdings behind it. */
export type Exchange = Readonly<{
  read: Bound<typeof read>
  changes: Bound<typeof changes>
  history: Bound<typeof history>
  verify: Bound<typeof verify>
  original: Bound<typeof original>
  mayI: Bound<typeof mayI>
  change: Bound<typeof change>
  /** How far records have come. Metadata; but how many rows there are is for those who may count. */
  states: Rooms['holdings']['records']['states']
  act<T>(asked: Parameters<typeof act>[0], perform: (caller: Caller) => Promise<T>): Promise<Done<T> | Refused>
}>

export function createExchange(rooms: Rooms): Exchange {
  return {
    read: (asked) => read(asked, rooms),
    changes: (asked) => changes(asked, rooms),
    history: (asked) => history(asked, rooms),
    verify: (asked) => verify(asked, rooms),
    original: (asked) => original(asked, rooms),
    mayI: (asked) => mayI(asked, rooms),
    change: (asked) => change(asked, rooms),
    states: (datasets) => rooms.holdings.records.states(datasets),
    act: (asked, perform) => act(asked, rooms, perform),
  }
}

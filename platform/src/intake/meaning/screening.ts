/** Quick looks that spare slow ones: what none of a column's cells can be need not be asked. */
import type { Engine } from '../working/engine.ts'
import type { Cells, NamedField } from './cells.ts'
import { type Look, lookAtCells, type Share } from './look-at-cells.ts'
import { type Screen, screens } from './patterns.ts'

/** `least` is the share of cells that must pass the screen; at least one cell must. */
export type Question = Readonly<{ field: NamedField; screen?: Screen; least: number }>
export type Which = 'every row' | 'some rows'

/** Gives back the questions that the screens leave open. */
export type Screening = <Q extends Question>(which: Which, questions: readonly Q[]) => Promise<Q[]>

export function createScreening(engine: Engine, cells: Cells): Screening {
  const seen = new Map<string, Share>()
  return async (which, questions) => {
    const key = ({ field, screen }: Question) => JSON.stringify([which, screen, field.name])
    const asked = new Map<string, Look>()
    for (const question of questions) {
      const { screen, field } = question
      if (screen && !seen.has(key(question))) asked.set(key(question), { field, looks: screens[screen] })
    }
    const shares = await lookAtCells(engine, cells, which, [...asked.values()])
    for (const [at, name] of [...asked.keys()].entries()) seen.set(name, shares[at]!)
    return questions.filter((question) => {
      const share = seen.get(key(question))
      return !share || (share.looks > 0 && share.looks >= question.least * share.of)
    })
  }
}

/** Registers as they were last read, so that an answer needs to read one only once. */
import type pg from 'pg'
import type { DatasetRef } from '#model/dataset.ts'
import type { Moment } from '#model/records.ts'
import { notRecords } from './faults.ts'
import { findRegister, type Register } from './register.ts'

export type Registers = Readonly<{
  /** As it is now. Problem 409 `not-records`. */
  read(dataset: DatasetRef): Promise<Register>
  /**
   * Does work with a register that is good for a moment. One stays so for every moment up to its own, also when its tables
   * were made anew since: the old ones hold what was true then. When they were dropped, the work is begun again.
   */
  at<T>(dataset: DatasetRef, moment: Moment, work: (register: Register) => Promise<T>): Promise<T>
}>

const tableMissing = '42P01'
const remembered = 10_000

export function createRegisters(pool: pg.Pool): Registers {
  const known = new Map<DatasetRef, Register>()

  async function read(dataset: DatasetRef): Promise<Register> {
    const register = await findRegister(pool, dataset)
    if (!register) throw notRecords()
    if (known.size >= remembered) known.clear()
    known.set(dataset, register)
    return register
  }

  return {
    read,
    async at(dataset, moment, work) {
      const last = known.get(dataset)
      try {
        return await work(last && last.moment.sequence >= moment.sequence ? last : await read(dataset))
      } catch (error) {
        if ((error as { code?: string }).code !== tableMissing) throw error
        return work(await read(dataset))
      }
    },
  }
}

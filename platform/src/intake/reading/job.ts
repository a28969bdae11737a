/** One reading: the file as it is now (perhaps unpacked), and what all its readers share. */
import type { Findings } from './findings.ts'
import type { Limits } from './limits.ts'

export type Job = Readonly<{
  path: string
  /** As its publisher called it, or as it is called in its archive. */
  name: string
  scratch: string
  /** How files written for this job begin. */
  stem: string
  careful: boolean
  limits: Limits
  findings: Findings
  progress: ((bytes: number) => void) | undefined
}>

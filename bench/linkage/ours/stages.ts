/** Named stages of a run: wall seconds and CPU-seconds of this process, all its threads together. */
import { writeFileSync } from 'node:fs'

export type Stages = Readonly<{
  stage<Value>(name: string, run: () => Promise<Value> | Value): Promise<Value>
  facts: Record<string, unknown>
  /** Writes it where the bench reads it. */
  save(path: string): void
}>

export function makeStages(): Stages {
  const stages: Record<string, { wall: number; cpu: number }> = {}
  const facts: Record<string, unknown> = {}
  return {
    async stage(name, run) {
      const [wall, cpu] = [performance.now(), cpuSeconds()]
      try {
        return await run()
      } finally {
        stages[name] = { wall: (performance.now() - wall) / 1_000, cpu: cpuSeconds() - cpu }
      }
    },
    facts,
    save: (path) => writeFileSync(path, JSON.stringify({ stages, facts })),
  }
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

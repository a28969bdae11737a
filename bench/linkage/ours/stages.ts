/** Named stages of a run: wall seconds and CPU-seconds of this process, all its threads together. */
import { writeFileSync } from 'node:fs'

type Seconds = Readonly<Record<string, number>>

export type Stages = Readonly<{
  stage<Value>(name: string, run: () => Promise<Value> | Value): Promise<Value>
  facts: Record<string, unknown>
  /** Writes it where the bench reads it; with stages that were measured elsewhere, by name in seconds. */
  save(path: string, more?: Readonly<{ wall: Seconds; cpu: Seconds }>): void
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
    save(path, more = { wall: {}, cpu: {} }) {
      const others = Object.entries(more.wall).map(([name, wall]) => [name, { wall, cpu: more.cpu[name] ?? 0 }])
      writeFileSync(path, JSON.stringify({ stages: { ...stages, ...Object.fromEntries(others) }, facts }))
    },
  }
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

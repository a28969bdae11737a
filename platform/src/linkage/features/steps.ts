/** Runs the steps of a feature over one text. */
import type { Step } from '../model/features.ts'
import { derivations } from './derivations.ts'

export const kindOfDerivation = (name: string): boolean => Object.hasOwn(derivations, name)

/** What the steps make of a text: nothing, one text, or several after a step that splits. */
export function runSteps(steps: readonly Step[], text: string): readonly string[] {
  let parts: readonly string[] = [text]
  for (const step of steps) parts = parts.flatMap((part) => runStep(step, part) ?? [])
  return parts
}

function runStep(step: Step, text: string): string | null | readonly string[] {
  if (typeof step === 'string') return derivations[step]!(text)
  if ('first' in step) return firstPoints(text, step.first)
  if ('last' in step) return Array.from(text).slice(-step.last).join('')
  if ('split' in step) return text.split(step.split).filter(Boolean)
  return step.nullIf.includes(text) ? null : text
}

/** By code points, as SQL's `substr`. */
function firstPoints(text: string, count: number): string {
  if (text.length <= count) return text
  return Array.from(text.slice(0, 2 * count))
    .slice(0, count)
    .join('')
}

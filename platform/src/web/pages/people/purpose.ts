import type { Site } from '../../site.ts'

/** A purpose as people say it; its id when the place does not know it. */
export function purposeWords({ rooms }: Site, purpose: string): string {
  return rooms.governance.purposes().find(({ id }) => id === purpose)?.label ?? purpose
}

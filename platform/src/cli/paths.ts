import { Failed } from './outcome.ts'

/** `org/name` → its address in the API. */
export function datasetPath(ref: string): string {
  const parts = ref.split('/')
  if (parts.length !== 2 || !parts.every(Boolean))
    throw new Failed(2, `A dataset is named ORGANISATION/NAME; “${ref}” is not.`)
  return `/api/v1/datasets/${parts.map(encodeURIComponent).join('/')}`
}

/** A GeoJSON feature as a record. */
import { isPlainObject, type Shape } from './record-shape.ts'
import { cellOf, flatten, members } from './flatten.ts'

/** The key of the geometry's column; no property can have it, for theirs begin with a dot or a word. */
export const GEOMETRY = '\0geometry'

/** Whether a parsed record is a feature (RFC 7946, section 3.2). */
export function isFeature(parsed: unknown): boolean {
  return isPlainObject(parsed) && parsed['type'] === 'Feature' && 'geometry' in parsed
}

/** `id` and properties become cells under their own names, the geometry under `GEOMETRY`, anything else under its name. */
export const featureShape: Shape = (raw, put) => {
  members(raw, (key, value) => {
    if (key === 'geometry') put(GEOMETRY, value === 'null' ? '' : value)
    else if (key === 'properties') {
      if (value.startsWith('{')) flatten(value, put)
    } else if (key === 'type') return
    else if (value.startsWith('{')) flatten(`{${JSON.stringify(key)}:${value}}`, (name, text) => put(`\0${name}`, text))
    else put(`\0${key}`, cellOf(value))
  })
}

/** GeoJSON geometries in longitude and latitude (RFC 7946, section 4). */
import proj4 from 'proj4'

import { elements, members } from './flatten.ts'

/** British National Grid; the Helmert shift is good to about five metres. */
const systems: Readonly<Record<string, string>> = {
  '27700':
    '+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy +towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m +no_defs',
  '3857': 'EPSG:3857',
}

export type Projection =
  | 'wgs84'
  | 'unknown'
  | Readonly<{ code: string; forward: (point: [number, number]) => [number, number] }>

/** From the `crs` member that older GeoJSON has; undefined when there is none in this text. */
export function namedProjection(text: string): Projection | undefined {
  const crs = /"crs"\s*:\s*\{[^{}]{0,200}\{[^{}]{0,200}?"name"\s*:\s*"([^"]{1,100})"/.exec(text)
  if (!crs) return undefined
  const code = /(?:CRS84|(\d{4,6}))$/i.exec(crs[1] ?? '')
  if (!code) return 'unknown'
  return code[1] === undefined || ['4326', '4258', '4979'].includes(code[1]) ? 'wgs84' : projectionOf(code[1])
}

function projectionOf(code: string): Projection {
  const system = systems[code]
  if (system === undefined) return 'unknown'
  const converter = proj4(system, 'EPSG:4326')
  return { code, forward: (point) => converter.forward(point) as [number, number] }
}

/** From where the first point lies: degrees are small, metres on the national grid are not. */
export function likelyProjection(geometry: string): Projection | undefined {
  const point = /\[\s*(-?[\d.]+(?:e[-+]?\d+)?)\s*,\s*(-?[\d.]+(?:e[-+]?\d+)?)/i.exec(geometry)
  if (!point) return undefined
  const [x, y] = [Number(point[1]), Number(point[2])]
  if (Math.abs(x) <= 180 && Math.abs(y) <= 90) return 'wgs84'
  return x >= 0 && x <= 700_000 && y >= 0 && y <= 1_300_000 ? projectionOf('27700') : 'unknown'
}

/** The geometry with every position converted, to seven decimal places; other members stay as written. */
export function converted(geometry: string, forward: (point: [number, number]) => [number, number]): string {
  const parts: string[] = []
  members(geometry, (key, value) => {
    if (key === 'coordinates') parts.push(`"coordinates":${convertPositions(value, forward)}`)
    else if (key === 'geometries')
      parts.push(
        `"geometries":[${elements(value)
          .map((one) => converted(one, forward))
          .join(',')}]`,
      )
    else if (key !== 'crs' && key !== 'bbox') parts.push(`${JSON.stringify(key)}:${value}`)
  })
  return `{${parts.join(',')}}`
}

function convertPositions(value: string, forward: (point: [number, number]) => [number, number]): string {
  const convert = (part: unknown): unknown => {
    if (!Array.isArray(part)) return part
    if (typeof part[0] !== 'number' || typeof part[1] !== 'number') return part.map(convert)
    const [longitude, latitude] = forward([part[0], part[1]])
    return [rounded(longitude), rounded(latitude), ...part.slice(2)]
  }
  return JSON.stringify(convert(JSON.parse(value)))
}

function rounded(degrees: number): number {
  return Math.round(degrees * 1e7) / 1e7
}

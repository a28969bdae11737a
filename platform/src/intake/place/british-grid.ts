/**
 * Easting and northing (OSGB36, EPSG:27700) to WGS84 in SQL, closed form: the inverse transverse Mercator of
 * Krüger's series (to n³: below a millimetre), then the Helmert transformation of EPSG:1314, which is good to about 5 m.
 */

const airy = { a: 6377563.396, b: 6356256.909 }
const wgs84 = { a: 6378137, b: 6356752.314245179 }
const origin = {
  scale: 0.9996012717,
  latitude: (49 * Math.PI) / 180,
  longitude: (-2 * Math.PI) / 180,
  easting: 400000,
  northing: -100000,
}
const helmert = { x: 446.448, y: -125.157, z: 542.06, ...rotation(0.1502, 0.247, 0.8421), scale: 1 - 20.4894e-6 }

function rotation(x: number, y: number, z: number): { rx: number; ry: number; rz: number } {
  const radians = Math.PI / 180 / 3600
  return { rx: x * radians, ry: y * radians, rz: z * radians }
}

const squared = ({ a, b }: { a: number; b: number }) => 1 - (b * b) / (a * a)
const n = (airy.a - airy.b) / (airy.a + airy.b)
const meridian = (airy.a / (1 + n)) * (1 + n ** 2 / 4 + n ** 4 / 64)
const forward = [
  n / 2 - (2 / 3) * n ** 2 + (5 / 16) * n ** 3,
  (13 / 48) * n ** 2 - (3 / 5) * n ** 3,
  (61 / 240) * n ** 3,
]
const inverse = [n / 2 - (2 / 3) * n ** 2 + (37 / 96) * n ** 3, n ** 2 / 48 + n ** 3 / 15, (17 / 480) * n ** 3]
const latitude = [2 * n - (2 / 3) * n ** 2 - 2 * n ** 3, (7 / 3) * n ** 2 - (8 / 5) * n ** 3, (56 / 15) * n ** 3]

/** With an exponent, so that the engine takes it for a double and not for a decimal. */
const exact = (value: number) => `(${value.toExponential()})`

/** Northing of the true origin, in units of the meridian radius. */
function originXi(): number {
  const e = Math.sqrt(squared(airy))
  const sine = Math.sin(origin.latitude)
  const conformal = Math.atan(Math.sinh(Math.atanh(sine) - e * Math.atanh(e * sine)))
  return forward.reduce((sum, alpha, at) => sum + alpha * Math.sin(2 * (at + 1) * conformal), conformal)
}

const series = (terms: readonly number[], term: (coefficient: number, twice: number) => string) =>
  terms.map((coefficient, at) => term(coefficient, 2 * (at + 1))).join(' + ')

/** Each step adds columns that the next one uses; names begin with an underscore and a letter of the usual notation. */
const steps: readonly string[] = [
  `(_n - ${exact(origin.northing)}) / ${exact(origin.scale * meridian)} + ${exact(originXi())} AS _xi, (_e - ${exact(origin.easting)}) / ${exact(origin.scale * meridian)} AS _eta`,
  `_xi - (${series(inverse, (c, k) => `${exact(c)} * sin(${k} * _xi) * cosh(${k} * _eta)`)}) AS _xi1,
   _eta - (${series(inverse, (c, k) => `${exact(c)} * cos(${k} * _xi) * sinh(${k} * _eta)`)}) AS _eta1`,
  `asin(sin(_xi1) / cosh(_eta1)) AS _chi, ${exact(origin.longitude)} + atan(sinh(_eta1) / cos(_xi1)) AS _lambda`,
  `_chi + ${series(latitude, (c, k) => `${exact(c)} * sin(${k} * _chi)`)} AS _phi`,
  `${exact(airy.a)} / sqrt(1 - ${exact(squared(airy))} * sin(_phi) * sin(_phi)) AS _nu`,
  `_nu * cos(_phi) * cos(_lambda) AS _x, _nu * cos(_phi) * sin(_lambda) AS _y, _nu * ${exact(1 - squared(airy))} * sin(_phi) AS _z`,
  `${exact(helmert.x)} + ${exact(helmert.scale)} * (_x - ${exact(helmert.rz)} * _y + ${exact(helmert.ry)} * _z) AS _x1,
   ${exact(helmert.y)} + ${exact(helmert.scale)} * (${exact(helmert.rz)} * _x + _y - ${exact(helmert.rx)} * _z) AS _y1,
   ${exact(helmert.z)} + ${exact(helmert.scale)} * (_z - ${exact(helmert.ry)} * _x + ${exact(helmert.rx)} * _y) AS _z1`,
  `sqrt(_x1 * _x1 + _y1 * _y1) AS _p`,
  `atan2(_z1 * ${exact(wgs84.a)}, _p * ${exact(wgs84.b)}) AS _theta`,
  `degrees(atan2(_z1 + ${exact(squared(wgs84) / (1 - squared(wgs84)))} * ${exact(wgs84.b)} * pow(sin(_theta), 3),
     _p - ${exact(squared(wgs84))} * ${exact(wgs84.a)} * pow(cos(_theta), 3))) AS _lat, degrees(atan2(_y1, _x1)) AS _lon`,
]

/** Adds `_lon` and `_lat` (degrees, WGS84; null off the grid) to a relation, from its columns of metres. */
export function withDegreesFromGrid(relation: string, easting: string, northing: string): string {
  const onGrid = `${easting} BETWEEN 1 AND 700000 AND ${northing} BETWEEN 1 AND 1300000`
  const start = `(SELECT *, CASE WHEN ${onGrid} THEN ${easting}::DOUBLE END AS _e, CASE WHEN ${onGrid} THEN ${northing}::DOUBLE END AS _n FROM ${relation})`
  return steps.reduce((inner, step) => `(SELECT *, ${step} FROM ${inner})`, start)
}

/** The same columns, where the file gives degrees already; 0, 0 is how an unknown place is often written. */
export function withDegrees(relation: string, longitude: string, latitude: string): string {
  const known = `${longitude} BETWEEN -180 AND 180 AND ${latitude} BETWEEN -90 AND 90 AND NOT (${longitude} = 0 AND ${latitude} = 0)`
  return `(SELECT *, CASE WHEN ${known} THEN ${longitude}::DOUBLE END AS _lon, CASE WHEN ${known} THEN ${latitude}::DOUBLE END AS _lat FROM ${relation})`
}

/** A GeoJSON point (RFC 7946 §3.1.2) of `_lon` and `_lat`, to a centimetre. */
export const pointOfDegrees = `CASE WHEN _lon IS NOT NULL THEN '{"type":"Point","coordinates":[' || round(_lon, 7) || ',' || round(_lat, 7) || ']}' END`

import proj4 from 'proj4'

/** British National Grid (EPSG:27700), with the seven parameters that Ordnance Survey gives for a few metres' accuracy. */
const grid =
  '+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy +towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m +no_defs'
const converter = proj4(grid, 'WGS84')

/** Metres east and north to [longitude, latitude], six decimals. */
export function wgs84(east: number, north: number): [number, number] {
  const [longitude, latitude] = converter.forward([east, north]) as [number, number]
  return [Number(longitude.toFixed(6)), Number(latitude.toFixed(6))]
}

/** The words of British addresses. Abbreviations and their long forms are one token; `st` is both Street and Saint, which no clerk tells apart. */

const pairs = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text
      .trim()
      .split(/\n\s*/)
      .flatMap((line) => {
        const [to = '', ...from] = line.trim().split(' ')
        return from.map((word) => [word, to] as const)
      }),
  )
const list = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** A line: the standard word, then what else is written for it. */
export const standardWords = pairs(`
  st street saint str ste
  road rd roa
  avenue ave av aven avn
  lane ln la
  drive dr drv driv
  close cl clo cls
  court ct crt
  crescent cres cresent cresc crs cr
  gardens gdns gdn gds gardns garden
  grove gr gro grv
  place pl plc
  park pk
  square sq sqr
  terrace terr ter tce terace
  way wy
  walk wk wlk
  hill hl
  house hse ho
  cottage cott ctg cot
  cottages cotts ctgs
  building bldg bld
  buildings bldgs blds
  parade pde
  passage pass
  yard yd
  mews mws
  mount mt mnt
  mansions mans
  villas vlls
  bridge bri brg
  bungalow bung
  farm fm
  green grn
  boulevard blvd bvd
  embankment emb
  esplanade esp
  causeway cswy
  north nth
  south sth
  great gt grt
  little lt lit
  upper upr up
  lower lwr lr
  old od
  church ch
  station stn sta
  industrial ind
  estate est
  centre center ctr
  business bus
  school sch
  hospital hosp
  university uni univ
  apartments apts
  saints ss
`)

/** A street's last word. */
export const streetKinds = list(`
  st road avenue lane drive close court crescent gardens grove place park square terrace way walk hill mews rise row view parade yard wharf quay
  green path passage alley bank boulevard broadway circus common croft cut dell dene downs drove end fields field embankment esplanade
  gate glade glen heights highway knoll lea leaze link loop meadow meadows mead mount orchard parkway piece promenade ride ridge side slope
  spinney steps strand vale valley villas walks wood woods wynd buildings batch bypass causeway chase combe corner cross tyning combe fold ginnel
  hollow brow lawn lawns paragon belvedere rank barton courtyard turning vennel wayside buildings`)

/** A named house or block ends like this more often than a street does. */
export const buildingKinds = list(`
  house cottage cottages lodge court point tower towers building buildings mansions hall barn farm mill bungalow farmhouse apartments flats
  villa villas chambers heights place works centre mews manor priory rectory vicarage forge block wing hotel inn`)

/** In front of the number or letter of a part of a building. */
export const flatWords = list(`
  flat flt fl flats apartment apt appartment apmt unit suite room rm studio maisonette mais penthouse chalet caravan pitch bedsit plot annexe annex`)

/** A part of a building by itself. */
export const loneParts = list('annexe annex penthouse basement')

export const floors: ReadonlyMap<string, string> = new Map([
  ['basement', '-1'], ['ground', '0'], ['grd', '0'], ['gnd', '0'], ['hall', 'hall'], ['garden', 'garden'], ['gardens', 'garden'], ['first', '1'], ['1st', '1'], ['second', '2'], ['2nd', '2'], ['third', '3'], ['3rd', '3'],
  ['fourth', '4'], ['4th', '4'], ['fifth', '5'], ['5th', '5'], ['sixth', '6'], ['6th', '6'], ['top', 'top'], ['attic', 'top'], ['upper', 'upper'], ['lower', 'lower'], ['mezzanine', 'mezzanine'],
]) // prettier-ignore

/** Ground floor flat, first floor flat, hall floor flat, …, as estate agents write them. */
export const floorLetters: ReadonlyMap<string, string> = new Map([
  ['bff', '-1'], ['gff', '0'], ['hff', 'hall'], ['fff', '1'], ['sff', '2'], ['tff', 'top'],
]) // prettier-ignore

export const sides = list('front rear back left right middle north south east west')

/** Words that help nobody to find a house. */
export const idleWords = list(
  'uk england scotland wales cymru gb britain united kingdom no number nr near the of at and',
)

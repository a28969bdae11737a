/** What values look like, as SQL over a text of one cell. Regular expressions are RE2's: linear in the length of the cell. */

const full = (pattern: string) => (cell: string) => `regexp_full_match(trim(${cell}), '${pattern}', 'i')`
const bare = (cell: string) => `translate(${cell}, ' -', '')`
const digit = (number: string, place: number) => `(ascii(substr(${number}, ${place}, 1)) - 48)`

/** Ten digits, also spaced 3-3-4, whose last is the check digit by modulus 11 (NHS Data Dictionary, “NHS NUMBER”). */
export function nhsNumber(cell: string): string {
  const number = bare(cell)
  const sum = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((place) => `${digit(number, place)} * ${11 - place}`).join(' + ')
  const repeated = `${number} = repeat(left(${number}, 1), 10)`
  return `CASE WHEN strlen(${cell}) BETWEEN 10 AND 14 THEN CASE WHEN regexp_full_match(${cell}, '\\s*[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}\\s*')
    THEN (11 - (${sum}) % 11) % 11 = ${digit(number, 10)} AND NOT ${repeated} ELSE false END ELSE false END`
}

/** HMRC’s NIM39110: two letters (some never used), six digits, A to D, which is sometimes left out. */
const insurance = (suffix: string) => (cell: string) =>
  String.raw`CASE WHEN strlen(${cell}) BETWEEN 8 AND 17 THEN regexp_full_match(${cell}, '\s*[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z][ -]?[0-9]{2}[ -]?[0-9]{2}[ -]?[0-9]{2}${suffix}\s*', 'i') ELSE false END`
export const nationalInsuranceNumber = insurance('[ -]?[A-D]?')
/** Without its last letter it may be the number of a company: SC123456. */
export const wholeNationalInsuranceNumber = insurance('[ -]?[A-D]')

const address = String.raw`[^\s@,;<>]+@[^\s@,;<>]+\.[a-z]{2,}`
export const email = (cell: string) =>
  `CASE WHEN contains(${cell}, '@') THEN ${full(`(mailto:)?<?${address}>?`)(cell)} ELSE false END`
/** Mailboxes of a post and not of a person. */
const posts =
  '(info|enquir|inquir|contact|admin|office|help|support|hello|customer|service|planning|council|reception|mail|web|data|open|team|sales|accounts|finance|press|media|school|foi|library|licens|highways|housing|gis|no-?reply|post|general|communications|democratic|environment|parking|waste|property|estates)'
const postEmail = (cell: string) => `regexp_matches(${cell}, '(^|[<:\\s])[^@]*${posts}[^@]*@', 'i')`
/** “jo.smith@…” somewhere in a longer text. */
export const personalEmailWithin = (cell: string) =>
  `CASE WHEN contains(${cell}, '@') THEN regexp_matches(${cell}, '\\b[a-z]+[.][a-z]+[0-9]*@[a-z0-9.-]+\\.[a-z]{2,}', 'i') AND NOT ${postEmail(cell)} ELSE false END`
export const nationalInsuranceNumberWithin = (cell: string) =>
  `CASE WHEN strlen(${cell}) >= 9 THEN regexp_matches(${cell}, '\\b[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]\\b') ELSE false END`
/** Only as the NHS prints it: ten digits in a row may be anything. */
export function nhsNumberWithin(cell: string): string {
  const found = `regexp_extract(${cell}, '(?i)NHS\\D{0,20}\\b([0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4})\\b', 1)`
  return `CASE WHEN contains(upper(${cell}), 'NHS') THEN coalesce(${nhsNumber(found)}, false) ELSE false END`
}

export const postcode = full('[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}')
export const telephone = (cell: string) =>
  `regexp_full_match(translate(${cell}, ' ()-.+', ''), '0?0?(44)?0?[1-9][0-9]{8,9}') AND regexp_matches(${cell}, '^\\s*[(+0]')`
export const mobile = (cell: string) => `regexp_full_match(translate(${cell}, ' ()-.+', ''), '(0|0?0?44)?0?7[0-9]{9}')`
export const upToTwelveDigits = full('[0-9]{1,12}')
export const eightDigits = full('[0-9]{6,8}')
export const outputArea = full('([EW]00[0-9]{6}|S00[0-9]{6}|N[0-9]{8})')
export const lsoa = full('([EWS]01[0-9]{6}|95[A-Z]{2}[0-9]{2}[SW][0-9])')
export const msoa = full('([EWS]02[0-9]{6})')
export const ward = full('(E05|W05|S13|N08)[0-9]{6}|(E36|S12|W40)[0-9]{6}')
export const authority = full('(E0[6789]|E10|W06|S12|N09)[0-9]{6}')
export const gender = full(
  '(m|f|male|female|man|woman|boy|girl|trans.*|non-?binary|other|unknown|not .*|prefer not.*|u|x|[0-9])',
)

/** Words without digits: what a name column under a plain header must at least be. */
export const nameShaped = (cell: string) =>
  String.raw`(strlen(${cell}) <= 60 AND NOT regexp_matches(${cell}, '[^\p{L}''’. ,-]'))`
export const streetAddress = full(
  String.raw`.*\b[0-9]+[a-z]?,? .*\b(road|rd|street|st|avenue|ave|lane|ln|close|drive|way|crescent|place|square|terrace|grove|row|court|gardens|park|hill)\b.*`,
)

/** Quick looks at a column before the slower ones: what none of its cells can be need not be asked. */
export const screens = {
  words: nameShaped,
  code: full('[A-Z]{1,3}[0-9][A-Z0-9 ]{1,8}|95[A-Z]{2}[0-9]{2}[SW][0-9]|N[0-9]{8}'),
  digits: (cell: string) => `regexp_full_match(${cell}, '[ 0-9()+.-]{9,24}')`,
  tenDigits: (cell: string) =>
    `CASE WHEN strlen(${cell}) BETWEEN 10 AND 14 THEN regexp_full_match(${cell}, '[ 0-9-]*') ELSE false END`,
  at: (cell: string) => `contains(${cell}, '@')`,
  twoLettersSixDigits: (cell: string) =>
    `CASE WHEN strlen(${cell}) >= 8 THEN regexp_matches(${cell}, '[A-Za-z]{2}[ -]?[0-9]{2}[ -]?[0-9]{2}[ -]?[0-9]{2}') ELSE false END`,
  nhs: (cell: string) => `(contains(${cell}, 'NHS') OR contains(${cell}, 'nhs'))`,
} as const
export type Screen = keyof typeof screens

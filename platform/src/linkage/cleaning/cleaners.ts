/** The cleaners by the names under which a linkage model asks for them. Each: one text to its standard form, or null where it tells nothing. */
import { cleanCompanyName } from './company.ts'
import { cleanDate } from './date.ts'
import { cleanEmail } from './email.ts'
import { cleanFullName } from './names/full-name.ts'
import { cleanGivenName, cleanSurname } from './names/name.ts'
import { cleanNationalInsuranceNumber, cleanNhsNumber, cleanNumber, cleanUprn, cleanUsrn } from './numbers.ts'
import { cleanPostcode } from './postcode.ts'
import { cleanSex } from './sex.ts'
import { cleanTelephone } from './telephone.ts'
import { cleanText } from './text.ts'

export const cleaners = {
  text: cleanText,
  'given-name': cleanGivenName,
  surname: cleanSurname,
  'full-name': cleanFullName,
  date: (text: string) => cleanDate(text),
  postcode: cleanPostcode,
  telephone: cleanTelephone,
  email: cleanEmail,
  'nhs-number': cleanNhsNumber,
  'national-insurance-number': cleanNationalInsuranceNumber,
  uprn: cleanUprn,
  usrn: cleanUsrn,
  sex: cleanSex,
  'company-name': cleanCompanyName,
  number: cleanNumber,
} as const satisfies Record<string, (text: string) => string | null>

export type CleanerName = keyof typeof cleaners

/** Nunjucks, with GOV.UK's macros and our own words as filters. Everything that is not markup of a template is escaped. */
import nunjucks from 'nunjucks'
import type { Clock } from '#foundation/clock.ts'
import type { Assets } from './assets.ts'
import { govukFolder, webFolder } from './assets.ts'
import { sayDay, sayExactly, sayTime } from './times.ts'
import { sayValue } from './values.ts'
import {
  classificationWords,
  roleWords,
  sayCount,
  sayLicence,
  sayList,
  sayMeaning,
  sayName,
  sayRemedy,
  sayShare,
  saySize,
  sayTransform,
  sentence,
  typeWords,
} from './words.ts'

export type Render = (template: string, values: object) => string

export function makeRender(assets: Assets, clock: Clock): Render {
  const loader = new nunjucks.FileSystemLoader([webFolder, govukFolder], { noCache: false, watch: false })
  const environment = new nunjucks.Environment(loader, { autoescape: true, trimBlocks: true, lstripBlocks: true })
  const filters: Readonly<Record<string, (value: never, ...rest: never[]) => unknown>> = {
    ago: (iso: string) => sayTime(iso, clock()),
    exactly: sayExactly,
    day: sayDay,
    count: sayCount,
    outOf100: sayShare,
    number: (value: number) => value.toLocaleString('en-GB'),
    size: saySize,
    meaning: sayMeaning,
    fieldType: (type: keyof typeof typeWords) => typeWords[type] ?? type,
    classification: (one: keyof typeof classificationWords) => classificationWords[one],
    role: (role: keyof typeof roleWords) => roleWords[role] ?? role,
    licence: sayLicence,
    transform: sayTransform,
    remedy: sayRemedy,
    list: sayList,
    sentence,
    words: sayName,
    value: sayValue,
    path: (text: string) => encodeURIComponent(text),
    ref: (ref: string) => ref.split('/').map(encodeURIComponent).join('/'),
  }
  for (const [name, filter] of Object.entries(filters)) environment.addFilter(name, filter)
  environment.addGlobal('assets', assets.urls)
  return (template, values) => environment.render(template, values)
}

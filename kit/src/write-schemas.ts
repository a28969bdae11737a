/** Writes the published JSON Schemas from the code: `node kit/src/write-schemas.ts`. */
import { writeFileSync } from 'node:fs'
import { agreementSchema, houseRuleSchema } from './index.ts'

/** File (beside package.json) and what it must contain. */
export const published: Readonly<Record<string, string>> = {
  'agreement.schema.json': text(agreementSchema),
  'house-rule.schema.json': text(houseRuleSchema),
}

function text(schema: object): string {
  return `${JSON.stringify({ $schema: 'https://json-schema.org/draft/2020-12/schema', ...schema }, null, 2)}\n`
}

if (import.meta.main) {
  for (const [name, content] of Object.entries(published))
    writeFileSync(new URL(`../${name}`, import.meta.url), content)
}

export { neutralised as withoutFormula } from '#foundation/csv.ts'
export { attribution, dutiesInWords } from './duties.ts'
export { withhold } from './withhold.ts'

export { type AutoModel, autoModel, type AutoSettings } from './auto-model.ts'
export type { Recognised } from './parts-of.ts'
export { type Budget, type Recommended, recommendRules } from './recommend-rules.ts'

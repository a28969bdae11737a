export {
  cleaners,
  fold,
  nicknameClasses,
  phoneticKey,
  readDate,
  readFullName,
  readPostcode,
  shareClass,
  spellingClasses,
} from './cleaning/index.ts'
export { type Answer, answer, type DerivedRecord, levelOf, patternOf } from './compare/answer.ts'
export { deriveRecord, recordAt, type Row } from './features/record.ts'
export { buildFeatures, type FeatureColumn, type Features, frequenciesOf } from './features/store.ts'
export { type Column, columnOf, type Table, tableOf } from './features/table.ts'
export type { DateValue, Value } from './features/values.ts'
export { type ModelFault, modelFaults, readModel } from './model/check.ts'
export type { BlockingRule, Comparison, Household, Level, LinkageModel, TermFrequency } from './model/document.ts'
export type { Feature, Kind, Step } from './model/features.ts'
export { type FromSplink, fromSplink, isSplinkSettings } from './model/from-splink.ts'
export { modelHash } from './model/hash.ts'
export {
  elseLevel,
  levelCount,
  levelsOfPattern,
  missingLevel,
  patternOfLevels,
  patternSpace,
} from './model/patterns.ts'
export { featuresOf, type Question, questionsIn, type Test } from './model/tests.ts'
export { bitsOf, householdBits, priorBits, probabilityOf, termFrequencyBits, weightsOf } from './score/weights.ts'
export * from './cluster/index.ts'
export { planBlocking } from './block/plan.ts'
export { explainPair, explainRecords, type ExplainedPart, type Explanation } from './explain/explain.ts'
export { jaroWinkler } from './compare/text.ts'
export { type Pairs, pairKernel } from './score/kernel.ts'
export { packRecords } from './score/pack.ts'
export { runTask, tasksOf } from './score/run.ts'
export * from './measure/index.ts'

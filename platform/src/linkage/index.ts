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
export { countPairs, planBlocking, type BlockingPlan, type RulePlan } from './block/plan.ts'
export type { LinkMode, Sources } from './block/blocks.ts'
export type { Task } from './block/tasks.ts'
export {
  pairKernel,
  type PairKernel,
  type Pairs,
  type PatternCounts,
  patternKernel,
  type PatternKernel,
} from './score/kernel.ts'
export { type Frequencies, type Pack, packRecords } from './score/pack.ts'
export { runTask, tasksOf } from './score/run.ts'
export {
  explainPair,
  explainRecords,
  type ExplainedPart,
  type Explanation,
  type FrequencyOf,
} from './explain/explain.ts'
export { waterfall } from './explain/waterfall.ts'
export { explanationInWords } from './explain/words.ts'
export * from './cluster/index.ts'
export { jaroWinkler } from './compare/text.ts'
export * from './measure/index.ts'
export { trainModel, type Trained } from './train/index.ts'

export { type Answer, answer, type DerivedRecord, levelOf, patternOf } from './compare/answer.ts'
export { deriveRecord, recordAt, type Row } from './features/record.ts'
export { buildFeatures, type FeatureColumn, type Features, frequenciesOf } from './features/store.ts'
export { type Column, columnOf, type Table, tableOf } from './features/table.ts'
export type { DateValue, Value } from './features/values.ts'
export { type ModelFault, modelFaults, readModel } from './model/check.ts'
export type { BlockingRule, Comparison, Household, Level, LinkageModel, TermFrequency } from './model/document.ts'
export { columnsOf, type Feature, type Kind, type Step } from './model/features.ts'
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
export type { Question as ModelQuestion, Test } from './model/tests.ts'
export { bitsOf, probabilityOf } from './odds.ts'
export { checkTrained, householdBits, priorBits, termFrequencyBits, weightsOf } from './score/weights.ts'
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
export * from './measure/index.ts'
export {
  type AddressAnswer,
  type AddressEntry,
  type AddressList,
  AddressListBuilder,
  type Found,
  type ListFault,
  matchAddress,
  type MatchSettings,
  usualThreshold,
} from './addresses/index.ts'
export * from './cleaning/index.ts'
export {
  type AutoModel,
  autoModel,
  type AutoSettings,
  type Budget,
  type Recognised,
  type Recommended,
  recommendRules,
} from './auto/index.ts'
export * from './train/index.ts'
export { amongRivals } from './score/rivals.ts'
export {
  type Found as ResidentFound,
  makeResident,
  type Match,
  type Resident,
  type ResidentSettings,
} from './resident/resident.ts'

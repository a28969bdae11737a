export type { Correction, Dispute } from './correct/correction.ts'
export type { Decision, Entities, OnLinkage } from './entities.ts'
export { type LinkageDocument, linkageSchema } from './linkages/document.ts'
export type { GroupQuality, LinkageView, LinkedDataset, Quality, Run, RunFacts, RunSource } from './linkages/linkage.ts'
export {
  answers,
  type ReviewAnswer,
  type ReviewedComparison,
  type ReviewedRecord,
  type ReviewItem,
  type ReviewMeasures,
  type ReviewOutcome,
  type ReviewQueue,
} from './review/review.ts'
export type { Clues, Found, SearchAnswer } from './search/search.ts'
export { type Fact, type Household, type PersonView, type SourceView, type Theme, themes } from './view/person.ts'
export { isSomebodyElses } from './reading/slots.ts'
export { createEntities, type EntitiesDependencies } from './create.ts'

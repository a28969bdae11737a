export type { Dependence } from './dependence.ts'
export { type Trained, trainModel, type TrainingReport, type TrainingSettings } from './train-model.ts'

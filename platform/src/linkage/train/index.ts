export type { Dependence } from './dependence.ts'
export { trainFromLabels, type LabelledTraining } from './labels.ts'
export { type TableTrained, trainOnTable } from './train-on-table.ts'
export { type Trained, trainModel, type TrainingReport, type TrainingSettings } from './train-model.ts'

export type { Changes } from './describe.ts'
export type { DefinedField } from './records.ts'
export type { Draft } from './draft.ts'
export { type Choices, type Confirmed, createIntake, type Intake, type IntakeSettings } from './intake.ts'

export {
  type AgreementClause,
  type AgreementDocument,
  type AgreementTransform,
  agreementActions,
  agreementKinds,
  agreementRoles,
  agreementSchema,
  everyone,
  plainTransforms,
} from './agreement.ts'
export { type HouseRuleDocument, houseRuleSchema, sensitivities } from './house-rule.ts'

/**
 * Purposes of the W3C Data Privacy Vocabulary (https://w3id.org/dpv, version 2) that public bodies and their partners use,
 * with its ids and its order of broader and narrower. A place adds its own beside them.
 */
export type Purpose = Readonly<{
  /** `dpv:…` or the place's own prefix. */
  id: string
  label: string
  definition: string
  /** The broader purpose, for finding one; it gives no right to it. */
  parent: string | null
}>

const dpv = (name: string, parent: string | null, label: string, definition: string): Purpose => ({
  id: `dpv:${name}`,
  label,
  definition,
  parent: parent && `dpv:${parent}`,
})

export const dpvPurposes: readonly Purpose[] = [
  dpv('ServiceProvision', null, 'Providing a service', 'To provide a service, product or activity.'),
  dpv(
    'RequestedServiceProvision',
    'ServiceProvision',
    'Providing a requested service',
    'To deliver a service that someone asked for.',
  ),
  dpv(
    'DeliveryOfGoods',
    'RequestedServiceProvision',
    'Delivering goods',
    'To deliver goods and services that were asked for.',
  ),
  dpv(
    'ServiceRegistration',
    'ServiceProvision',
    'Registering for a service',
    'To register people and collect what is needed to provide a service.',
  ),
  dpv(
    'PaymentManagement',
    'ServiceProvision',
    'Payments',
    'To process and manage payments, with invoices and records.',
  ),
  dpv(
    'RepairImpairments',
    'ServiceProvision',
    'Repairing faults',
    'To find and repair what does not work as it should.',
  ),
  dpv('SearchFunctionalities', 'ServiceProvision', 'Search', 'To offer search and retrieval of information.'),
  dpv(
    'TechnicalServiceProvision',
    'ServiceProvision',
    'Technical operation',
    'To run the technical processes that a service needs.',
  ),
  dpv(
    'ServiceUsageAnalytics',
    'ServiceProvision',
    'Analysing use of a service',
    'To analyse and report on how services are used.',
  ),
  dpv(
    'ServiceOptimisation',
    'ServiceProvision',
    'Improving how a service works',
    'To make services or activities work better.',
  ),
  dpv(
    'OptimisationForConsumer',
    'ServiceOptimisation',
    'Improving a service for its users',
    'To make a service work better for those who use it.',
  ),
  dpv(
    'OptimisationForController',
    'ServiceOptimisation',
    'Improving a service for its provider',
    'To make a service work better for who provides it.',
  ),
  dpv(
    'ImproveExistingProductsAndServices',
    'OptimisationForController',
    'Improving existing services',
    'To improve products and services that exist.',
  ),
  dpv(
    'IncreaseServiceRobustness',
    'OptimisationForController',
    'Making services robust',
    'To make services more robust and resilient.',
  ),
  dpv(
    'InternalResourceOptimisation',
    'OptimisationForController',
    'Using resources well',
    'To make better use of an organisation’s own resources.',
  ),
  dpv(
    'ServicePersonalisation',
    'ServiceProvision',
    'Fitting a service to a person',
    'To fit services, products or activities to the person.',
  ),
  dpv(
    'PersonalisedBenefits',
    'ServicePersonalisation',
    'Personal benefits',
    'To work out and provide benefits to which a person is entitled.',
  ),
  dpv('PublicBenefit', null, 'Public benefit', 'To benefit the public or society.'),
  dpv(
    'CombatClimateChange',
    'PublicBenefit',
    'Climate change',
    'To fight the causes and consequences of climate change, floods and fires among them.',
  ),
  dpv('Counterterrorism', 'PublicBenefit', 'Preventing terrorism', 'To detect and prevent terrorism.'),
  dpv('DataAltruism', 'PublicBenefit', 'Data altruism', 'To share data freely for the general interest.'),
  dpv(
    'ImproveHealthcare',
    'PublicBenefit',
    'Improving healthcare',
    'To improve healthcare, treatment and the care of long illness.',
  ),
  dpv(
    'ImprovePublicServices',
    'PublicBenefit',
    'Improving public services',
    'To improve public services such as safety, education and law enforcement.',
  ),
  dpv(
    'ImproveTransportMobility',
    'PublicBenefit',
    'Improving transport',
    'To improve traffic, public transport and mobility.',
  ),
  dpv('ProtectionOfNationalSecurity', 'PublicBenefit', 'National security', 'To protect national security.'),
  dpv('ProtectionOfPublicSecurity', 'PublicBenefit', 'Public safety', 'To protect public safety.'),
  dpv(
    'ProvideOfficialStatistics',
    'PublicBenefit',
    'Official statistics',
    'To produce and publish reliable official statistics.',
  ),
  dpv('PublicPolicyMaking', 'PublicBenefit', 'Making public policy', 'To develop public policy and law.'),
  dpv(
    'ResearchAndDevelopment',
    null,
    'Research and development',
    'To research and develop methods, products or services.',
  ),
  dpv('AcademicResearch', 'ResearchAndDevelopment', 'Academic research', 'Research in universities and the like.'),
  dpv('ScientificResearch', 'ResearchAndDevelopment', 'Scientific research', 'Scientific research.'),
  dpv('NonCommercialResearch', 'ResearchAndDevelopment', 'Non-commercial research', 'Research that is not for profit.'),
  dpv(
    'CommercialResearch',
    'ResearchAndDevelopment',
    'Commercial research',
    'Research for profit, or paid for by a firm.',
  ),
  dpv('FulfilmentOfObligation', null, 'Meeting an obligation', 'To meet an obligation.'),
  dpv('LegalCompliance', 'FulfilmentOfObligation', 'Meeting a legal duty', 'To meet a duty in law.'),
  dpv(
    'RightsFulfillment',
    'FulfilmentOfObligation',
    'Fulfilling people’s rights',
    'To fulfil rights that people have in law.',
  ),
  dpv(
    'FulfilmentOfContractualObligation',
    'FulfilmentOfObligation',
    'Meeting a contract',
    'To meet an obligation in a contract.',
  ),
  dpv('EstablishContractualAgreement', null, 'Making a contract', 'To bring a contract about.'),
  dpv('EnforceSecurity', null, 'Security', 'To keep data, people and places secure.'),
  dpv('EnforceAccessControl', 'EnforceSecurity', 'Access control', 'To let in only who may come in.'),
  dpv(
    'IdentityAuthentication',
    'EnforceSecurity',
    'Authentication',
    'To make sure that someone is who they were before.',
  ),
  dpv(
    'MisusePreventionAndDetection',
    'EnforceSecurity',
    'Preventing misuse',
    'To prevent and detect misuse or abuse of services.',
  ),
  dpv(
    'FraudPreventionAndDetection',
    'MisusePreventionAndDetection',
    'Preventing fraud',
    'To detect, prevent and reduce fraud.',
  ),
  dpv(
    'CounterMoneyLaundering',
    'FraudPreventionAndDetection',
    'Preventing money laundering',
    'To detect and prevent money laundering.',
  ),
  dpv('Verification', 'EnforceSecurity', 'Verification', 'To verify information, identity or integrity.'),
  dpv('IdentityVerification', 'Verification', 'Verifying identity', 'To verify who someone is.'),
  dpv('AgeVerification', 'Verification', 'Verifying age', 'To verify a person’s age, or that they are over one.'),
  dpv('CommunicationManagement', null, 'Communication', 'To inform people and answer them.'),
  dpv(
    'CustomerManagement',
    null,
    'Dealing with customers',
    'To manage dealings with past, present and future customers.',
  ),
  dpv('CustomerCare', 'CustomerManagement', 'Helping customers', 'To help customers and settle their issues.'),
  dpv(
    'CommunicationForCustomerCare',
    'CustomerCare',
    'Writing to customers who need help',
    'To communicate with customers in order to help them.',
  ),
  dpv('RecordManagement', null, 'Keeping records', 'To make, store and use records of operations and events.'),
  dpv('OrganisationGovernance', null, 'Governing an organisation', 'To govern an organisation.'),
  dpv(
    'OrganisationComplianceManagement',
    'OrganisationGovernance',
    'Following internal policy',
    'To see that an organisation’s own policies are followed.',
  ),
  dpv(
    'OrganisationRiskManagement',
    'OrganisationGovernance',
    'Managing risk',
    'To manage risks to an organisation’s activities.',
  ),
  dpv('DisputeManagement', 'OrganisationGovernance', 'Settling disputes', 'To deal with disputes and complaints.'),
  dpv('HumanResourceManagement', null, 'Managing staff', 'To manage the people who work for an organisation.'),
  dpv('VendorManagement', null, 'Dealing with suppliers', 'To manage orders, payments and suppliers.'),
  dpv('NonCommercialPurpose', null, 'Non-commercial use', 'Any use without the intention of profit.'),
  dpv('CommercialPurpose', null, 'Commercial use', 'Use for profit.'),
  dpv('Marketing', null, 'Marketing', 'To promote or sell an organisation, products or services.'),
  dpv('DirectMarketing', 'Marketing', 'Direct marketing', 'Marketing sent straight to the person.'),
]

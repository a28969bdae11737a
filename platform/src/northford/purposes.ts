/** The place's own purposes, each under a broader one of the W3C Data Privacy Vocabulary. */
export const purposes = [
  {
    id: 'northford:winter-support',
    label: 'Helping people at risk through the winter',
    definition: 'To find people whom cold, heat or ice puts at risk, and to help them before harm is done.',
    parent: 'dpv:ServiceProvision',
  },
  {
    id: 'northford:winter-gritting',
    label: 'Gritting roads and paths',
    definition: 'To decide which roads, paths and doorsteps are gritted first.',
    parent: 'dpv:ImprovePublicServices',
  },
  {
    id: 'northford:hospital-discharge',
    label: 'Going home from hospital',
    definition: 'To have care in place at home on the day on which somebody leaves hospital.',
    parent: 'dpv:ServiceProvision',
  },
  {
    id: 'northford:find-missing-people',
    label: 'Finding missing people',
    definition: 'To find a missing person and make sure that they are safe.',
    parent: 'dpv:ProtectionOfPublicSecurity',
  },
  {
    id: 'northford:bus-pass',
    label: 'Concessionary bus passes',
    definition: 'To decide who may have a concessionary bus pass, and to renew it.',
    parent: 'dpv:RequestedServiceProvision',
  },
  {
    id: 'northford:food-support',
    label: 'Help with food',
    definition: 'To plan and give help to people who cannot afford enough food.',
    parent: 'dpv:ServiceProvision',
  },
  {
    id: 'northford:priority-services',
    label: 'Priority services of utilities',
    definition: 'To know who needs help when the power or the water is off.',
    parent: 'dpv:ServiceProvision',
  },
  {
    id: 'northford:service-planning',
    label: 'Planning services',
    definition: 'To plan services for an area from counts and sums, not about any one person.',
    parent: 'dpv:ImprovePublicServices',
  },
  {
    id: 'northford:school-travel',
    label: 'Travel to school',
    definition: 'To plan how pupils get to school.',
    parent: 'dpv:ImproveTransportMobility',
  },
  {
    id: 'northford:free-school-meals',
    label: 'Free school meals',
    definition: 'To decide who may have free school meals.',
    parent: 'dpv:PersonalisedBenefits',
  },
  {
    id: 'northford:social-prescribing',
    label: 'Company and activities for health',
    definition: 'To offer people company and activities that do their health good.',
    parent: 'dpv:ServiceProvision',
  },
  {
    id: 'northford:community-safety',
    label: 'Community safety',
    definition: 'To make streets and public places safer.',
    parent: 'dpv:ProtectionOfPublicSecurity',
  },
] as const

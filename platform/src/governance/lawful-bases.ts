/**
 * Lawful bases of UK GDPR articles 6 and 9 with their ids in the W3C Data Privacy Vocabulary
 * (https://w3id.org/dpv/legal/eu/gdpr; the articles and letters are the same in the UK).
 */
export type LawfulBasis = Readonly<{ id: string; label: string; definition: string; special: boolean }>

const basis = (letter: string, label: string, definition: string): LawfulBasis => ({
  id: `eu-gdpr:${letter}`,
  label,
  definition,
  special: letter.startsWith('A9'),
})

export const lawfulBases: readonly LawfulBasis[] = [
  basis('A6-1-a', 'Consent', 'The person has agreed to it for a named purpose (article 6(1)(a)).'),
  basis('A6-1-b', 'Contract', 'It is needed for a contract with the person, or before making one (article 6(1)(b)).'),
  basis('A6-1-c', 'Legal obligation', 'The law requires it of the organisation (article 6(1)(c)).'),
  basis('A6-1-d', 'Vital interests', 'It is needed to protect someone’s life (article 6(1)(d)).'),
  basis(
    'A6-1-e',
    'Public task',
    'It is needed for a task in the public interest or official authority, set out in law (article 6(1)(e)).',
  ),
  basis(
    'A6-1-f',
    'Legitimate interests',
    'It is needed for legitimate interests that the person’s own do not outweigh (article 6(1)(f)).',
  ),
  basis('A9-2-a', 'Explicit consent', 'The person has explicitly agreed to it (article 9(2)(a)).'),
  basis(
    'A9-2-b',
    'Employment and social security law',
    'Employment, social security and social protection law requires or allows it (article 9(2)(b)).',
  ),
  basis(
    'A9-2-c',
    'Vital interests, where the person cannot consent',
    'It is needed to protect the life of someone who cannot consent (article 9(2)(c)).',
  ),
  basis(
    'A9-2-d',
    'Not-for-profit bodies',
    'A body with a political, philosophical, religious or trade union aim, about its own members (article 9(2)(d)).',
  ),
  basis('A9-2-e', 'Made public by the person', 'The person has manifestly made it public (article 9(2)(e)).'),
  basis('A9-2-f', 'Legal claims and courts', 'It is needed for legal claims, or by courts (article 9(2)(f)).'),
  basis(
    'A9-2-g',
    'Substantial public interest',
    'It is needed for reasons of substantial public interest set out in law (article 9(2)(g)).',
  ),
  basis(
    'A9-2-h',
    'Health or social care',
    'It is needed for care, treatment, or the management of health or social care (article 9(2)(h)).',
  ),
  basis('A9-2-i', 'Public health', 'It is needed in the public interest in public health (article 9(2)(i)).'),
  basis(
    'A9-2-j',
    'Archives, research and statistics',
    'It is needed for archiving, research or statistics in the public interest (article 9(2)(j)).',
  ),
]

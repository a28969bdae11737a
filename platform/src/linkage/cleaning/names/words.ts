/** The words around names. A word that is a good name too (Major, Dean, Prince, Ma) is left out where it would cost the name. */

const list = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** In front of a name. Taken off while another word remains. */
export const titles = list(`
  mr mrs ms miss mx messrs mister missus master mstr dr doctor prof professor rev revd reverend fr cllr councillor sir dame lord lady hon
  rt capt captain maj col colonel lt lieut sgt sergeant cpl pc wpc insp rabbi imam madam mme mlle monsieur madame herr frau sr sra srta senor senora
  pani pan bay bayan shri sri smt kumari`)

/** Never anything but a title. */
export const onlyTitles = list('mr mrs ms miss mx messrs mister missus mstr mme mlle srta smt')

/** Behind a name. Taken off while another word remains. */
export const suffixes = list(`
  jr jnr junior snr senior ii iii iv esq esquire obe mbe cbe kbe dbe gbe phd bsc msc frcs frcp frcgp rgn rmn qc mp msp ms bem jp dl cfre`)

/** Words of a surname that are written or left out, joined or parted, as the clerk pleases. */
export const particles = list(`
  de da do dos das del della delle dello degli di du des la le lo las los el al ul ur van von vom zu zum der den dem ter ten te vander vande
  af av bin ibn bint binti binte ben bat abu umm ap ab ferch verch y e i na st`)

/** Parts written together in the standard form: Mc Donald, Mac Donald, O Brien, Fitz Gerald, D Souza. */
export const glued = list('mc mac o fitz d')

/** What is written where a name is not known, in a cell for a name. */
export const noNames = list(`
  male female boy girl twin baby infant unborn newborn child man woman person patient client customer resident occupier owner tenant householder
  name surname forename firstname lastname nee aka deceased duplicate user nobody noname nosurname noforename`)

/** In front of another name of the same person. “As” of “known as” is no name either. */
export const otherwise = list('nee aka formerly alias known')

/** Whole names that say the same. */
export const standIns: ReadonlySet<string> = new Set([
  'a n other', 'an other', 'joe bloggs', 'jo bloggs', 'fred bloggs', 'mickey mouse', 'donald duck', 'test test', 'test patient', 'test user', 'test person',
  'unknown unknown', 'not known', 'no name', 'no surname', 'no forename', 'the occupier', 'the owner', 'the resident', 'first name', 'last name',
  'unknown male', 'unknown female', 'male unknown', 'female unknown', 'baby boy', 'baby girl', 'do not use', 'zz test', 'xx test',
]) // prettier-ignore

/** Beginnings of what a ward writes before a child has a name: the mother's name follows. */
export const babyOf: readonly string[] = ['baby of', 'infant of', 'bo ', 'b o ', 'twin of', 'child of', 'boy of', 'girl of', 'son of', 'daughter of', 'unborn of', 'baby boy of', 'baby girl of', 'twin one of', 'twin two of'] // prettier-ignore

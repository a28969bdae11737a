/**
 * Given names and surnames common in the UK, of many origins: enough for a column of people to stand out, far too few to
 * find any one person. Lower case.
 */
const list = (text: string) => new Set(text.trim().split(/\s+/))

export const givenNames: ReadonlySet<string> = list(`
  aaron abbie abdul abdullah abigail adam adele adrian agnes ahmed aidan aisha alan albert alex alexander alexandra alfie alfred ali alice
  alison amanda amber amelia amina amir amy andrea andrew angela anita ann anna anne annette annie anthony antonia arjun arthur asha ashley
  audrey austin ava ayesha barbara barry beatrice ben benjamin bernadette bernard beryl beth bethany betty beverley bilal brandon brenda
  brian bridget bruce bryan callum cameron carl carol caroline carolyn catherine cathy charles charlie charlotte chelsea cheryl chloe chris
  christina christine christopher claire clare clive colin connor courtney craig cynthia daisy damian daniel danielle darren dave david
  dawn dean deborah debra denise dennis derek diana diane dominic donald donna doreen doris dorothy douglas duncan dylan edith edward
  eileen elaine eleanor elizabeth ella ellen ellie elsie emily emma eric erin ernest ethan ethel eva evelyn evie faith farah fatima
  fiona florence frances francesca francis frank fred frederick freya freda gareth gary gavin gemma geoffrey george georgia georgina gerald
  geraldine gillian gladys glenn gordon grace graeme graham gregory gwen hannah harold harriet harrison harry hassan hayley hazel heather
  helen henry hilary holly howard hugh hussain ian ibrahim imogen imran irene iris isaac isabel isabella isla ivan ivy jack jackie jacob
  jacqueline jade jake james jamie jan jane janet janice jasmine jason jayne jean jeffrey jennifer jenny jeremy jessica jill joan joanna
  joanne joe joel john jonathan jordan joseph josephine joshua joy joyce jude judith julia julian julie june justin karen karl kate
  katherine kathleen kathryn katie kay keith kelly ken kenneth kerry kevin khalid kieran kimberley kirsty kyle laura lauren lawrence leah
  lee leon leonard leslie lewis liam lily linda lisa logan lorraine louis louise lucas lucy luke lydia lynda lynn lynne madison malcolm
  marcus margaret maria marian marie marilyn marion mariam mark marjorie martha martin martyn mary maryam mason matthew maureen maurice max
  maxine megan melanie melissa mia michael michelle mike mohamed mohammad mohammed mohammad molly monica muhammad musa nadia naomi natalie
  natasha nathan neil niamh nicholas nicola nicole nigel nikhil noah noreen norma norman olive oliver olivia omar oscar owen pamela patricia
  patrick paul paula pauline peggy penelope peter philip phillip phoebe phyllis pooja poppy priya rachel rahul raj rajesh ralph raymond
  rebecca reece rhys richard rita robert robin roger ronald rosemary rose ross roy ruby russell ruth ryan sabrina sadia saira sally sam samantha samina
  samuel sandra sanjay sara sarah scarlett scott sean sebastian shannon sharon shaun sheila shirley sian simon sofia sonia sophia sophie
  stacey stanley stella stephanie stephen steven stuart sunita susan suzanne sylvia tanya tara ted terence teresa terry thelma theo theresa
  thomas tim timothy tina toby tom tony tracey tracy trevor valerie vanessa vera veronica victor victoria vincent violet vivian wayne wendy
  wilfred william winifred yasmin yusuf yvonne zachary zainab zara zoe aleksandra agnieszka piotr tomasz katarzyna krzysztof pawel anil
  deepak harpreet gurpreet jaspreet manpreet sukhdev oluwaseun chidi ngozi kwame ama kofi wei ming li mei chen yan`)

export const surnames: ReadonlySet<string> = list(`
  adams ahmed akhtar ali allen anderson andrews armstrong atkinson bailey baker ball barker barnes begum bell bennett berry booth bradley
  brooks brown burton butler campbell carr carter chambers chapman clark clarke cole collins cook cooper cox cunningham davies davis dawson
  dean dixon edwards ellis evans fisher fletcher foster fox gardner gibson gill gordon graham grant gray green griffiths hall hamilton
  harper harris harrison hart harvey hawkins hill holmes hudson hughes hunt hunter hussain jackson james jenkins johnson johnston jones kaur
  kelly kennedy khan king knight lane lawrence lawson lee lewis lloyd macdonald marsh marshall martin mason matthews mcdonald miller mills
  mitchell moore morgan morris murphy murray nowak o'brien o'connor okafor owen palmer parker patel payne pearce pearson phillips poole
  powell price reid reynolds richards richardson roberts robertson robinson rogers rose ross russell ryan saunders scott shah shaw
  simpson singh smith spencer stevens stewart stone taylor thomas thompson thomson turner walker wallace walsh ward watkins watson watts webb
  wells west white wilkinson williams williamson wilson wood woods wright young adeyemi mensah begum iqbal malik mahmood rashid
  sharma gupta kumar wang zhang liu chan wong lin nguyen tran`)

/** Words that make a name that of an organisation, a street or a building. */
export const notPersonWords: ReadonlySet<string> = list(`
  ltd limited plc llp llc inc company co group holdings services service solutions systems trust council association society club school
  academy college university nursery hospital surgery clinic practice pharmacy church chapel cathedral mosque temple centre center library
  museum hotel inn arms pub bar cafe restaurant house court lodge cottage farm hall manor castle tower towers mill works garage station
  depot yard park gardens garden green common field fields meadow meadows wood woods hill hills road street avenue lane close drive way
  crescent place square terrace grove row mews rise walk view bridge bank cross gate corner parade hamlet village parish ward estate
  allotment allotments playground recreation cemetery beach bay river brook ground north south east west upper lower great little st saint
  royal national northern southern international foundation charity partnership department ministry office bank insurance energy water
  transport bus buses rail authority police nhs fund union committee board agency consulting construction building builders engineering
  electrical plumbing motors cars taxis foods stores shop supermarket and & sons brothers bros`)

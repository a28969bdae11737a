/** English, Scots, Welsh and Irish given names: `class: what bearers of that name are also called`. A name may stand in several lines. */
export const britishNicknames = `
abigail: abi abbie abby gail abbi; adam: ad addy; adelaide: addie ada adele heidi; adrian: ade; agnes: aggie nessie nancy senga
aidan: aiden aodhan; alan: al; alastair: al ali alasdair alistair alister ally; albert: bert al bertie albie
alexander: alex al sandy alec alick sandie xander zander eck lex sasha alasdair alexandr
alexandra: alex sandra lexi lexie sasha alexa ali sandy; alfred: alf alfie fred freddie; alice: ali ally alys; alison: ali ally allie
amanda: mandy mand; amelia: millie amy milly mel amie; andrea: andie andi; andrew: andy drew andie andi dandy; angela: angie ange
angharad: hari; annabel: bel bella anna annie annabelle; anne: annie ann anna nan nancy nina; anthony: tony ant anton; antonia: toni tony
archibald: archie baldie; arnold: arnie; arthur: art artie; augustine: gus austin; barbara: barb babs barbie; barnaby: barney
barry: baz bazza; bartholomew: bart barty; beatrice: bea bee trixie beattie beatrix; belinda: bel linda; benedict: ben benny
benjamin: ben benny benji benjy; bernard: bernie; bernadette: bernie detta; bertram: bert bertie; bethany: beth bethan; bradley: brad
brenda: bren; brendan: bren; bridget: bridie biddy bride brigid breda brid; bronwen: bron bronwyn; calum: cal callum; cameron: cam
camilla: millie milla cam; caroline: caz carrie carol caro lina line carolyn; carolyn: caz carrie carol lyn
catherine: cathy kate cath katie kathy cat katy kitty cassie kath kit cate; cecilia: cis cissie celia sheila; cedric: ced ric
charles: charlie chas chuck chaz charley carl; charlotte: lottie charlie lotte char charley lotty
christina: chris tina chrissie tine kirsty; christine: chris chrissie tina chrissy christy kirsty
christopher: chris kit christy topher kris; clarence: clarrie; claude: claud; clement: clem; clifford: cliff; clive: cliv; clodagh: clo
colin: col; conor: con connor; constance: connie; cornelius: con neil connie; craig: craigy; cynthia: cindy cyn; cyril: cy
daniel: dan danny dani; danielle: dani danni danny elle; darren: daz dazza; david: dave davey davy dai dewi taffy
deborah: debbie deb debs debra; deirdre: dee deedee; denis: den denny dennis; derek: del dez derrick; desmond: des; diana: di diane dee
diarmuid: dermot jeremiah; dominic: dom nic nick dominick; donald: don donnie donny; donna: don
dorothy: dot dolly dottie dodie dora thea; douglas: doug dougie dug; duncan: dunc; dylan: dyl; eamonn: eamon ned eddie; edith: edie
edmund: ed ned eddie ted; edward: ed eddie ted teddy ned eddy; edwin: ed eddie; eileen: ellie eily; eilidh: ellie; elaine: ellie lainey
eleanor: ellie nell nora nellie elle lena ella norah elly
elizabeth: liz beth betty lizzie eliza libby lisa bess bessie betsy elsie lisbeth lizzy elspeth lilibet elsa betsie ellie; ella: ellie
ellen: nell nellie ellie helen; elliot: eli; elsie: else; emily: em emmy millie emmie milly; emma: em emmie ems; emmanuel: manny
eric: rick ric; ernest: ernie; esther: essie hetty; eugene: gene; eunice: eunie; euphemia: effie phemie; evelyn: evie eve eva
eve: evie eva; ewan: euan ewen eoghan; felicity: fliss flick lis; fergus: fergie; fiona: fi fee; florence: flo florrie flossie
frances: fran frankie fanny francie cissie; francesca: fran frankie chess cesca; francis: frank fran frankie
frederick: fred freddie freddy fredrick rick; freya: frey; gabriel: gabe gaby; gabrielle: gaby gabby elle; gareth: gaz gary garth
gary: gaz gazza; gavin: gav; geoffrey: geoff jeff; george: georgie geordie dod; georgina: georgie gina george ina; gerald: gerry jerry
geraldine: gerry ger; gerard: ged gerry ger; gertrude: gertie trudy trudie; gilbert: gil bert; gillian: gill jill gilly jilly
gladys: glad; glenys: glen; gordon: gord; graham: gra graeme; gregory: greg gregor; griffith: griff; guinevere: gwen jenny
gwendolyn: gwen wendy gwenda gwendoline; gwyneth: gwen gwyn; hannah: han; harold: harry hal; harriet: hattie harri etta
harrison: harry harris; hayley: hay; heather: hev; helen: nell ellen nellie lena elena helena; henrietta: hetty etta hattie harriet
henry: harry hal hank; herbert: herb bert bertie; hilary: hils hil; horace: horry; howard: howie; hubert: hugh bert
hugh: hughie shug hew; hugo: hugh; humphrey: humph; ian: iain; imogen: immy immie; irene: rene renie; isaac: ike zac
isabel: izzy bel isobel issy bella ishbel iseabail isabelle belle; isabella: bella izzy issy tibby; isaiah: zay; jack: jacky jackie
jacob: jake; jacqueline: jackie jacqui jacky jaqui; james: jim jimmy jamie jem jamesy hamish jas seamus
jane: janey janie jean jenny sian; janet: jan jess jenny netta jessie; janice: jan; jasmine: jas jazz yasmin; jason: jay jase
jean: jeannie jeanie; jemima: jem mima; jennifer: jen jenny jenni jennie; jeremy: jez jem jerry jezza; jessica: jess jessie
joan: joanie siobhan; joanna: jo joey joanne; joanne: jo joanna; jocelyn: joss
john: jack johnny jon jock ian sean shaun ivan evan johnnie; jonathan: jon jonny john jonty johnny jono; joseph: joe joey jo jos
josephine: jo josie posy fifi; joshua: josh; joyce: joy; judith: judy jude judi; julia: jules julie; julian: jules jools
juliet: jules julie; justin: jus; karen: kaz kar; kathleen: kath kathy kathie kay katie
katherine: kate kathy katie kath kit kitty kat katy kathie kay; kathryn: kath kathy kate katie kat; keith: keef; kelly: kel
kenneth: ken kenny; kevin: kev; kieran: kier; kimberley: kim kimmy kimberly; kirsten: kirsty kirstie; kristina: tina kris
laurence: larry laurie lawrence lawrie lol loz; lauren: laurie loz; lesley: les; leslie: les; leonard: len lenny leo; leopold: leo
lewis: lew; lilian: lil lily lillie lillian; linda: lin lyn lindy lynda; llewellyn: lew llew lyn; lorraine: lori raine
louis: lou louie lewis; louise: lou lulu; lucinda: lucy cindy; lucy: lu luce; lydia: lyd liddy; lynne: lyn lynn lynette
madeleine: maddie maddy mads madeline; magdalene: maggie lena magda; malcolm: mal malc calum; marcus: marc mark
margaret: maggie peggy meg marge greta peg daisy madge margie rita maisie mairead mags maggy meggie margot pegeen megan mags marg
margery: marge madge marjorie margie; maria: ria mia marie; marilyn: lyn maz; marion: mari; martha: marty mattie; martin: marty mart
mary: molly polly may mae mamie maisie maura moira mair mairi maire mollie minnie; matilda: tilly tilda mattie mat
matthew: matt matty mat; maureen: mo reenie; maurice: mo morris; max: maxie; maximilian: max; maxine: max; megan: meg; melanie: mel
melissa: mel lissa; mervyn: merv; michael: mike mick micky mikey mickey mic micheal; michaela: micky kayla mickie
michelle: shell shelley mich chelle; mildred: millie milly; miranda: mandy randi; mohan: mo; morag: mo; morgan: mo; nancy: nan
natalie: nat nats; natasha: tash tasha nat tasha; nathan: nat nate; nathaniel: nat nathan nate; neil: neal niall
nicholas: nick nicky nic nico colin nicolas klaus; nicola: nicky nic nikki nicki nikky; nigel: nige; niamh: neeve neve; nora: norah nonie
norman: norm; norma: norm; oliver: ollie olly noll; olivia: liv livvy ollie livi; oscar: ossie; oswald: ossie oz; owen: owain
pamela: pam pammy; patricia: pat tricia trish patsy patti patty trisha; patrick: pat paddy pad patsy rick padraig; paul: pauly
paula: pauline polly; pauline: paula polly; penelope: penny pen nell; percival: percy; peter: pete peadar; philip: phil pip
philippa: pippa pip phil; phoebe: phebe; phyllis: phyl phil; piers: peter; priscilla: cilla; prudence: prue; rachel: rach rae ray shelley
ralph: rafe; raymond: ray; rebecca: becky becca bex becki beck; reginald: reg reggie ron; rhiannon: rhi anna; rhys: reece rees
richard: rick dick richie rich ricky dickie ritchie; robert: bob rob bobby robbie bert rab robin bobbie robby rabbie
roberta: bobbie robbie berta; roderick: rod rory roddy; rodney: rod roddy; roger: rodge; roland: rollo roly; ronald: ron ronnie ronny
rosalind: ros roz rosie; rosamund: ros rosie; rose: rosie; rosemary: rose rosie romy; roxanne: roxy; rupert: rupe; russell: russ rusty
ruth: ruthie; samantha: sam sammy sammie; samuel: sam sammy; sandra: sandy san; sarah: sally sadie sal sara; scott: scotty
seamus: shay jim; sebastian: seb bas; sharon: shaz shazza; sheila: shel; shirley: shirl; sidney: sid syd sydney; simon: si simmy sim
siobhan: shiv; sophia: sophie soph sofia; sophie: soph; stacey: stace; stanley: stan; stella: estelle
stephanie: steph steffi stevie steff; stephen: steve stevie ste steven; stuart: stu stewart; susan: sue susie suzy suzie susy
susannah: sue susie suzy susanna anna zanna; suzanne: sue suzie suzy; sylvia: syl sylvie; tamara: tammy tam; terence: terry tel terrance
thelma: thel; theodore: theo ted teddy; theresa: terry tess tessa teresa tracy terri; thomas: tom tommy tam thom tomos tommo
timothy: tim timmy; tobias: toby; tracey: trace tracy; una: oonagh; ursula: ursie; valentine: val; valerie: val; vanessa: nessa ness
vera: vee; veronica: ronnie vera roni; victor: vic; victoria: vicky vicki tori vic vickie toria tory; vincent: vince vin vinny vinnie
violet: vi; virginia: ginny ginger gina; vivian: viv; vivien: viv vivienne; walter: walt wally wat; wendy: wend; wilfred: wilf fred will
wilhelmina: mina minnie willa billie; william: bill will billy liam willie wills gwilym wullie; winifred: winnie freda win
yvonne: von vonnie; zachary: zac zach zak; zoe: zo
`

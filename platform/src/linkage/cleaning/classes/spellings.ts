/** One name in several Latin spellings, or in the forms of several languages. Every word of a line is the same name. A name may stand in several lines. */
export const spellings = `
mohammed muhammad mohamed mohammad muhammed mohamad muhamad mohamud muhamed mohammod mohd muhammet mehmet mohamet mahomed mouhamed mamadou
ahmed ahmad ahmet achmed achmad ahamed ahmadou
hussain hussein husain husein huseyin hossain hossein hosein husayn hussien
hassan hasan hasaan hassaan
ali aly alee
abdullah abdulla abdallah abdalla abdulah
abdul abdal abdel abd abdool
abdulrahman abdurrahman abdelrahman abdulrehman abdirahman abdurahman abdulraheem
abdi abdy
ayesha aisha aysha aicha aishah ayisha aesha ayse
fatima fatimah fatema fatma fatimata fathima faatima fatoumata
khadija khadijah khadeja khadidja hatice kadija
zainab zaynab zeinab zaineb zeynep
zahra zara zahrah zehra
maryam mariam miriam meryem maryum mariyam myriam
amina aminah ameena emine amena aamina
halima halimah haleema
safiya safia safiyah sofia
sara sarah saarah
hawa hawwa eve eva havva
layla leila laila layla leyla lila
noor nur noora nour
yasmin yasmeen jasmine yasmine yasemin jasmin yasmina
yusuf yousef yousuf yusef joseph youssef yusif yosef josef jozef giuseppe jose josip yousaf
ibrahim ebrahim abraham ibraheem brahim ibraham avraham
ismail ismael ismaeel esmail ishmael
ishaq isaac ishak izhak
yaqub yaqoob yakub yakup jacob jakub yacoub jakob jacobo
musa mousa moosa moses moussa
isa issa eesa jesus esa
sulaiman suleiman sulayman soliman solomon suleyman sulaymaan
dawud daud dawood david davud daoud
yahya yahia yehia john
idris idrees
ilyas elias eliyas elijah ilias
umar omar omer umer oumar
usman osman uthman othman ousmane usmaan
bilal belal bilaal
hamza hamzah hamsa
mustafa mostafa mustapha moustafa
mahmud mahmoud mehmood mahmood mehmud
khalid khaled haled halit khaalid
rashid rasheed rachid rasid
hamid hameed hamit
saeed said sayed saiid saeid
sayed syed sayyid sayyed saeed
tariq tarik tareq tarek
waleed walid
younis yunus younus yunis jonah younes
zakariya zakaria zachariah zakariyya zekeriya zachary
jamal gamal jamaal cemal
jamil jameel gamil cemil
karim kareem kerim
nasir nasser naseer
salim saleem selim
salah saleh salih
shahid shaheed
sharif shareef cherif serif
shaikh sheikh shaykh sheik shekh
choudhury chowdhury choudhary chaudhry chaudhary chowdhary choudhry chaudry chaudhari
begum begom
khatun khatoon
akhtar akhter aktar akter
rahman rehman rahmaan rahaman
miah mia miya mian
uddin ud din udin
hoque haque huq haq
qureshi kureshi quraishi koreshi
siddiqui siddique siddiqi sidiqi
khan kahn
patel patal
shah sha
singh sing sinh
kaur cour kour
sharma sarma
gupta gupte
bhatt bhat butt
aggarwal agarwal agrawal
banerjee banerji bandyopadhyay
mukherjee mukherji mukhopadhyay
chatterjee chatterji chattopadhyay
lakshmi laxmi luxmi
krishna krishnan krsna
vijay wijay vijaya
vikram bikram
vishnu bishnu
aleksandr alexander aleksander oleksandr alexandre alessandro alejandro alexandru alexandros alasdair alistair alastair iskander iskandar aliaksandr sandor
aleksandra alexandra oleksandra alessandra alejandra
aleksei alexei oleksiy alexey aleksey oleksii alexis
andrey andrei andriy andrii andrew andre andreas andrzej andres andrea anders ondrej andras
dmitri dmitry dmytro dimitri dimitrios dmitrii dimitar
evgeny yevgeny yevhen eugene evgeniy evhen eugenio yevhenii
ekaterina katerina kateryna catherine katherine katarzyna catalina caterina katarina kathryn catriona kathleen cathryn katharine catharine kathrine caitlin
elena olena helen helena yelena hélène helene eileen
anastasia anastasiia anastasiya nastassia
anna ana hanna hannah anne ann ane anya ania
ivan john jan johann ioan giovanni juan joao jean ian sean evan jon hans janos ieuan iain eoin shaun shane jovan
iryna irina irene irena iryna
yulia julia yuliia iuliia giulia julie yuliya
ksenia oksana xenia kseniya
lyudmila ludmila liudmyla lyudmyla liudmila
maria mary marie mariya mariia marija maire mairi moira miriam
mikhail michael mykhailo michal miguel michele mihai michel mikael micheal mihail
mykola nikolai nicholas nicolas nikola nicolae mikolaj nikolay niccolo
natalia natalya natalie nataliia nathalie
oleg oleh
olga olha
pavel paul pavlo pawel paolo pablo pavlos
petro peter petr piotr pedro pietro pierre petros petru pyotr peadar pieter
sergei serhiy sergey serhii serge sergio sergiu
svetlana svitlana
tatiana tetiana tatyana tetyana
vasyl vasily vasile basil vasiliy vasilis
viktor victor wiktor
viktoria victoria viktoriya viktoriia wiktoria vittoria
volodymyr vladimir wlodzimierz vladimír
vyacheslav viacheslav waclaw
yaroslav jaroslav jaroslaw
yuri yuriy iurii jurij yurii
george georgi georgios gheorghe jorge giorgio jerzy georg jurgen yiorgos heorhii
stephen steven stefan stephan stefano esteban etienne stepan istvan szczepan
william guillermo guillaume wilhelm willem guglielmo gwilym liam
james jaime diego giacomo seamus hamish jacques iago
matthew mateusz matteo matthias mateo mathew matthieu maciej matei
thomas tomas tomasz tommaso tomos
simon szymon simone simeon
luke lukas lukasz luca lucas luka
mark marc marcus marek marco markus marko
martin marcin martyn marten
philip phillip filip felipe philippe phillippe
christopher kristofer krzysztof christophe cristobal kristoffer christoffer
christine kristine krystyna christina kristina cristina christen
elizabeth elisabeth elzbieta elisabetta elisabet isabel elspeth erzsebet
margaret margarita malgorzata marguerite margherita mairead margarete margret
magdalena magdalene madeleine
sophia sofia sophie zofia sofiya sofie
susan suzanne zuzanna susanna susana susannah
jane jayne jean joan joanna giovanna juana jana siân sian sinead siobhan
lee leigh li
lynn lyn lynne linn
ann anne
jeffrey geoffrey jeffery geoffry
geraint gerant
gareth garath
rhys reece rees reese rhese
owen owain eoin
ewan euan ewen eoghan iwan
callum calum colm
niall neil neal neill
caitlin katelyn kaitlin caitlyn kaitlyn
aoife eva ava
ciara keira kiera kira
caoimhe keeva kweeva
niamh neve neave
siobhan shevaun chevonne shivaun
sinead shinead
aidan aiden aodhan
kieran ciaran kieron keiran
declan deklan
conor connor konnor
shaun sean shawn shane
brian bryan brien
alan allan allen alun
ellen elin helen
graham graeme grahame
stuart stewart
terence terrance terrence
laurence lawrence lorenzo laurens
frederick fredrick frederic friedrich federico fryderyk
henry enrique heinrich henri henryk enrico
charles carlos karl carl karol carlo
francis francisco francesco francois franciszek franz
anthony antony anton antonio antoni antoine
edward eduardo edvard edouard
robert roberto rupert
richard ricardo riccardo ryszard
jonathan johnathan jonathon jonathen yonatan
nicola nichola nicole
rebecca rebekah rebeca
rachel rachael raquel
deborah debra debora
tracey tracy
hayley haley hailey
zoe zoey
amy aimee
megan meghan meagan
sian shan
gwen gwenn
llewellyn llewelyn
lloyd loyd floyd
wang wong vong
chen chan tan chin
li lee ly
zhang cheung chang teo
liu lau low
huang wong ng hwang
zhou chow chau
nguyen nguyễn
tran chan
`

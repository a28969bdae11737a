/** Short and home forms from other places: `class: what bearers of that name are also called`. General knowledge of names in use. */
export const otherNicknames = `
aleksander: olek alek alex aleks sasza; aleksandra: ola olka alex aleksa; agnieszka: aga agusia agnes; andrzej: andy jedrek jedrzej
anna: ania anka aneczka ann anya anja annushka; barbara: basia baska; bartosz: bartek bart; bartlomiej: bartek bart; bogdan: bodzio
boguslaw: bogdan bogus; czeslaw: czesiek; dariusz: darek; dorota: dorotka dora; elzbieta: ela elka elizabeth; ewa: ewka eva
franciszek: franek frank; grzegorz: grzesiek greg; henryk: heniek henry; ireneusz: irek; iwona: iwonka yvonne; jacek: jack
jadwiga: jadzia; jakub: kuba kubus jacob jake; jan: janek jasiek john; janusz: janek; jaroslaw: jarek; jerzy: jurek george
joanna: asia aska; jozef: jozek joseph joe; julia: julka; justyna: justa; kamil: kamilek; katarzyna: kasia kaska kate katherine
kazimierz: kazik kaz; krystyna: krysia christine; krzysztof: krzysiek krzys kris chris christopher; lukasz: lukaszek luke lucas
maciej: maciek matthew; magdalena: magda madzia lena; malgorzata: gosia malgosia margaret gosha; marcin: marcinek martin; marek: mark
maria: marysia maryla; mateusz: mati mateuszek matthew; michal: michalek michael mike; miroslaw: mirek; monika: monia
natalia: nata talia natalka natasha; pawel: pawelek paul; piotr: piotrek piotrus peter; przemyslaw: przemek; rafal: rafalek
ryszard: rysiek richard; slawomir: slawek; stanislaw: staszek stan stas; stefan: stefek steve; szymon: szymek simon; tadeusz: tadek ted
teresa: tereska; tomasz: tomek tom thomas; urszula: ula ursula; waclaw: wacek; wieslaw: wiesiek; wladyslaw: wladek
wojciech: wojtek wojtus; zbigniew: zbyszek zbych zbigi; zdzislaw: zdzisiek; zofia: zosia sophie; zuzanna: zuzia susan
dmitri: dima mitya dmitry dmytro; ekaterina: katya kate katia kateryna; elena: lena olena helen; evgeny: zhenya eugene yevhen
ivan: vanya ivo john; mikhail: misha michael mykhailo; nikolai: kolya nick mykola; natalya: natasha nata natalia; oksana: ksenia ksusha
olga: olya olha; pavel: pasha paul pavlo; sergei: serhiy seryozha serge; svetlana: sveta lana svitlana; tatiana: tanya tania tetiana
vladimir: vova volodya vlad volodymyr; yulia: julia yuliya; yuri: yura yuriy; alexandru: alex sandu andu; constantin: costel costi dinu
cristina: cris tina; elena: ileana lenuta; gheorghe: george gigi ghita; ioan: ion john nelu ionut; maria: mioara marioara
mihai: michael misu mihaita; nicolae: nicu nick; stefan: stef fane; vasile: vasi sile; jonas: jon; kestutis: kes; mindaugas: mindas
antonio: toni tonio tony; francisco: paco pancho fran kiko francis; guadalupe: lupe; ignacio: nacho; jose: pepe joe joseph; joao: john
manuel: manolo manny manu; maria: mari maru; rafael: rafa; roberto: beto bob; rosario: charo; dolores: lola; giovanni: gianni john gio
giuseppe: beppe pino joe peppe; francesco: franco cecco frank; luigi: gigi lou; salvatore: toto sal toto; vincenzo: enzo vince
muhammad: mohammed mohammad mohamed mohamad muhammed mo md mohd moh mu muhd mhd; abdullah: abdul abu; abdulrahman: abdul rahman abdur
abdul: ab; ahmed: ahm; ali: al; ayesha: ash aisha; fatima: fati tima fatma; hassan: has; hussein: hus
ibrahim: ibby ibs abraham ebrahim bram; ismail: izzy ish; khadija: dija; mahmoud: mo; mustafa: mus moose musti mo; mahmud: mo; mohsin: mo
nasreen: naz; nazir: naz; nazia: naz; omar: umar; osama: sam; rashid: rash; samira: sam sami; shabnam: shab; sharif: shaz; shahzad: shaz
sulaiman: sol suli solomon; tariq: taz; usman: uzzy oz; yasmin: yas jas; yusuf: joe yus joseph; zainab: zee zaynab; zahra: zara
hamza: ham; bilal: bil; imran: im immy; kamran: kam; rizwan: riz; sajid: saj; shafiq: shaf; amarjit: amar; baljit: bal; balwinder: bal
bhupinder: bhups; charanjit: charan; daljit: dal; gurdeep: gur; gurpreet: gurp gopi preet; harjinder: harj harry
harpreet: harp preet harry; harvinder: harv harry; inderjit: inder indy; jaspreet: jas jass preet; jaswinder: jas jass; jatinder: jat
kulwinder: kully; kuldip: kully; lakhvinder: lucky; manjit: manj; manpreet: manny preet; mandeep: mandy mani; navdeep: nav
parminder: pam pammi; parmjit: pam pammi; rajinder: raj; ranjit: ran; satinder: sat; sukhwinder: sukhi suki; sukhdeep: sukhi
surinder: suri; tejinder: tej; bhavesh: bhav; chandrakant: chandu; dharmendra: dharmesh; dhirubhai: dhiru; dinesh: dino; hitesh: hit
jayesh: jay; jitendra: jitu jit; ketan: ket; krishna: kris krish; lakshmi: laxmi; mahendra: mahen; mukesh: muk; narendra: naren
nilesh: nil neil; nitin: nit; prakash: prak; pradeep: prad; pritesh: prit; priyanka: priya; rajendra: raj raju; rajesh: raj raju
rakesh: rak; ramesh: ram; ravindra: ravi; sanjay: sanj san; sandeep: sandy sunny; satish: sat; shailesh: shail; sunil: sunny sun
suresh: suri; vijay: vij vj; vikram: vik vicky; vinod: vin; yogesh: yogi; mehmet: memo mohammed; mustafa: mistik; fatma: fatos
hatice: hatun; huseyin: huso; ibrahim: ibo; suleyman: sulo; ismail: ismo; osman: osmancik; emine: emos; zeynep: zeyno; oluwaseun: seun
oluwaseyi: seyi; oluwatobi: tobi tobiloba; oluwadamilola: dami damilola; oluwafemi: femi; adebayo: bayo ade; adeola: ade ola
babatunde: tunde baba; olumide: olu mide; olufunmilayo: funmi; temitope: temi tope; temitayo: temi tayo; ayodele: ayo dele
ayomide: ayo mide; chukwuemeka: emeka; chinedu: nedu; chidinma: chi dinma; chioma: chi; ifeoma: ify; ikechukwu: ike; nnamdi: namdi
ngozi: ngo; obinna: obi; uchenna: uche; emmanuel: emma manny; kwabena: kobby; kwame: kwami; kofi: koffi; abena: abi; akosua: akos
olamide: ola; olayinka: yinka ola; omolola: lola; tanisha: tan
`

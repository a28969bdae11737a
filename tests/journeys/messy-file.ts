/** A file as councils send them: Windows-1252, semicolons, words above the header, pounds, British dates, a ragged row, totals. */
export function messyFile(): Buffer {
  const lines = [
    'Northford City Council;;;;;',
    'Meals delivered to people’s homes, September 2026;;;;;',
    ';;;;;',
    'Ref;Name;Date of birth;NHS number;Delivered;Cost',
    '00017;Zoë Ågren;03/05/1941;943 476 5919;01/09/2026;£1,204.50',
    '00018;Brontë O’Hara;17/11/1938;401 023 2137;02/09/2026;£12.00',
    '00019;John Smithson;29/02/1936;987 654 4321;03/09/2026;(3.50)',
    '00020;Mary Fielding;12/12/1944;N/A;04/09/2026',
    '00021;Peter “Pip” Lowe;01/01/1950;450 557 7104;05/09/2026;£8.25',
    'Total;;;;;£1,221.25',
    '',
  ]
  return windows1252(lines.join('\r\n'))
}

/** Enough of the code page (https://encoding.spec.whatwg.org/#windows-1252) for the text above. */
function windows1252(text: string): Buffer {
  const beyond: Readonly<Record<string, number>> = { '’': 0x92, '“': 0x93, '”': 0x94, '–': 0x96 }
  return Buffer.from(Array.from(text, (character) => beyond[character] ?? character.charCodeAt(0)))
}

import { encode } from 'uqr'

/** A QR code (ISO/IEC 18004) as one SVG path: each run of dark modules in a row is one stroke. `size` is in modules. */
export type QrCode = Readonly<{ size: number; path: string }>

export function qrCode(text: string): QrCode {
  const { data, size } = encode(text, { ecc: 'M', border: 2 })
  const strokes = data.flatMap((row, y) => runs(row).map(({ from, length }) => `M${from} ${y}h${length}v1h-${length}z`))
  return { size, path: strokes.join('') }
}

function runs(row: readonly boolean[]): readonly Readonly<{ from: number; length: number }>[] {
  const found: { from: number; length: number }[] = []
  row.forEach((isDark, at) => {
    const last = found.at(-1)
    if (!isDark) return
    if (last && last.from + last.length === at) last.length += 1
    else found.push({ from: at, length: 1 })
  })
  return found
}

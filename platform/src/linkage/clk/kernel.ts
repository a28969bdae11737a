/**
 * The one inner loop: how many bits two rows have in common, for one row against many. JavaScript has no instruction for counting
 * bits, WebAssembly has (`i64.popcnt`, one cycle), and with it a comparison of 1024 bits is 16 loads, ands and counts. The
 * module is written here in its binary format (https://webassembly.github.io/spec/core/binary/) because its loop is unrolled to
 * the length of the rows.
 */

// The library of types for Node knows WebAssembly only by its name.
declare const WebAssembly: Readonly<{
  Memory: new (size: { initial: number }) => { buffer: ArrayBuffer }
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object, imports: object) => { exports: { scan: Scan } }
}>

/**
 * Compares the left row at address `a` with the right rows up to the address `end`, of which there is one at least, and writes among the
 * results, for each that has `least` bits or more in common, the row's address and the bits in common, 32 bits each.
 * Returns the address where it stopped writing.
 */
type Scan = (a: number, end: number, least: number) => number

/** The left rows are at the start of the memory, the right ones from `right`, the results from `results`. */
export type Kernel = Readonly<{ memory: ArrayBuffer; right: number; results: number; scan: Scan }>

const pageBytes = 65_536

/** A kernel with memory of its own for so many left and right rows of `stride` bytes (a multiple of 8). */
export function createKernel(stride: number, rows: number): Kernel {
  const [right, results] = [rows * stride, 2 * rows * stride]
  const memory = new WebAssembly.Memory({ initial: Math.ceil((results + rows * 8) / pageBytes) })
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(moduleFor(stride, right, results)), {
    from: { memory },
  })
  return { memory: memory.buffer, right, results, scan: exports.scan }
}

const [a, end, least, b, out, common] = [0, 1, 2, 3, 4, 5]
const i32 = 0x7f
const get = (local: number) => [0x20, local]
const set = (local: number) => [0x21, local]
const tee = (local: number) => [0x22, local]
const number = (value: number) => [0x41, ...signed(value)]
const load64 = (offset: number) => [0x29, 3, ...unsigned(offset)]
const store32 = (offset: number) => [0x36, 2, ...unsigned(offset)]
const [loop, when, done, branchIf] = [[0x03, 0x40], [0x04, 0x40], [0x0b], [0x0d, 0]]
const [and64, count64, add64, wrap, add32, atLeast, below] = [[0x83], [0x7b], [0x7c], [0xa7], [0x6a], [0x4f], [0x49]]

function moduleFor(stride: number, right: number, results: number): Uint8Array {
  const words = Array.from({ length: stride / 8 }, (_, word) => {
    const both = [get(a), load64(word * 8), get(b), load64(word * 8), and64, count64].flat()
    return word === 0 ? both : [...both, ...add64]
  })
  const found = [get(out), get(b), store32(0), get(out), get(common), store32(4)].flat()
  const advance = (local: number, bytes: number) => [...get(local), ...number(bytes), ...add32]
  const body = [
    [1, 3, i32],
    [number(right), set(b), number(results), set(out)].flat(),
    loop,
    [words.flat(), wrap, tee(common), get(least), atLeast].flat(),
    [when, found, advance(out, 8), set(out), done].flat(),
    [advance(b, stride), tee(b), get(end), below, branchIf].flat(),
    done,
    [...get(out), ...done],
  ].flat()
  const header = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]
  const sections = [
    section(1, [1, 0x60, 3, i32, i32, i32, 1, i32]),
    section(2, [1, ...text('from'), ...text('memory'), 2, 0, 0]),
    section(3, [1, 0]),
    section(7, [1, ...text('scan'), 0, 0]),
    section(10, [1, ...sized(body)]),
  ]
  return Uint8Array.from([header, ...sections].flat())
}

const section = (id: number, content: readonly number[]) => [id, ...sized(content)]
const sized = (content: readonly number[]) => [...unsigned(content.length), ...content]
const text = (name: string) => sized([...Buffer.from(name)])

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)]
}

/** Signed LEB128 of a number that is not negative: its last byte must leave the sign bit clear. */
function signed(value: number): number[] {
  return value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...signed(value >>> 7)]
}

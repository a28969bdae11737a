/**
 * Reads standard Base64 (RFC 4648 §4) and nothing that merely resembles it. Node's own reading forgives stray characters,
 * the URL alphabet and loose last bits, so that a changed text could pass for the same bytes.
 */
export function fromBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}

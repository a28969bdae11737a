type Library = typeof import('oidc-provider')
let loaded: Promise<Library> | undefined

/**
 * Loads `oidc-provider` when a demo needs it, and not before. It warns of every Node that is not an LTS release; which Node
 * runs is decided in this repository, so that one warning is left out, and any other goes through.
 */
export function loadOidcProvider(): Promise<Library> {
  return (loaded ??= load())
}

async function load(): Promise<Library> {
  const warn = console.warn
  console.warn = (...words: unknown[]) => {
    if (!String(words[0]).includes('oidc-provider WARNING: Unsupported runtime')) warn(...words)
  }
  try {
    return await import('oidc-provider')
  } finally {
    console.warn = warn
  }
}

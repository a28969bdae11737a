/** `wayleave serve`: starts a node, says where to look, and stops it cleanly. */
import { startNode } from './node.ts'
import { type Flags, readSettings, type Settings } from './settings.ts'

/** Resolves when the node has stopped. Throws when it cannot start. */
export async function serve(flags: Flags): Promise<void> {
  const settings = readSettings(process.env, flags)
  const say = (line: string) => process.stderr.write(`${line}\n`)
  const node = await startNode(settings, { progress: say })
  say(welcome(node.url, settings))
  node.loaded.then(
    () => (settings.demo ? say('Ready.') : undefined),
    (error: unknown) => say(`The demo place could not be loaded: ${(error as Error).message}`),
  )
  await new Promise<void>((stop) => {
    process.once('SIGINT', () => stop())
    process.once('SIGTERM', () => stop())
  })
  say('Stopping …')
  await node.stop()
}

function welcome(url: string, settings: Settings): string {
  const lines = [`Wayleave is at ${url}`]
  if (settings.demo) {
    lines.push(
      `  Sign in at ${url}/sign-in as one of the people of ${settings.WAYLEAVE_PLACE}, a made-up town (no password: it is a demo).`,
      `  Command line: npx wayleave get northford-council/public-toilets   or, as an organisation:`,
      `                npx wayleave ask --as brightspark-energy-practitioner --dataset northford-council/winter-register --purpose northford:winter-support`,
      `  Credentials of every organisation and role: ${settings.dataFolder}/demo-credentials.json`,
    )
  }
  return lines.join('\n')
}

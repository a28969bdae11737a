/** Settings: read once, checked whole, frozen. A bad start lists every fault. Documented in docs/reference/settings.md. */
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { type Static, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'

const whole = (description: string, fallback: number, least: number, most: number) =>
  Type.Integer({ description, default: fallback, minimum: least, maximum: most })
const address = (description: string) => Type.Optional(Type.String({ description, pattern: '^https?://' }))

/** Name of the environment variable → what it means. The only list of settings that there is. */
export const settingsSchema = Type.Object(
  {
    PORT: whole('Port of the HTTP server; 0 lets the system choose.', 8700, 0, 65_535),
    HOST: Type.String({ description: 'Address to listen on; 0.0.0.0 for all.', default: '127.0.0.1' }),
    WAYLEAVE_DATA: Type.String({ description: 'The data folder.', default: './data' }),
    WAYLEAVE_URL: address("The node's address as the world sees it; http://HOST:PORT when left out."),
    DATABASE_URL: Type.Optional(
      Type.String({
        description: 'A PostgreSQL server of your own (15 or newer); the embedded one when left out.',
        pattern: '^postgres(ql)?://',
      }),
    ),
    WAYLEAVE_PLACE: Type.String({ description: 'What the place is called.', default: 'Northford' }),
    WAYLEAVE_OIDC_ISSUER: address(
      'Where people sign in (OpenID Connect). Without it, and without the demo, nobody can.',
    ),
    WAYLEAVE_OIDC_CLIENT_ID: Type.Optional(Type.String({ description: "This node's client id at that provider." })),
    WAYLEAVE_OIDC_CLIENT_SECRET: Type.Optional(
      Type.String({ description: 'Its secret; or name a file with WAYLEAVE_OIDC_CLIENT_SECRET_FILE.' }),
    ),
    WAYLEAVE_OIDC_LABEL: Type.String({
      description: 'What the sign-in button calls the provider.',
      default: 'your organisation account',
    }),
    WAYLEAVE_UPLOAD_MB: whole('Largest file that may be published, in MB.', 4_096, 1, 1_000_000),
    WAYLEAVE_ENGINE_MB: whole('Memory of the columnar engine, in MB.', 1_024, 256, 1_000_000),
    WAYLEAVE_LINKAGE_MB: whole('Memory that one run of a linkage may use, in MB.', 1_024, 128, 1_000_000),
    WAYLEAVE_SEARCHES_PER_MINUTE: whole(
      'Searches for people that one person or app may make in a minute.',
      20,
      1,
      100_000,
    ),
    WAYLEAVE_RATE_PER_MINUTE: whole('Requests that one address may make in a minute.', 12_000, 10, 10_000_000),
    WAYLEAVE_TRUST_PROXY: Type.Boolean({
      description: 'Take the caller’s address from X-Forwarded-For: only behind a proxy of your own.',
      default: false,
    }),
    WAYLEAVE_DEMO_OPEN: Type.Boolean({
      description: 'Let the demo, where anybody can be anybody, be seen from other machines.',
      default: false,
    }),
    WAYLEAVE_LOG: Type.Union(
      [
        Type.Literal('debug'),
        Type.Literal('info'),
        Type.Literal('warn'),
        Type.Literal('error'),
        Type.Literal('silent'),
      ],
      {
        description: 'How much is logged to stderr.',
        default: 'warn',
      },
    ),
  },
  { additionalProperties: false },
)

export type Settings = Readonly<
  Static<typeof settingsSchema> & { dataFolder: string; threads: number; demo: boolean; people: number; seed: number }
>

export type Flags = Readonly<{
  demo: boolean
  people?: number | undefined
  port?: number | undefined
  data?: string | undefined
}>

/** Throws one error that names every fault. */
export function readSettings(environment: NodeJS.ProcessEnv, flags: Flags): Settings {
  const given: Record<string, unknown> = {}
  const faults: string[] = []
  for (const name of Object.keys(settingsSchema.properties)) {
    const text = environment[name] ?? fromFile(environment[`${name}_FILE`], faults)
    if (text !== undefined && text !== '') given[name] = text
  }
  if (flags.port !== undefined) given['PORT'] = flags.port
  if (flags.data !== undefined) given['WAYLEAVE_DATA'] = flags.data
  const settings = Value.Default(settingsSchema, Value.Convert(settingsSchema, given))
  for (const { path, message } of Value.Errors(settingsSchema, settings)) faults.push(`${path.slice(1)}: ${message}`)
  const people = flags.people ?? 5_000
  if (!Number.isInteger(people) || people < 100 || people > 10_000_000)
    faults.push('--people: a whole number from 100 to 10000000')
  if (given['WAYLEAVE_OIDC_ISSUER'] !== undefined && given['WAYLEAVE_OIDC_CLIENT_ID'] === undefined)
    faults.push('WAYLEAVE_OIDC_CLIENT_ID: needed beside WAYLEAVE_OIDC_ISSUER')
  if (faults.length > 0)
    throw new Error(`These settings cannot be used:\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
  const checked = settings as Static<typeof settingsSchema>
  return Object.freeze({
    ...checked,
    dataFolder: resolve(checked.WAYLEAVE_DATA),
    threads: availableParallelism(),
    demo: flags.demo,
    people,
    seed: 20_260_401,
  })
}

function fromFile(path: string | undefined, faults: string[]): string | undefined {
  if (path === undefined) return undefined
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    faults.push(`${path}: the file cannot be read`)
    return undefined
  }
}

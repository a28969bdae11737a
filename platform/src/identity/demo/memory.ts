/** Keeps the demo provider's short-lived records in memory (an `oidc-provider` adapter): gone at restart, and bounded. */
import type { Adapter, AdapterPayload } from 'oidc-provider'

type Kept = { payload: AdapterPayload; until: number }
const most = 5_000

export function memoryAdapter(): (model: string) => Adapter {
  const kept = new Map<string, Kept>()
  return (model) => {
    const key = (id: string) => `${model}:${id}`
    const read = (id: string) => {
      const found = kept.get(key(id))
      return found && found.until > Date.now() ? found.payload : undefined
    }
    const first = (matches: (payload: AdapterPayload) => boolean) =>
      [...kept].find(([name, { payload }]) => name.startsWith(`${model}:`) && matches(payload))?.[1].payload
    return {
      upsert: async (id, payload, expiresIn) => {
        kept.delete(key(id))
        if (kept.size >= most) kept.delete(kept.keys().next().value!)
        kept.set(key(id), { payload, until: Date.now() + (expiresIn || 86_400) * 1000 })
      },
      find: async (id) => read(id),
      findByUid: async (uid) => first((payload) => payload.uid === uid),
      findByUserCode: async (code) => first((payload) => payload.userCode === code),
      destroy: async (id) => void kept.delete(key(id)),
      consume: async (id) => {
        const payload = read(id)
        if (payload) payload['consumed'] = Math.floor(Date.now() / 1000)
      },
      revokeByGrantId: async (grant) => {
        for (const [name, { payload }] of kept) if (payload.grantId === grant) kept.delete(name)
      },
    }
  }
}

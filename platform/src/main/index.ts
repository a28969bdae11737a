export { type Node, startNode } from './node.ts'
export { serve } from './serve.ts'
export { type Flags, readSettings, type Settings, settingsSchema } from './settings.ts'

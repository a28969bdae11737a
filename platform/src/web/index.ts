export type { WebDependencies, WebRooms, WebSettings } from './needs.ts'
export { createWeb } from './web.ts'

import { prepare } from '../functions/local/install.mjs'

await prepare()
await import('./support/run-tiers.ts')

import { bareCount } from './bare-count.ts'
import { discourse } from './discourse.ts'
import { ora2 } from './ora2.ts'
import { p2pu } from './p2pu.ts'
import { peerbadge } from './peerbadge.ts'
import type { Rulebook } from './rulebook.ts'

export const openCommunity = peerbadge('open-community', { preset: 'open-community' })

/** The rules compared, in the order of the table. */
export const ALL_RULES: readonly Rulebook[] = [
  bareCount,
  ora2,
  p2pu,
  discourse,
  peerbadge('study-group', { preset: 'study-group' }),
  openCommunity,
  peerbadge('high-stakes', { preset: 'high-stakes' }),
]

/** What `open-community` would be without what makes the difference. */
export const VARIANTS: readonly Rulebook[] = [
  openCommunity,
  peerbadge('nobody drawn', { preset: 'open-community', independence: { minDrawn: undefined } }),
  peerbadge('two of three drawn', { preset: 'open-community', independence: { minDrawn: 2 } }),
  peerbadge('nine revisions', { preset: 'open-community', revisions: 9 }),
]

import { z } from 'zod'
import type { Endorsement } from '../../domain/endorsement/endorsement.ts'
import type { Id } from '../../domain/shared/ids.ts'
import { fromEndorsementItems } from './endorsement-items.ts'
import { ranges } from './keys.ts'
import { loadRange, type RawItem } from './reads.ts'
import type { TableDeps } from './store-deps.ts'

const RawItemSchema = z.record(z.string(), z.unknown())

/**
 * Every version of a member's judgement of one evidence version, oldest first; two queries. Erased versions are not there
 * any more.
 */
export async function loadJudgementVersions(
  deps: TableDeps,
  claimId: Id,
  evidenceVersion: number,
  endorserId: Id,
): Promise<readonly Endorsement[]> {
  const [newest, earlier] = await Promise.all([
    loadRange(deps, ranges.judgementOf(claimId, evidenceVersion, endorserId), RawItemSchema),
    loadRange(deps, ranges.earlierOf(claimId, evidenceVersion, endorserId), RawItemSchema),
  ])
  const versions = [...new Set(earlier.map(({ version }) => version))]
  return [
    ...versions.flatMap((version) => {
      const items = earlier.filter((item) => item['version'] === version)
      return fromEndorsementItems(items.map(asNewest)) ?? []
    }),
    ...(fromEndorsementItems(newest) ?? []),
  ].sort((a, b) => a.version - b.version)
}

/** Earlier versions are stored exactly as the newest one was, under another name. */
const asNewest = (item: RawItem): RawItem => ({
  ...item,
  entity: item['entity'] === 'earlier-endorsement' ? 'endorsement' : 'endorsement-part',
})

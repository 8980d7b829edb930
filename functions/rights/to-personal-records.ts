import type { PersonalRecord } from '../../schemas/rights.ts'
import type { OwnRecord } from '../ports/personal-data-store.ts'

/** What one stored thing says about its member. */
export function toPersonalRecords(record: OwnRecord): readonly PersonalRecord[] {
  if (record.kind === 'other') return [{ kind: record.name, ...record.fields }]
  const { endorsement, texts } = record.judgement
  const { id, claimId, endorserId: _self, ...rest } = endorsement
  return [{ kind: 'endorsement', id, claim: claimId, ...rest, ...texts }]
}

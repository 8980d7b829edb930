import type { PersonalRecord } from '../../schemas/rights.ts'
import type { OwnRecord } from '../ports/personal-data-store.ts'

/** What one stored thing says about its member. */
export function toPersonalRecords(record: OwnRecord): readonly PersonalRecord[] {
  if (record.kind === 'other') {
    // A place on a panel says itself of which kind of dispute it is.
    const { kind: of, ...fields } = record.fields
    return [{ kind: record.name, ...(of === undefined ? {} : { of }), ...fields }]
  }
  const { endorsement, texts } = record.judgement
  const { id, claimId, endorserId: _self, ...rest } = endorsement
  return [{ kind: 'endorsement', id, claim: claimId, ...rest, ...texts }]
}

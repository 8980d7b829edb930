import type { PersonalRecord } from '../../schemas/rights.ts'

type Fields = Readonly<Record<string, unknown>>

/** What of a kind of record is between its member and whoever it was said to; owners and keys read it nowhere else either. */
const PRIVATE: Readonly<Record<string, readonly string[]>> = {
  endorsement: ['reason'],
  'review-request': ['declineReason'],
  'calibration-attempt': ['result'],
  'review-tally': ['compared', 'agreed', 'timely'],
  'panel-vote': ['vote', 'reason'],
}

/** A record as it is told to somebody else than its member; `withheld` names what is left out of it. */
export function withoutPrivateWords(record: PersonalRecord): PersonalRecord {
  const { received, reviewRequests } = record
  return {
    ...without(record, PRIVATE[record.kind] ?? []),
    ...(Array.isArray(received) ? { received: received.map((one: Fields) => without(one, ['reason'])) } : {}),
    ...(Array.isArray(reviewRequests) ? { reviewRequests: reviewRequests.map(withoutDeclineReasons) } : {}),
    kind: record.kind,
  }
}

const withoutDeclineReasons = (request: Fields): Fields => {
  const { peers } = request
  return Array.isArray(peers)
    ? { ...request, peers: peers.map((one: Fields) => without(one, ['declineReason'])) }
    : request
}

function without(fields: Fields, names: readonly string[]): Fields {
  const withheld = names.filter((name) => name in fields)
  if (withheld.length === 0) return fields
  return { ...Object.fromEntries(Object.entries(fields).filter(([name]) => !withheld.includes(name))), withheld }
}

/** Why something falls due; each is handled by the clock. */
export const DUE_KINDS = [
  'claim-expiry',
  'claim-met',
  'parked',
  'revocation',
  'suspension',
  'badge-count',
  'erasure',
] as const
export type DueKind = (typeof DUE_KINDS)[number]

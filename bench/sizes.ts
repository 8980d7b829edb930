/** How much is measured. */
export interface Sizes {
  /** Endorsements given over HTTP as fast as they go. */
  readonly endorsements: number
  /** How many requests are on their way at a time. */
  readonly atOnce: number
  /** Claims timed from their last endorsement to their badge, one after another. */
  readonly timedClaims: number
  /** Claims issued in a row with 3 endorsements each. */
  readonly smallBadges: number
  /** Claims issued in a row with `manyEndorsements` each. */
  readonly largeBadges: number
  readonly manyEndorsements: number
  /** Claims in the table when capacity is measured: first so many, then so many. */
  readonly tableSizes: readonly [number, number]
  /** Badges with an entry in a status list: first so many, then so many. */
  readonly statusBadges: readonly [number, number]
  /** Badges revoked one after another at each of these sizes. */
  readonly statusRounds: number
  /** How many entries are set in the lists whose publication is timed. */
  readonly publishedBits: readonly number[]
  /** Repetitions of one signature or verification. */
  readonly proofRounds: number
  /** Verifications at once that each wait for a host of its own that never answers. */
  readonly silentAtOnce: number
  /** Members of whom reviewers are drawn, and claims they are drawn for. */
  readonly queueMembers: number
  readonly queueClaims: number
  /** The whole run is given up after this long. */
  readonly limitMinutes: number
}

export const FULL: Sizes = {
  endorsements: 2000,
  atOnce: 16,
  timedClaims: 120,
  smallBadges: 60,
  largeBadges: 4,
  manyEndorsements: 200,
  tableSizes: [100, 100_000],
  statusBadges: [1000, 1_000_000],
  statusRounds: 40,
  publishedBits: [0, 1000, 100_000],
  proofRounds: 15,
  silentAtOnce: 50,
  queueMembers: 1000,
  queueClaims: 5000,
  limitMinutes: 20,
}

/** Small enough for a smoke test: the numbers say little, but everything runs. */
export const QUICK: Sizes = {
  endorsements: 100,
  atOnce: 8,
  timedClaims: 6,
  smallBadges: 4,
  largeBadges: 1,
  manyEndorsements: 40,
  tableSizes: [100, 1000],
  statusBadges: [1000, 5000],
  statusRounds: 5,
  publishedBits: [0, 1000],
  proofRounds: 3,
  silentAtOnce: 10,
  queueMembers: 60,
  queueClaims: 200,
  limitMinutes: 4,
}

/** The numbers of the simulated world. README.md beside this file says where they come from. All times are in days. */

/** How often honest reviewers are wrong, in either direction. */
export interface Noise {
  readonly endorsesUndeserving: number
  readonly refusesDeserving: number
}

export const NOISE: Noise = { endorsesUndeserving: 0.1, refusesDeserving: 0.1 }
export const CAREFUL: Noise = { endorsesUndeserving: 0.05, refusesDeserving: 0.05 }
export const CARELESS: Noise = { endorsesUndeserving: 0.2, refusesDeserving: 0.2 }

/** One kind of community. */
export interface CommunitySize {
  readonly name: string
  readonly honest: number
  /** Members of one circle; 0 where nobody is in any circle. */
  readonly circleSize: number
  readonly panel: number
  /** The smallest and the largest ring; seeds are spread evenly between them. */
  readonly ring: readonly [number, number]
  /** Second accounts of one person. */
  readonly puppets: number
}

export const SIZES: readonly CommunitySize[] = [
  { name: 'circle of 40', honest: 40, circleSize: 8, panel: 3, ring: [2, 4], puppets: 3 },
  { name: 'guild of 200', honest: 200, circleSize: 12, panel: 3, ring: [3, 15], puppets: 8 },
  { name: 'open 500', honest: 500, circleSize: 0, panel: 5, ring: [5, 30], puppets: 20 },
]

export const TIME = {
  /** Claims are opened until here, and looked at until `end`. */
  lastOpening: 270,
  end: 360,
  /** A claim that nobody decided is over then, under every rule. */
  claim: 90,
} as const

export const HONEST = {
  contacts: 8,
  claimsPerYear: 2,
  /** Share of claims that do not deserve the badge when they are opened. */
  undeserving: 0.3,
  /** Chance that a request is answered at all, evenly between these. */
  answers: [0.3, 1],
  /** Every answer takes at least so long, and so much longer on average. */
  answerDelay: { least: 0.25, mean: 2 },
  /** How many requests one member has open before they are not asked any more. */
  openRequests: 3,
  /** Who is asked by choice: a contact with this chance, otherwise anyone. */
  asksContact: 0.7,
  /** After so long another is asked in place of somebody who did not answer. */
  patience: 3,
  /** A request can be answered for so long. */
  requestLasts: 14,
  asksPerVersion: 12,
  /** Members who come by themselves, for each open claim. */
  passersByPerDay: 0.05,
  /** Asked for a revision: whether one is offered, after how long, at most how many versions, whether it helps. */
  revises: 0.85,
  revisionDelay: [2, 10],
  versions: 3,
  improves: 0.5,
  /** How many versions of one claim a reviewer looks at. */
  looks: 3,
  /** Shown another version of the same undeserving work, a reviewer who refused it endorses it. */
  givesIn: 0.02,
  /** Share of members who joined in the course of the year. */
  newcomers: 0.2,
} as const

export const TRADERS = {
  /** Share of the honest members who return favours within their group. */
  share: 0.1,
  group: [2, 5],
  /** Endorse a friend whatever the work is like. */
  endorsesFriend: 0.95,
} as const

export const DOMINANT = {
  looksAtClaim: 0.5,
  endorsesUndeserving: 0.4,
  refusesDeserving: 0.05,
} as const

export const ATTACK = {
  begins: 120,
  /** Each ring member, and the person behind puppets, tries for a badge this often; a puppet for itself less often. */
  every: 30,
  puppetEvery: 90,
  /** Share of a ring who otherwise are ordinary members, with work and badges of their own. */
  ordinary: 0.5,
  /** Accounts without work of their own join in this time. */
  joins: [0, 90],
  /** Endorsements of accomplices come within so many days of each other. */
  spread: 5,
  /** Asked for a revision, they offer another version after this long, as often as the claim lives. */
  revisionDelay: [1, 3],
  /** An honest reviewer who is asked or drawn takes a bribe. */
  bribes: 0.02,
  /** Second accounts that were registered with the same e-mail address as another of that person. */
  careless: 0.2,
  answerDelay: [0.02, 0.2],
  /** Accomplices who search a queue for a claim of theirs judge at most so many others in a day. */
  pullsPerDay: 10,
} as const

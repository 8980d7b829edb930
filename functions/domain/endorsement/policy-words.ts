import type { Eligibility, ThresholdPolicy } from '../../../schemas/policy.ts'
import { policyHi } from './policy-words-hi.ts'
import type { RuleLanguage } from './rule-language.ts'

/** A sentence for each clause of a rule. Shares are in per cent. */
export interface PolicyWords {
  /** The line above a list of them. */
  readonly heading: string
  readonly given: (endorsers: number) => string
  readonly attainment: Readonly<Record<NonNullable<ThresholdPolicy['attainment']>, string>>
  readonly who: (ways: readonly string[]) => string
  /** @param named  Of `holds`: the name of the achievement, where it is known. */
  readonly way: (way: Eligibility, named: string | undefined) => string
  readonly levels: (levels: readonly string[]) => string
  readonly level: (criterion: string, level: string) => string
  readonly assurance: Readonly<Record<NonNullable<ThresholdPolicy['minAssurance']>, string | undefined>>
  readonly samePerson: string
  readonly reciprocity: (days: number) => string
  readonly ring: (people: number) => string
  readonly share: (percent: number, from: number | undefined) => string
  readonly circles: (circles: number) => string
  readonly drawn: (endorsers: number) => string
  readonly effective: (endorsers: number) => string
  readonly anchored: (endorsers: number) => string
  readonly notYet: (notYet: number) => string
  readonly spread: (levels: number) => string
  readonly revisions: (revisions: number) => string
  readonly blindness: Readonly<Record<NonNullable<ThresholdPolicy['blindness']>, string | undefined>>
  readonly objection: (hours: number) => string
  readonly endorsementDays: (days: number) => string
  readonly claimDays: (days: number) => string
  readonly living: (living: NonNullable<ThresholdPolicy['living']>, graceDays: number) => string
}

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`
const peers = (count: number) => plural(count, 'peer', 'peers')
const days = (count: number) => plural(count, 'day', 'days')

function way(eligibility: Eligibility, named: string | undefined): string {
  switch (eligibility.kind) {
    case 'any-member':
      return 'any member of the community'
    case 'role':
      return `members with the role ${eligibility.roles.join(' or ')}`
    case 'holds':
      return named === undefined ? 'members who hold a given achievement' : `members who hold "${named}"`
    case 'member-for':
      return `members of at least ${days(eligibility.days)}`
    case 'same-challenge':
      return 'members who have worked on the same challenge'
    case 'challenge-badge':
      return 'members who hold a badge of the same challenge'
    case 'licence':
      return 'members who hold an assessor licence for the same challenge'
  }
}

const en: PolicyWords = {
  heading: 'The rule:',
  given: (endorsers) =>
    endorsers === 1
      ? 'Given when 1 peer endorses the evidence.'
      : `Given when ${peers(endorsers)} endorse the same evidence.`,
  attainment: {
    calibration:
      'Given to whoever passes the calibration: rating samples of known level closely enough, as this service recorded it.',
    'careful-reviewing': 'Given for careful reviewing, as this service recorded it.',
  },
  who: (ways) => `Who may endorse: ${ways.join(', or ')}; never the learner or those who share the evidence.`,
  way,
  levels: (levels) => `Each must rate ${levels.join(' and ')}.`,
  level: (criterion, level) => `"${criterion}" at "${level}" or above`,
  assurance: {
    asserted: undefined,
    'signed-in': 'Endorsers must have signed in themselves.',
    'own-key': 'Endorsers must sign with their own key.',
  },
  samePerson: 'A person counts once, whatever accounts they have.',
  reciprocity: (window) => `Whoever was endorsed by the learner in the ${days(window)} before does not count.`,
  ring: (people) =>
    `An endorsement that closes a ring of up to ${people} people who endorse each other does not count.`,
  share: (percent, from) =>
    `Whoever gave more than ${percent} % of the community's endorsements of the last quarter (twice an even share where fewer than ten people endorse) does not count${from === undefined ? '' : `, once there ${from === 1 ? 'is' : 'are'} ${from} of them`}.`,
  circles: (circles) => `Those who count must come from at least ${circles} circles, each standing for one.`,
  drawn: (endorsers) =>
    `At least ${peers(endorsers)} of those who count must have been drawn by the review queue, not chosen by the learner.`,
  effective: (endorsers) =>
    `All that the learner received in a year must be spread out as over ${peers(endorsers)} or more.`,
  anchored: (endorsers) =>
    `Trust must reach at least ${peers(endorsers)} of those who count from the community's founding panel.`,
  notYet: (notYet) =>
    notYet === 1 ? 'One "not yet" asks for new evidence.' : `${notYet} times "not yet" asks for new evidence.`,
  spread: (levels) =>
    `Ratings of a required criterion more than ${plural(levels, 'level', 'levels')} apart ask for one more opinion.`,
  revisions: (revisions) =>
    revisions === 0
      ? 'The evidence cannot be replaced once the claim is open.'
      : `The evidence can be replaced ${plural(revisions, 'time', 'times')}.`,
  blindness: {
    open: undefined,
    sealed: 'Peers judge before they see what others said.',
    anonymous: 'Peers judge without being named.',
  },
  objection: (hours) => `For ${plural(hours, 'hour', 'hours')} before the badge is issued, members may object.`,
  endorsementDays: (age) => `An endorsement counts for ${days(age)}.`,
  claimDays: (age) => `A claim stays open for ${days(age)}.`,
  living: (living, graceDays) => {
    if (living === 'keep') return 'What is taken back after the badge was issued leaves it standing.'
    const outcome = living === 'suspend' ? 'suspended' : 'revoked'
    return `When the rule is no longer met later, the badge is ${outcome}${graceDays === 0 ? '' : ` after ${days(graceDays)}`}.`
  },
}

/** The words of each language. */
export const POLICY_WORDS: Readonly<Record<RuleLanguage, PolicyWords>> = { en, hi: policyHi }

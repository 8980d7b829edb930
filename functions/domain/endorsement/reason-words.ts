import type { ShownReason } from '../../../schemas/decision.ts'
import { reasonsHi } from './reason-words-hi.ts'
import type { RuleLanguage } from './rule-language.ts'

/** Why an endorsement does not count, in words that say nothing of anybody else but the learner. */
export interface ReasonWords {
  /** A few words, for lists and tables; they fit singular and plural. */
  readonly brief: string
  /** A sentence about the endorsement, to anyone who may know. */
  readonly sentence: string
  /** The same to whoever gave it, where that can be said better. */
  readonly toEndorser?: string
}

const en: Readonly<Record<ShownReason, ReasonWords>> = {
  own_claim: { brief: 'own claim', sentence: 'Nobody endorses their own claim.' },
  collaborator: { brief: 'shares the evidence', sentence: 'Whoever shares the work cannot endorse it.' },
  withdrawn: { brief: 'withdrawn', sentence: 'It was taken back.' },
  other_evidence_version: {
    brief: 'other evidence version',
    sentence: 'It is of another evidence version than the current one.',
    toEndorser: 'It is of an earlier evidence version. The current one can be judged anew.',
  },
  verdict_not_endorse: { brief: 'did not endorse', sentence: 'It does not endorse the claim.' },
  not_eligible: {
    brief: 'not eligible under the rule',
    sentence: 'The rule did not let its endorser endorse when it was given.',
    toEndorser: 'The rule did not let you endorse when you gave it.',
  },
  assurance_too_low: {
    brief: 'too little proof of who gave it',
    sentence: 'The rule asks for stronger proof of who endorses.',
    toEndorser: 'The rule asks for stronger proof that it was you: sign in yourself, or sign with a key of your own.',
  },
  too_old: { brief: 'too old', sentence: 'It is older than the rule allows.' },
  criterion_not_rated: {
    brief: 'a required criterion was not rated',
    sentence: 'It does not rate every criterion that the rule asks for.',
  },
  below_required_level: {
    brief: 'below the level needed',
    sentence: 'It rates a criterion below the level that the rule asks for.',
  },
  mutual_pair: {
    brief: 'the learner had endorsed them shortly before',
    sentence:
      'The learner had endorsed its endorser not long before. Of two people who endorse each other, the later endorsement does not count.',
    toEndorser:
      'The learner had endorsed you not long before. Of two people who endorse each other, the later endorsement does not count, however carefully it was given.',
  },
  closed_ring: {
    brief: 'part of a ring of people who endorse each other',
    sentence: 'It closes a ring of people who endorse one another.',
    toEndorser: 'It closes a ring of people who endorse one another. That says nothing about how carefully you judged.',
  },
  share_exceeded: {
    brief: 'too large a share of the community’s endorsements from one person',
    sentence: 'Its endorser gave more of the community’s endorsements than the rule lets one voice give.',
    toEndorser:
      'You gave much of what the community endorsed lately. The rule leaves room for more voices; it counts again when others have endorsed more.',
  },
  same_person: {
    brief: 'second account of one person',
    sentence: 'Its endorser takes part in this claim under another account as well.',
    toEndorser: 'An identifier of yours belongs to another account that has a part in this claim.',
  },
  not_independent: { brief: 'not independent', sentence: 'The rule does not count it as independent.' },
}

/** The words of each language. */
export const REASON_WORDS: Readonly<Record<RuleLanguage, Readonly<Record<ShownReason, ReasonWords>>>> = {
  en,
  hi: reasonsHi,
}

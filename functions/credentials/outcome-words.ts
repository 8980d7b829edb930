import type { DisputeOutcome, Grounds } from '../../schemas/objection.ts'
import type { Language } from '../http/pages/languages.ts'
import { outcomeEn } from './outcome-words-en.ts'
import { outcomeHi } from './outcome-words-hi.ts'

type Kind = DisputeOutcome['kind']
type Settlement = DisputeOutcome['settlement']

/** What the page of an outcome says in words of its own. */
export interface OutcomeWords {
  readonly settledIn: string
  readonly title: Readonly<Record<Kind, string>>
  /** What became of it, and so of the claim. */
  readonly outcome: Readonly<Record<Kind, Readonly<Record<Settlement['status'], string>>>>
  readonly takenBack: string
  readonly basis: Readonly<Record<Exclude<Settlement['basis'], 'votes'>, string>>
  readonly votes: (upheld: number, dismissed: number) => string
  readonly intro: string
  readonly achievement: string
  readonly against: string
  readonly met: string
  readonly raised: string
  readonly settled: string
  readonly seat: Readonly<Record<'member' | 'drawnIn' | 'said' | 'when', string>>
  readonly objected: Readonly<Record<Kind, string>>
  readonly grounds: Readonly<Record<Grounds, string>>
  readonly withoutGrounds: string
  readonly panel: string
  readonly panelCaption: string
  readonly nobodyDrawn: string
  readonly vote: Readonly<Record<'upheld' | 'dismissed', string>>
  readonly noVote: string
  readonly replaced: string
  readonly declined: string
  readonly lots: string
  readonly lotsIntro: string
  readonly seed: string
  readonly draw: (number: number, members: number) => string
  readonly drawCaption: string
  readonly lot: string
  readonly became: string
  readonly code: Readonly<Record<DisputeOutcome['lots']['draws'][number]['candidates'][number]['code'], string>>
  /** Of a long list. */
  readonly more: (count: number) => string
  readonly listDigest: string
  readonly policyDigest: string
  readonly evidenceDigest: string
  readonly check: string
  readonly checkSignature: (cryptosuite: string) => string
  readonly checkLots: string
  readonly checkDigest: string
  readonly json: string
  readonly keys: string
}

/** Languages the page of an outcome is written in; the first is the default. */
export const OUTCOME_LANGUAGES = ['en', 'hi'] as const satisfies readonly Language[]
export type OutcomeLanguage = (typeof OUTCOME_LANGUAGES)[number]

/** The words of each language. */
export const OUTCOME_WORDS: Readonly<Record<OutcomeLanguage, OutcomeWords>> = { en: outcomeEn, hi: outcomeHi }

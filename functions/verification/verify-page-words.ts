import type { Outcome, VerificationCheck, VerificationReport } from '../../schemas/verification-report.ts'
import type { FormMistake } from './read-verify-form.ts'

/** What became of a badge: for the eye, for a sentence, and for the title of the window. */
interface VerdictWords {
  readonly heading: string
  readonly meaning: string
}

/** Types of identifiers that the form offers for a recipient. */
export const RECIPIENT_TYPES = [
  'emailAddress',
  'id',
  'userName',
  'accountId',
  'sourcedId',
  'nationalIdentityNumber',
  'identifier',
] as const
type RecipientType = (typeof RECIPIENT_TYPES)[number]

/** What kept a badge from being checked: a mistake in the form, or something beside it. */
export type Obstacle = FormMistake | 'too-large' | 'wrong-type' | 'busy' | 'broken' | 'other'

/** Everything the page that verifies says in words of its own; what a badge or a check says stands as it is. */
export interface VerifyWords {
  readonly title: string
  readonly site: string
  readonly intro: string
  readonly form: {
    readonly what: string
    readonly whatHint: string
    readonly url: string
    readonly urlHint: string
    readonly file: string
    readonly fileHint: string
    readonly text: string
    readonly textHint: string
    readonly whom: string
    readonly whomHint: string
    readonly type: string
    readonly types: Readonly<Record<RecipientType, string>>
    readonly value: string
    readonly valueHint: string
    readonly receipt: string
    readonly receiptHint: string
    readonly submit: string
    readonly kept: string
  }
  readonly obstacleHeading: string
  readonly obstacles: Readonly<Record<Obstacle, { readonly says: string; readonly todo: string }>>
  readonly verdicts: Readonly<Record<Outcome, VerdictWords>>
  readonly recipientHeading: string
  readonly recipient: Readonly<Record<NonNullable<VerificationReport['recipient']>['outcome'], string>>
  readonly recipientApart: string
  readonly askRecipient: string
  readonly factsHeading: string
  readonly factsUnproven: string
  readonly badge: string
  readonly unnamedBadge: string
  readonly issuer: string
  readonly unnamedIssuer: string
  readonly issuerAt: (host: string) => string
  readonly issuerNowhere: string
  readonly achievement: string
  readonly awarded: string
  readonly signed: string
  readonly expires: string
  readonly presented: string
  readonly forms: Readonly<Record<NonNullable<VerificationReport['presented']>['form'], string>>
  readonly presentedFrom: string
  readonly digest: string
  readonly standard: string
  readonly standards: Readonly<Record<NonNullable<VerificationReport['standard']>, string>>
  readonly verifiedAt: string
  readonly receipt: string
  readonly receiptHint: string
  readonly refreshed: (from: string, to: string) => string
  readonly award: {
    readonly heading: string
    readonly met: (counted: number, required: number) => string
    readonly unmet: (counted: number, required: number) => string
    readonly given: (first: string, last: string) => string
    readonly decided: (date: string) => string
    readonly found: string
    readonly record: string
  }
  readonly issuerFacts: {
    readonly heading: string
    readonly intro: string
    readonly domain: string
    readonly noDomain: string
    readonly listed: string
    readonly unlisted: string
    readonly unreached: string
    readonly firstSeen: string
    readonly badges: string
  }
  readonly checksHeading: string
  readonly groups: Readonly<Record<VerificationCheck['status'], (count: number) => string>>
  readonly steps: Readonly<Record<VerificationCheck['id'], string>>
  /** What a check says; `undefined` when its own sentence, which is English, is all there is. */
  readonly sentence: (check: Pick<VerificationCheck, 'id' | 'status' | 'code'>) => string | undefined
  readonly code: string
  readonly place: string
  readonly standardOn: (step: string) => string
  readonly endorsersHeading: (count: number) => string
  readonly endorsersShown: (shown: number, count: number) => string
  readonly unnamedEndorser: string
  readonly endorserVerdicts: Readonly<Record<Outcome, string>>
  readonly allChecks: (count: number) => string
  readonly report: {
    readonly heading: string
    readonly download: string
    readonly hint: string
    readonly tooLarge: string
  }
  readonly another: string
}

import { z } from 'zod'
import { ShownDecisionSchema, ShownReasonSchema } from './decision.ts'
import { CompactJwsSchema } from './did.ts'
import { AssuranceSchema } from './policy.ts'
import { IdSchema, InstantSchema, SlugSchema, text } from './text.ts'

export const VerdictSchema = z.enum(['endorse', 'not-yet', 'decline'])
export type Verdict = z.infer<typeof VerdictSchema>

export const RelationshipSchema = z.enum(['peer', 'mentor', 'collaborator', 'teacher', 'colleague', 'other']).meta({
  description:
    'Who the endorser is to the learner, in their own word. Who shares the work says `collaborator`, and can only `decline`',
})

export const RatingsSchema = z.record(SlugSchema, SlugSchema).meta({ description: 'Criterion id → level id' })

const changeReason = text(1000).optional().meta({
  description:
    'Why the judgement changes; required under `sealed`. Shown with the earlier version to the learner, to owners and facilitators, and to the endorser',
})

const judgement = {
  verdict: VerdictSchema,
  ratings: RatingsSchema.optional(),
  comment: text(4000).optional(),
  relationship: RelationshipSchema.optional(),
  consentToBeNamed: z.boolean().optional(),
  criterion: SlugSchema.optional().meta({ description: 'With `not-yet`: the criterion that is not met yet' }),
  fix: text(4000).optional().meta({ description: 'With `not-yet`: what would meet it' }),
  reason: text(1000).optional().meta({ description: 'With `decline`: why, shown to the learner only' }),
  evidenceVersion: z
    .int()
    .min(1)
    .optional()
    .meta({ description: 'The evidence version judged; the current one when left out' }),
}

type Judgement = {
  readonly verdict: Verdict
  readonly criterion?: string | undefined
  readonly fix?: string | undefined
  readonly reason?: string | undefined
}
const checkVerdict = (value: Judgement, context: z.RefinementCtx) => {
  const wrong = (field: 'criterion' | 'fix' | 'reason', message: string) =>
    context.addIssue({ code: 'custom', path: [field], message })
  if (value.verdict === 'not-yet' && value.fix === undefined)
    wrong('fix', 'a "not-yet" says what would meet the criterion')
  if (value.verdict !== 'not-yet' && value.criterion !== undefined)
    wrong('criterion', 'goes with the verdict "not-yet" only')
  if (value.verdict !== 'not-yet' && value.fix !== undefined) wrong('fix', 'goes with the verdict "not-yet" only')
  if (value.verdict !== 'decline' && value.reason !== undefined) wrong('reason', 'goes with the verdict "decline" only')
}

export const GiveEndorsementSchema = z
  .strictObject({ endorser: IdSchema.optional(), ...judgement })
  .superRefine(checkVerdict)
  .meta({ id: 'GiveEndorsement' })
export type GiveEndorsement = z.infer<typeof GiveEndorsementSchema>

/** A revision replaces the judgement; who gave it stays. */
export const ReviseEndorsementSchema = z
  .strictObject({ ...judgement, changeReason })
  .superRefine(checkVerdict)
  .meta({ id: 'ReviseEndorsement' })
export type ReviseEndorsement = z.infer<typeof ReviseEndorsementSchema>

export const EndorsementAnswerSchema = z
  .strictObject({ id: IdSchema, version: z.int().min(1), decision: ShownDecisionSchema })
  .meta({ id: 'EndorsementAnswer' })

export const UndoAnswerSchema = z
  .strictObject({
    id: IdSchema,
    version: z.int().min(1),
    outcome: z.enum(['undone', 'restored', 'withdrawn']).meta({
      description:
        '`undone`: it is as if it had never been given. `restored`: the version before stands again. `withdrawn`: the badge was issued meanwhile, so it counts as withdrawn',
    }),
    decision: ShownDecisionSchema,
  })
  .meta({ id: 'UndoAnswer' })
export type UndoOutcome = z.infer<typeof UndoAnswerSchema>['outcome']

export const EndorsementsErasedSchema = z
  .strictObject({
    erased: z.int().min(0).meta({ description: 'How many evidence versions this call cleared' }),
    done: z.boolean(),
  })
  .meta({ id: 'EndorsementsErased' })

/** What an endorsement was before it was revised. */
const EarlierJudgementSchema = z
  .strictObject({
    version: z.int().min(1),
    verdict: VerdictSchema,
    ratings: RatingsSchema,
    comment: z.string().optional(),
    criterion: z.string().optional(),
    fix: z.string().optional(),
    changedAt: InstantSchema,
  })
  .meta({ id: 'EarlierJudgement' })
export type EarlierJudgementView = z.infer<typeof EarlierJudgementSchema>

export const EndorsementSchema = z
  .strictObject({
    id: IdSchema,
    endorser: z.union([IdSchema, z.string().regex(/^endorser-[0-9a-f]{20}$/)]).meta({
      description: 'The member; under `anonymous` a name of this claim alone, as in its award record',
    }),
    evidenceVersion: z.int().min(1),
    version: z.int().min(1),
    state: z.enum(['given', 'withdrawn', 'erased']),
    verdict: VerdictSchema,
    ratings: RatingsSchema,
    comment: z.string().optional(),
    relationship: RelationshipSchema.optional(),
    criterion: z.string().optional(),
    fix: z.string().optional(),
    reason: z.string().optional(),
    consentToBeNamed: z.boolean(),
    assurance: AssuranceSchema,
    givenAt: InstantSchema,
    changedAt: InstantSchema,
    changeReason: z.string().optional(),
    earlier: EarlierJudgementSchema.optional(),
    undoableUntil: InstantSchema.optional().meta({
      description: 'To its endorser: until when what they did last can be undone',
    }),
    counts: z.boolean(),
    uncountedReasons: z.array(ShownReasonSchema),
    uncountedText: z.string().optional().meta({ description: 'The same in words' }),
    inCredential: z.enum(['embedded', 'later']).optional().meta({
      description: 'Once the badge exists: whether it holds this endorsement, or it came later',
    }),
  })
  .meta({ id: 'Endorsement' })
export type EndorsementView = z.infer<typeof EndorsementSchema>

/** A finished EndorsementCredential as it arrives; what it must hold is checked apart from the rest of the request. */
const FinishedCredentialSchema = z.union([CompactJwsSchema, z.looseObject({})]).meta({
  description:
    'A finished `EndorsementCredential` from the endorser’s own wallet: JSON with an embedded Data Integrity proof, or a VC-JWT as text. Its issuer is a DID that the endorser has proven, its subject the claim’s `credentialUrl`. It is kept and given out byte for byte.',
})

/** Sending a finished credential is consent to be named by the DID that signed it. */
export const ReviseEndorsementCredentialSchema = z
  .strictObject({
    ratings: RatingsSchema.optional(),
    relationship: RelationshipSchema.optional(),
    credential: FinishedCredentialSchema,
    changeReason,
  })
  .meta({ id: 'ReviseEndorsementCredential' })

export const GiveEndorsementCredentialSchema = z
  .strictObject({
    endorser: IdSchema.optional(),
    ratings: RatingsSchema.optional(),
    relationship: RelationshipSchema.optional(),
    credential: FinishedCredentialSchema,
  })
  .meta({ id: 'GiveEndorsementCredential' })

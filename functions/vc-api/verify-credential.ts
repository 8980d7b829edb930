import type { VcApiVerification, VcApiWarning, VerifyCredential } from '../../schemas/vc-api.ts'
import type { VerificationCheck } from '../../schemas/verification-report.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { checkCredentialDocument } from '../domain/vc-data-model/check-credential.ts'
import type { Now } from '../ports/clock.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { checkDates } from './check-dates.ts'
import { isEnveloped, refuseEnvelope } from './enveloped.ts'
import type { CredentialInspection, OpenInspection } from './inspection.ts'
import { refuseFindings } from './refuse-document.ts'

export interface VerifyCredentialDeps {
  readonly openInspection: OpenInspection
  readonly now: Now
}

const MEMBER = 'verifiableCredential'
const PROOF_SPEC = 'https://www.w3.org/TR/vc-data-integrity/#verify-proof'

/**
 * Verifies a credential: that it keeps to the data model, is signed by its issuer, is within its dates and not revoked.
 * What cannot be known here, such as another issuer's key or status list, is no pass.
 *
 * @returns `document_refused`, `envelope_unsupported`, or `not_verified` with every check that did not pass.
 * @see https://w3c-ccg.github.io/vc-api/#verify-credential
 */
export async function verifyVerifiableCredential(
  deps: VerifyCredentialDeps,
  { verifiableCredential, options }: VerifyCredential,
): Promise<Result<VcApiVerification, Refusal>> {
  if (isEnveloped(verifiableCredential)) return err(refuseEnvelope(`/${MEMBER}`))
  const findings = checkCredentialDocument(verifiableCredential, [MEMBER])
  if (findings.length > 0) return err(refuseFindings(findings))
  const inspection = deps.openInspection()
  const checks = await checkCredential(inspection, verifiableCredential, deps.now)
  const unanswered = await checkAnswer(inspection, verifiableCredential, options)
  return toVerification([...checks, ...unanswered], `/${MEMBER}`, warningsOf(options))
}

/** Verifies the proofs alone, whoever made them: whether the signatures hold over the document as it stands. */
export async function verifyProofAlone(
  deps: VerifyCredentialDeps,
  { verifiableCredential, options = {} }: VerifyCredential,
): Promise<Result<VcApiVerification, Refusal>> {
  const { challenge, domain } = options
  const asked = { binding: 'none', challenge, domain } as const
  const verdict = await deps.openInspection().verifyProofs(verifiableCredential, asked)
  const check: VerificationCheck = verdict.ok
    ? { id: 'proof', status: 'pass', code: 'OK', message: 'The signature holds.', spec: PROOF_SPEC }
    : { id: 'proof', status: 'fail', code: verdict.code, message: verdict.detail, pointer: '/proof', spec: PROOF_SPEC }
  return toVerification([check], `/${MEMBER}`, warningsOf(options))
}

/** What is wrong with the answer to a challenge, or with the domain, that the caller asked for; nothing when they did not. */
async function checkAnswer(
  inspection: CredentialInspection,
  credential: JsonObject,
  { challenge, domain }: NonNullable<VerifyCredential['options']> = {},
): Promise<readonly VerificationCheck[]> {
  if (challenge === undefined && domain === undefined) return []
  const verdict = await inspection.verifyProofs(credential, { binding: 'none', challenge, domain })
  return verdict.ok
    ? []
    : [
        {
          id: 'proof',
          status: 'fail',
          code: verdict.code,
          message: verdict.detail,
          pointer: '/proof',
          spec: PROOF_SPEC,
        },
      ]
}

/** Every check of one credential whose form was found good. */
export const checkCredential = async (
  inspection: CredentialInspection,
  credential: JsonObject,
  now: Now,
): Promise<readonly VerificationCheck[]> => [...(await inspection.secured(credential)), checkDates(credential, now())]

/**
 * The answer that checks add up to.
 *
 * @param pointer  Where what they are about stands in the request.
 */
export function toVerification(
  checks: readonly VerificationCheck[],
  pointer: string,
  warnings: readonly VcApiWarning[],
): Result<VcApiVerification, Refusal> {
  const stood = checks.map((check) => ({ ...check, pointer: `${pointer}${check.pointer ?? ''}` }))
  const failed = stood.filter(({ status }) => status === 'fail' || status === 'skip')
  const [first] = [...failed].sort((a, b) => Number(a.status === 'skip') - Number(b.status === 'skip'))
  if (first)
    return err({
      code: 'not_verified',
      detail: `${first.code}: ${first.message}`,
      errors: failed.map(({ pointer: at, code, message, spec }) => ({ pointer: at, detail: message, code, spec })),
    })
  const noted = stood.filter(({ status }) => status === 'warn').map(({ code, message }) => ({ code, message }))
  return ok({ verified: true, checks: stood, warnings: [...warnings, ...noted] })
}

/** Options that change nothing are named, so that nobody counts on them. */
export const warningsOf = (options: Readonly<Record<string, unknown>> = {}): readonly VcApiWarning[] =>
  Object.entries(options)
    .filter(
      ([name, value]) => name !== 'challenge' && name !== 'domain' && !(Array.isArray(value) && value.length === 0),
    )
    .map(([name]) => ({
      code: 'OPTION_IGNORED',
      message: `The option ${name.slice(0, 100)} changes nothing: every check is made.`,
    }))

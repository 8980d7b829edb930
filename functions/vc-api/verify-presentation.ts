import type { VcApiVerification, VerifyPresentation } from '../../schemas/vc-api.ts'
import type { VerificationCheck } from '../../schemas/verification-report.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, type Result } from '../domain/shared/result.ts'
import { checkPresentationDocument } from '../domain/vc-data-model/check-presentation.ts'
import { isJsonObject, listed } from '../domain/vc-data-model/values.ts'
import type { Now } from '../ports/clock.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { isEnveloped, refuseEnvelope } from './enveloped.ts'
import type { CredentialInspection } from './inspection.ts'
import { refuseFindings } from './refuse-document.ts'
import { checkCredential, toVerification, type VerifyCredentialDeps, warningsOf } from './verify-credential.ts'

const MEMBER = 'verifiablePresentation'
/** Each costs signatures; nobody presents more at once. */
const MAX_CREDENTIALS = 100
const SPEC = 'https://www.w3.org/TR/vc-data-model-2.0/#verifiable-presentations'
const SELF_ASSERTED_SPEC = 'https://www.w3.org/TR/vc-data-model-2.0/#presentations-including-holder-claims'

/** Checks that say no more than that a credential has no proof of its own. */
const UNSIGNED = new Set(['PROOF_MISSING', 'PROOF_FIRST'])

/**
 * Verifies a presentation: that it keeps to the data model, is signed for authentication by its holder (by whoever
 * presents it when it names none), answers the challenge and domain asked for, and that every credential in it verifies. A
 * credential without a proof of its own is covered by the presentation's when the holder is also its issuer.
 *
 * @returns `document_refused`, `envelope_unsupported`, or `not_verified` with every check that did not pass.
 * @see https://w3c-ccg.github.io/vc-api/#verify-presentation
 */
export async function verifyVerifiablePresentation(
  deps: VerifyCredentialDeps,
  { verifiablePresentation: presentation, options }: VerifyPresentation,
): Promise<Result<VcApiVerification, Refusal>> {
  const { verifiableCredential } = presentation
  if (Array.isArray(verifiableCredential) && verifiableCredential.length > MAX_CREDENTIALS)
    return err({
      code: 'invalid_request',
      errors: [{ pointer: `/${MEMBER}/verifiableCredential`, detail: `must hold at most ${MAX_CREDENTIALS}` }],
    })
  const credentials = listed(verifiableCredential, ['verifiableCredential'])
  const envelope = [{ value: presentation, path: [] }, ...credentials].find(
    ({ value }) => isJsonObject(value) && isEnveloped(value),
  )
  if (envelope) return err(refuseEnvelope(`/${[MEMBER, ...envelope.path].join('/')}`))
  const findings = checkPresentationDocument(presentation, [MEMBER])
  if (findings.length > 0) return err(refuseFindings(findings))
  const inspection = deps.openInspection(Math.max(1, credentials.length))
  const checks = [await checkHolderProof(inspection, presentation, options)]
  for (const { value, path } of credentials) {
    // Finding that out takes long, and decides the answer: what comes behind it is not looked at.
    if (checks.some(({ code }) => code === 'DOCUMENT_TOO_COMPLEX')) break
    if (inspection.isOutOfTime()) {
      checks.push({ ...OUT_OF_TIME, pointer: `/${path.join('/')}` })
      break
    }
    if (isJsonObject(value))
      for (const check of await checkPresented(inspection, presentation, value, deps.now))
        checks.push({ ...check, pointer: `/${path.join('/')}${check.pointer ?? ''}` })
  }
  return toVerification(checks, `/${MEMBER}`, warningsOf(options))
}

/** How much a presentation counts towards the limit of its caller. */
export const unitsOf = ({ verifiablePresentation }: VerifyPresentation): number =>
  Math.max(1, listed(verifiablePresentation['verifiableCredential'], []).length)

const OUT_OF_TIME = {
  id: 'parse',
  status: 'skip',
  code: 'OUT_OF_TIME',
  message:
    'The credentials before it took all the time there was, so that this one and those behind it were not looked at.',
  spec: SPEC,
} as const satisfies VerificationCheck

async function checkHolderProof(
  inspection: CredentialInspection,
  presentation: JsonObject,
  { challenge, domain }: NonNullable<VerifyPresentation['options']> = {},
): Promise<VerificationCheck> {
  const verdict = await inspection.verifyProofs(presentation, {
    binding: presentation['holder'] === undefined ? 'none' : 'holder',
    proofPurpose: 'authentication',
    challenge,
    domain,
  })
  return verdict.ok
    ? { id: 'proof', status: 'pass', code: 'OK', message: 'Its holder has signed the presentation.', spec: SPEC }
    : { id: 'proof', status: 'fail', code: verdict.code, message: verdict.detail, pointer: '/proof', spec: SPEC }
}

async function checkPresented(
  inspection: CredentialInspection,
  presentation: JsonObject,
  credential: JsonObject,
  now: Now,
): Promise<readonly VerificationCheck[]> {
  const checks = await checkCredential(inspection, credential, now)
  if (credential['proof'] !== undefined) return checks
  const issuer = idOf(credential['issuer'])
  if (issuer === undefined || issuer !== idOf(presentation['holder'])) return checks
  const asserted: VerificationCheck = {
    id: 'issuer',
    status: 'pass',
    code: 'OK',
    message: 'The holder asserts it of their own.',
    spec: SELF_ASSERTED_SPEC,
  }
  return [...checks.filter(({ code }) => !UNSIGNED.has(code)), asserted]
}

const idOf = (party: unknown): unknown => (isJsonObject(party) ? party['id'] : party)

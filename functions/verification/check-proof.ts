import type { VerificationCheck } from '../../schemas/verification-report.ts'
import type { JsonObject, ProofFailureCode, ProofReader, ResolveDid } from '../ports/proofs.ts'
import { fail, pass, skip, warn } from './check.ts'
import { checkCompromisedKey } from './check-compromised-key.ts'
import type { CompromisedKeys } from './compromised-keys.ts'
import { issuerIdOf } from './json.ts'
import { unlessUnavailable } from './unless-unavailable.ts'

/** What checking proofs touches. */
export interface ProofDeps {
  readonly proofs: ProofReader
  readonly resolveDid: ResolveDid
  /** Whether the document of a DID could only be published here. */
  readonly answersFor: (did: string) => boolean
  readonly compromised: CompromisedKeys
}

/** Checks that the document was signed, was not changed since, and that the key belongs to its issuer. */
export const checkProof = (deps: ProofDeps, document: JsonObject): Promise<readonly VerificationCheck[]> =>
  unlessUnavailable(
    () => checkReachable(deps, document),
    () => [keyElsewhere],
  )

async function checkReachable(deps: ProofDeps, document: JsonObject): Promise<readonly VerificationCheck[]> {
  const verdict = await deps.proofs.verify(document, deps.resolveDid)
  if (!verdict.ok)
    return (
      (await checkCompromisedKey(deps, document, verdict)) ??
      toChecks(verdict.code, verdict.detail, deps.answersFor(issuerIdOf(document) ?? ''))
    )
  const skipped = verdict.skipped.map(({ type, cryptosuite }) =>
    warn(
      'proof',
      'PROOF_TYPE_UNKNOWN',
      `A further signature of a kind not known here (${cryptosuite ?? type}) was left out.`,
      '/proof',
    ),
  )
  return [
    pass('proof', 'The signature holds: nothing was changed since it was signed.'),
    ...skipped,
    pass('issuer', 'The signing key belongs to the issuer named in the document.'),
  ]
}

const issuerNotReached = skip('issuer', 'PROOF_FIRST', 'Whose key it is was not looked at, since no signature held.')

function toChecks(code: ProofFailureCode, detail: string, isOwn: boolean): readonly VerificationCheck[] {
  switch (code) {
    case 'PROOF_MISSING':
      return [fail('proof', code, 'The document is not signed.', '/proof'), issuerNotReached]
    case 'PROOF_INVALID':
      return [
        fail('proof', code, 'The signature does not hold: the document was changed, or was never signed so.', '/proof'),
        issuerNotReached,
      ]
    case 'PROOF_EXPIRED':
      return [
        fail('proof', code, 'The signature has ended: its maker gave it an end that has passed.', '/proof'),
        issuerNotReached,
      ]
    case 'PROOF_TYPE_UNKNOWN':
      return [
        skip('proof', code, 'The document is signed in a way that this service cannot check.', '/proof'),
        issuerNotReached,
      ]
    case 'JSONLD_UNDEFINED_TERM':
      return [
        fail('conformance', code, `The document uses a term that none of its contexts defines. ${detail}`),
        skip('proof', code, 'The signature cannot be checked over terms that mean nothing.', '/proof'),
        issuerNotReached,
      ]
    case 'JSONLD_INVALID':
      return [
        fail('conformance', code, `The document is not valid JSON-LD. ${detail}`),
        skip('proof', code, 'The signature cannot be checked over a document that cannot be read.', '/proof'),
        issuerNotReached,
      ]
    case 'CONTEXT_UNKNOWN':
      return [
        skip(
          'proof',
          code,
          `The document uses terms published elsewhere, which this service does not fetch. ${detail}`,
        ),
        issuerNotReached,
      ]
    case 'DOCUMENT_TOO_COMPLEX':
      return [
        fail('proof', code, `The document is too large or too entangled to be checked. ${detail}`),
        issuerNotReached,
      ]
    case 'ISSUER_MISSING':
      return [fail('issuer', code, 'The document does not name its issuer.', '/issuer')]
    case 'KEY_UNRESOLVABLE':
      return [isOwn ? keyUnknownHere : keyElsewhere]
    case 'ISSUER_KEY_UNBOUND':
      return [
        fail('issuer', code, 'The key that signed does not belong to the issuer named in the document.', '/issuer'),
      ]
  }
}

/** The issuer's keys are all known here, and that key is none of them. */
export const keyUnknownHere = fail(
  'issuer',
  'KEY_UNRESOLVABLE',
  'The document claims an issuer of this service, but no such issuer has that key.',
  '/issuer',
)

/** Nothing is known of the key either way. */
export const keyElsewhere = skip(
  'issuer',
  'KEY_UNRESOLVABLE',
  "The issuer's key is published elsewhere and could not be had from there. Whether the signature holds is unknown.",
  '/issuer',
)

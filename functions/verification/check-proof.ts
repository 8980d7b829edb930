import type { VerificationCheck } from '../../schemas/verification-report.ts'
import type { JsonObject, ProofFailure, ProofReader, ResolveDid } from '../ports/proofs.ts'
import { fail, pass, skip, warn } from './check.ts'
import { checkCompromisedKey } from './check-compromised-key.ts'
import { checkKey, keyUnavailable } from './check-key.ts'
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
    (unavailable) => [keyUnavailable(unavailable)],
  )

async function checkReachable(deps: ProofDeps, document: JsonObject): Promise<readonly VerificationCheck[]> {
  const verdict = await deps.proofs.verify(document, deps.resolveDid)
  if (!verdict.ok)
    return (
      (await checkCompromisedKey(deps, document, verdict)) ??
      toChecks(verdict, deps.answersFor(issuerIdOf(document) ?? ''))
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
    ...verdict.proofs
      .flatMap(({ legacySuite }) => (legacySuite === undefined ? [] : [legacy(legacySuite)]))
      .slice(0, 1),
    ...skipped,
    pass('issuer', 'The signing key belongs to the issuer named in the document.'),
  ]
}

const legacy = (suite: string) =>
  warn(
    'proof',
    'LEGACY_CRYPTOSUITE',
    `It is signed in an older way (${suite}) that newer ones have replaced.`,
    '/proof',
  )

/** In the order of the algorithm; whose key it is stays open when it came to no key. */
function toChecks(failed: ProofFailure, isOwn: boolean): readonly VerificationCheck[] {
  const found = [failed, ...(failed.further ?? [])].flatMap((reason) => toCheck(reason, isOwn))
  const rest = found.some(({ id }) => id === 'issuer') ? [] : [issuerNotReached]
  const hasProof = found.some(({ id }) => id === 'proof')
  const isUnread = found.some(({ id }) => id === 'conformance') && !hasProof
  return withoutRepeats([
    ...found.filter(({ id }) => id === 'conformance'),
    ...(isUnread ? [proofNotReached] : []),
    ...found.filter(({ id }) => id !== 'conformance'),
    ...rest,
  ])
}

const issuerNotReached = skip('issuer', 'PROOF_FIRST', 'Whose key it is was not looked at, since no signature held.')

const proofNotReached = skip(
  'proof',
  'PROOF_UNREAD',
  'The signature was not checked over a document that cannot be read as it was meant.',
  '/proof',
)

function toCheck({ code, detail, key }: ProofFailure, isOwn: boolean): VerificationCheck {
  switch (code) {
    case 'PROOF_MISSING':
      return fail('proof', code, 'The document is not signed.', '/proof')
    case 'PROOF_INVALID':
      return fail(
        'proof',
        code,
        'The signature does not hold: the document was changed, or was never signed so.',
        '/proof',
      )
    case 'PROOF_EXPIRED':
      return fail('proof', code, 'The signature has ended: its maker gave it an end that has passed.', '/proof')
    case 'PROOF_TYPE_UNKNOWN':
      return skip('proof', code, 'The document is signed in a way that this service cannot check.', '/proof')
    case 'JSONLD_UNDEFINED_TERM':
      return fail('conformance', code, `The document uses a term that none of its contexts defines. ${detail}`)
    case 'JSONLD_INVALID':
      return fail('conformance', code, `The document is not valid JSON-LD. ${detail}`)
    case 'CONTEXT_UNKNOWN':
      return skip(
        'proof',
        code,
        `The document uses terms published elsewhere, which this service does not fetch. ${detail}`,
      )
    case 'DOCUMENT_TOO_COMPLEX':
      return fail('proof', code, `The document is too large or too entangled to be checked: ${detail}.`)
    case 'ISSUER_MISSING':
      return fail('issuer', code, 'The document does not name its issuer.', '/issuer')
    case 'KEY_UNRESOLVABLE':
    case 'ISSUER_KEY_UNBOUND':
    case 'KEY_REVOKED':
    case 'KEY_EXPIRED':
      return checkKey(code, key, isOwn)
  }
}

/** One finding is enough of a kind: a JWT and the proof in it are often wrong, or worth a remark, in the same way. */
export function withoutRepeats(checks: readonly VerificationCheck[]): readonly VerificationCheck[] {
  const kindOf = ({ id, status, code, message }: VerificationCheck) =>
    status === 'pass' ? `${id} ${message}` : `${id} ${status} ${code}`
  const kinds = checks.map(kindOf)
  return checks.filter((check, index) => kinds.indexOf(kindOf(check)) === index)
}

import type { VerificationCheck } from '../../schemas/verification-report.ts'
import type { KeyFinding } from '../ports/proofs.ts'
import type { Unavailable } from '../ports/unavailable.ts'
import { fail, skip } from './check.ts'

/** What can be wrong with a key. */
export type KeyCode = 'KEY_UNRESOLVABLE' | 'ISSUER_KEY_UNBOUND' | 'KEY_REVOKED' | 'KEY_EXPIRED'

/**
 * What is to be said of a key that could not be had, or is not the issuer's. Where nobody could look, it stays open;
 * everything else is known.
 *
 * @param isOwn  Whether the issuer's keys are all known here.
 */
export function checkKey(code: KeyCode, key: KeyFinding | undefined, isOwn: boolean): VerificationCheck {
  const since = key?.since === undefined ? '' : ` since ${key.since}`
  switch (code) {
    case 'KEY_REVOKED':
      return fail('issuer', code, `The key that signed is revoked${since}, as its owner says.`, '/proof')
    case 'KEY_EXPIRED':
      return fail('issuer', code, `The key that signed counts no more${since}, as its owner says.`, '/proof')
    case 'ISSUER_KEY_UNBOUND':
      return key?.trouble === 'unavailable'
        ? skip('issuer', code, `Whether the key that signed is the issuer's is unknown: ${unreached(key)}`, '/issuer')
        : fail('issuer', code, sayUnbound(key), '/issuer')
    case 'KEY_UNRESOLVABLE':
      return isOwn ? keyUnknownHere : checkUnresolvable(key)
  }
}

/** A key elsewhere that could not be had: nothing is known either way. */
export const keyUnavailable = (
  { host }: Unavailable,
  code: 'KEY_UNRESOLVABLE' | 'ISSUER_KEY_UNBOUND' = 'KEY_UNRESOLVABLE',
): VerificationCheck => checkKey(code, { trouble: 'unavailable', at: host }, false)

/** The issuer's keys are all known here, and that key is none of them. */
export const keyUnknownHere = fail(
  'issuer',
  'KEY_UNRESOLVABLE',
  'The document claims an issuer of this service, but no such issuer has that key.',
  '/issuer',
)

function checkUnresolvable(key: KeyFinding | undefined): VerificationCheck {
  const code = 'KEY_UNRESOLVABLE'
  const at = key?.at ?? 'its place'
  switch (key?.trouble) {
    case 'unavailable':
      return skip('issuer', code, `Whether the signature holds is unknown: ${unreached(key)}`, '/issuer')
    case 'method_unknown':
      return skip(
        'issuer',
        code,
        `Whether the signature holds is unknown: the issuer is named by a kind of DID that this service cannot look up (${at}).`,
        '/issuer',
      )
    case 'unnamed':
      return fail('issuer', code, 'The signature names its key neither by an https address nor by a DID.', '/proof')
    case 'malformed':
      return fail('issuer', code, 'The signature names its key by something that can be no key.', '/proof')
    case 'other_document':
      return fail(
        'issuer',
        code,
        `What is published at ${at} where the key should be describes someone else.`,
        '/proof',
      )
    case 'undescribed':
      return fail('issuer', code, `What is published at ${at} holds no such key, or none that can be used.`, '/proof')
    default:
      return fail('issuer', code, `Nothing is published at ${at} where the key should be.`, '/proof')
  }
}

function sayUnbound(key: KeyFinding | undefined): string {
  switch (key?.trouble) {
    case 'unlisted':
      return 'The issuer publishes the key that signed but does not list it as one that signs badges.'
    case 'other_controller':
      return 'The key that signed is published as that of someone else than the issuer named in the document.'
    case 'listing_unavailable':
      return `The key that signed is its own owner's and not the issuer's, as far as can be seen: ${unreached(key)}`
    default:
      return 'The key that signed does not belong to the issuer named in the document.'
  }
}

const unreached = ({ at }: KeyFinding): string =>
  `the issuer's key is published ${at === undefined ? 'elsewhere' : `at ${at}`}, which could not be reached now.`

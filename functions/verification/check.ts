import type { Outcome, VerificationCheck } from '../../schemas/verification-report.ts'

/** Where in the standards each check comes from. */
const SPEC = {
  parse: 'https://www.imsglobal.org/spec/ob/v3p0/#achievementcredential',
  conformance: 'https://www.imsglobal.org/spec/ob/v3p0/#data-model',
  proof: 'https://www.w3.org/TR/vc-data-integrity/#verify-proof',
  issuer: 'https://www.w3.org/TR/controller-document/#retrieve-verification-method',
  refresh: 'https://www.imsglobal.org/spec/ob/v3p0/#credential-refresh-service',
  status: 'https://www.w3.org/TR/vc-bitstring-status-list/#validate-algorithm',
  dates: 'https://www.w3.org/TR/vc-data-model-2.0/#validity-period',
  recipient: 'https://www.imsglobal.org/spec/ob/v3p0/#verify-recipient',
  endorsements: 'https://www.imsglobal.org/spec/ob/v3p0/#endorsementcredential',
  award: 'https://www.imsglobal.org/spec/ob/v3p0/#evidence',
} as const satisfies Record<VerificationCheck['id'], string>

export type Id = VerificationCheck['id']

const check = (
  status: VerificationCheck['status'],
  id: Id,
  code: string,
  message: string,
  pointer?: string,
): VerificationCheck => ({
  id,
  status,
  code,
  message,
  ...(pointer === undefined ? {} : { pointer }),
  spec: SPEC[id],
})

export const pass = (id: Id, message: string) => check('pass', id, 'OK', message)
/** A pass with something to know. */
export const note = (id: Id, code: string, message: string) => check('pass', id, code, message)
export const fail = (id: Id, code: string, message: string, pointer?: string) =>
  check('fail', id, code, message, pointer)
/** Worth knowing, and no obstacle. */
export const warn = (id: Id, code: string, message: string, pointer?: string) =>
  check('warn', id, code, message, pointer)
/** Could not be carried out: nothing is known either way. */
export const skip = (id: Id, code: string, message: string, pointer?: string) =>
  check('skip', id, code, message, pointer)

/** One failed check settles it; otherwise one that could not be carried out leaves it open. */
export function outcomeOf(checks: readonly VerificationCheck[]): Outcome {
  if (checks.some(({ status }) => status === 'fail')) return 'not-verified'
  return checks.some(({ status }) => status === 'skip') ? 'undetermined' : 'verified'
}

/** The JSON Pointer (RFC 6901) of a path. */
export const toPointer = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

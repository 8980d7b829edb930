import { rdfcProofWriter } from '../../functions/adapters/data-integrity/rdfc-proofs.ts'
import type { JsonObject } from '../../functions/ports/proofs.ts'
import { type VerificationReport, VerificationReportSchema } from '../../schemas/verification-report.ts'
import type { TestApp } from './app.ts'
import type { TestKey } from './badge-shapes.ts'
import { aJws, type JwtTestKey } from './jwt-keys.ts'

const AT = '2026-01-05T10:00:00Z'

/** A small badge of someone elsewhere, unsigned. */
export const aBadgeBy = (issuer: string, changes: JsonObject = {}): JsonObject => ({
  '@context': ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
  id: 'urn:uuid:7c2c1f3e-0001-4000-8000-000000000001',
  type: ['VerifiableCredential', 'OpenBadgeCredential'],
  name: 'Robotics I',
  issuer: { id: issuer, type: ['Profile'], name: 'Acme Academy' },
  validFrom: AT,
  credentialSubject: {
    id: 'did:example:learner',
    type: ['AchievementSubject'],
    achievement: {
      id: 'https://achievements.example/robotics',
      type: ['Achievement'],
      name: 'Robotics I',
      description: 'Built a line follower.',
      criteria: { narrative: 'Finish the robot.' },
    },
  },
  ...changes,
})

/** The claims that go with it. */
export const claimsOf = (badge: JsonObject): JsonObject => {
  const issuer = badge['issuer'] as { readonly id: string }
  const subject = badge['credentialSubject'] as { readonly id: string }
  return { iss: issuer.id, sub: subject.id, jti: badge['id'], nbf: Date.parse(AT) / 1000 }
}

/** Signs a badge with a key under a name. */
export const signedBadge = (issuer: string, key: TestKey, method?: string, changes: JsonObject = {}) =>
  rdfcProofWriter().sign(aBadgeBy(issuer, changes), key.options(method))

/** A badge as JWT, with any header and claims. */
export const jwtBadge = (
  issuer: string,
  key: JwtTestKey,
  header: JsonObject,
  claims: JsonObject = {},
  changes: JsonObject = {},
): Promise<string> => {
  const badge = aBadgeBy(issuer, changes)
  return aJws({ alg: ALGS[kindOf(key)], ...header }, { ...badge, ...claimsOf(badge), ...claims }, key.sign)
}

const ALGS = { RSA: 'RS256', OKP: 'EdDSA', 'P-256': 'ES256', 'P-384': 'ES384' } as const
const kindOf = ({ publicKeyJwk: jwk }: JwtTestKey) => (jwk.kty === 'EC' ? jwk.crv : jwk.kty)

/** A key as a document describes it. */
export const multikeyMethod = (id: string, controller: string, { publicKeyMultibase }: TestKey) => ({
  id,
  type: 'Multikey',
  controller,
  publicKeyMultibase,
})

/** What an issuer publishes at its id: whose it is, and the keys that sign badges. */
export const issuerDocument = (id: string, methods: readonly JsonObject[], changes: JsonObject = {}) => ({
  id,
  type: ['Profile'],
  name: 'Acme Academy',
  verificationMethod: methods,
  assertionMethod: methods.map((method) => method['id']),
  ...changes,
})

/** Puts documents where the service will look for them. */
export function publish(app: Pick<TestApp, 'web'>, documents: Readonly<Record<string, unknown>>) {
  for (const [url, document] of Object.entries(documents)) app.web.set(url, { body: JSON.stringify(document) })
}

export async function verifyOver(app: TestApp, credential: unknown): Promise<VerificationReport> {
  const { body } = await app.request('POST', '/v1/verifications', { body: { credential } })
  return VerificationReportSchema.parse(body)
}

/** The outcome, and the codes of the checks that did not pass. */
export const findings = ({ outcome, checks }: VerificationReport): readonly string[] => [
  outcome,
  ...checks.filter(({ status }) => status !== 'pass').map(({ id, status, code }) => `${id} ${status} ${code}`),
]

/** What the report says of the issuer's key. */
export const sayOfKey = ({ checks }: VerificationReport): string =>
  checks.find(({ id, status }) => id === 'issuer' && status !== 'pass')?.message ?? ''

import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { CompactSign } from 'jose'
import type { FakeWeb } from './fake-web.ts'

type Members = Readonly<Record<string, unknown>>

const SITE = 'https://badges.example.edu'
const CONTEXT = 'https://w3id.org/openbadges/v2'

/** An issuer of Open Badges 2.0 on a site of its own, as it publishes itself on a fake web. */
export interface OlderIssuer {
  readonly assertion: Members
  readonly badgeClass: Members
  readonly profile: Members
  /** Puts objects at their ids, as JSON. */
  readonly publish: (...objects: readonly Members[]) => void
}

/** An e-mail address as older badges hash it. */
export const hashed = (email: string, salt: string) => ({
  type: 'email',
  hashed: true,
  salt,
  identity: `sha256$${createHash('sha256').update(`${email}${salt}`).digest('hex')}`,
})

/** A hosted assertion with its badge class and issuer, all published. */
export function aHostedBadge(web: FakeWeb, site = SITE): OlderIssuer {
  const profile = {
    '@context': CONTEXT,
    id: `${site}/issuer`,
    type: 'Issuer',
    name: 'Example University',
    url: site,
    email: 'badges@example.edu',
  }
  const badgeClass = {
    '@context': CONTEXT,
    id: `${site}/classes/1`,
    type: 'BadgeClass',
    name: 'Robotics',
    description: 'Builds robots.',
    image: `${site}/classes/1.png`,
    criteria: { narrative: 'Build one.' },
    issuer: profile.id,
  }
  const assertion = {
    '@context': CONTEXT,
    id: `${site}/assertions/1`,
    type: 'Assertion',
    recipient: hashed('asha@example.org', 'deadsea'),
    badge: badgeClass.id,
    verification: { type: 'HostedBadge' },
    issuedOn: '2020-12-31T23:59:59+00:00',
  }
  const publish = (...objects: readonly Members[]) => {
    for (const object of objects) web.set(String(object['id']), { body: JSON.stringify(object) })
  }
  publish(profile, badgeClass, assertion)
  return { assertion, badgeClass, profile, publish }
}

/** A signed assertion; what belongs to it is published, with its key and an empty list of revoked ones. */
export interface SignedOlderBadge extends OlderIssuer {
  readonly key: Members
  readonly list: Members
  readonly privateKey: KeyObject
}

const pemOf = (key: KeyObject) => String(key.export({ type: 'spki', format: 'pem' }))

export function aSignedBadge(web: FakeWeb, site = SITE): SignedOlderBadge {
  const hosted = aHostedBadge(web, site)
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const list = { '@context': CONTEXT, id: `${site}/revoked`, type: 'RevocationList', revokedAssertions: [] }
  const key = {
    '@context': CONTEXT,
    id: `${site}/key`,
    type: 'CryptographicKey',
    owner: `${site}/issuer`,
    publicKeyPem: pemOf(publicKey),
  }
  const profile = { ...hosted.profile, publicKey: key.id, revocationList: list.id }
  const verification = { type: 'SignedBadge', creator: key.id }
  const assertion = { ...hosted.assertion, id: 'urn:uuid:a953081a-4bbc-4927-8653-7219bca00e3b', verification }
  hosted.publish(profile, key, list)
  return { ...hosted, assertion, profile, key, list, privateKey }
}

export const signAssertion = (
  assertion: Members,
  privateKey: KeyObject | Uint8Array,
  header: { readonly alg: string } & Members = { alg: 'RS256' },
): Promise<string> =>
  new CompactSign(new TextEncoder().encode(JSON.stringify(assertion))).setProtectedHeader(header).sign(privateKey)

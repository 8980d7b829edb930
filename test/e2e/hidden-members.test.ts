import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { rdfcProofWriter } from '../../functions/adapters/data-integrity/rdfc-proofs.ts'
import type { Did } from '../../functions/domain/shared/ids.ts'
import type { JsonObject } from '../../functions/ports/proofs.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { aKey } from '../support/badge-shapes.ts'
import { aBadgeBy, findings, publish, signedBadge, verifyOver } from '../support/badges-by-others.ts'
import { aListEntry, aStrangersList } from '../support/strangers.ts'

const BADGE = 'https://acme.example/badges/1'
const REVOCATIONS = 'https://guild.example/status/1'
const SUSPENSIONS = 'https://guild.example/status/2'
const HIDDEN = 'conformance fail JSONLD_NOT_COMPACTED'

let app: TestApp
const key = aKey()

beforeAll(async () => {
  app = await startApp()
})
afterEach(() => app.web.clear())

const signedList = (url: string, set: readonly number[], statusPurpose: string) =>
  rdfcProofWriter().sign(
    aStrangersList({ did: key.did as Did }, { id: url, set, subject: { id: `${url}#list`, statusPurpose } }),
    key.options(),
  )

/** Signed, revoked by its issuer, and out of date. */
async function aRevokedBadge(changes: JsonObject): Promise<JsonObject> {
  publish(app, { [REVOCATIONS]: await signedList(REVOCATIONS, [7], 'revocation') })
  const badge = { id: BADGE, validUntil: '2026-02-01T00:00:00Z', credentialStatus: aListEntry(), ...changes }
  return signedBadge(key.did, key, undefined, badge)
}

describe('a revoked badge whose signature still holds after its members were moved out of sight', () => {
  it('VER-09: is refused with its status under a prefix that is built on prefixes', async () => {
    const { credentialStatus, ...badge } = await aRevokedBadge({})
    const terms = {
      c: { '@id': 'https://www.w3.org/2018/c', '@prefix': true },
      b: { '@id': 'c:redentials#cr', '@prefix': true },
      a: { '@id': 'b:edential', '@prefix': true },
    }
    const contexts = [badge['@context'], terms].flat()
    const moved = { ...badge, '@context': contexts, 'a:Status': credentialStatus }
    expect(findings(await verifyOver(app, moved))).toContain(HIDDEN)
  })

  it.each([
    ['', BADGE, []],
    [' that is written with a prefix', 'p:badges/1', [{ p: 'https://acme.example/' }]],
  ])('VER-09: is refused with its status and its end in evidence of its own id%s', async (_how, id, contexts) => {
    const badge = await aRevokedBadge({ evidence: [{ id: BADGE, type: ['Evidence'] }] })
    expect(findings(await verifyOver(app, badge))).toEqual([
      'not-verified',
      'status fail REVOKED',
      'dates fail EXPIRED',
    ])
    const { credentialStatus, validUntil, ...rest } = badge
    const type = ['Evidence', 'VerifiableCredential', 'OpenBadgeCredential']
    const moved = {
      ...rest,
      '@context': [rest['@context'], ...contexts].flat(),
      evidence: [{ id, type, credentialStatus, validUntil }],
    }
    const said = findings(await verifyOver(app, moved))
    expect(said.slice(0, 3)).toEqual(['not-verified', HIDDEN, HIDDEN])
    expect(said).toHaveLength(id === BADGE ? 3 : 4)
  })

  it('VER-09: is refused when its id is written in another way than on the list of the revoked', async () => {
    const list = 'https://acme.example/revocations'
    publish(app, { [list]: { id: list, issuer: key.did, revokedCredential: [{ id: BADGE, revoked: true }] } })
    const extensions = 'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json'
    const contexts = [aBadgeBy(key.did)['@context'], extensions].flat()
    const credentialStatus = { id: list, type: '1EdTechRevocationList' }
    const badge = await signedBadge(key.did, key, undefined, { '@context': contexts, id: BADGE, credentialStatus })
    expect(findings(await verifyOver(app, badge))).toEqual(['not-verified', 'status fail REVOKED'])
    const renamed = { ...badge, '@context': [...contexts, { p: 'https://acme.example/' }], id: 'p:badges/1' }
    expect(findings(await verifyOver(app, renamed))).toEqual(['not-verified', HIDDEN])
  })

  it('VER-08: is refused when the kind of its refresh service is written in another way', async () => {
    const extensions = 'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json'
    const contexts = [aBadgeBy(key.did)['@context'], extensions].flat()
    const refreshService = { id: 'https://acme.example/refresh/1', type: '1EdTechCredentialRefresh' }
    const badge = await signedBadge(key.did, key, undefined, { '@context': contexts, refreshService })
    expect(findings(await verifyOver(app, badge))).toEqual(['verified', 'refresh warn REFRESH_UNREACHABLE'])
    const type = 'https://purl.imsglobal.org/spec/vccr/v1p0/context.json#1EdTechCredentialRefresh'
    const renamed = { ...badge, refreshService: { ...refreshService, type } }
    expect(findings(await verifyOver(app, renamed))).toContain(HIDDEN)
  })

  it('VER-09: is refused when two entries of one id could have exchanged their indexes', async () => {
    const id = `${BADGE}#status`
    const entries = [
      aListEntry({ id, statusListIndex: '9' }),
      aListEntry({ id, statusPurpose: 'suspension', statusListCredential: SUSPENSIONS }),
    ]
    const badge = await aRevokedBadge({ credentialStatus: entries, validUntil: '2036-02-01T00:00:00Z' })
    publish(app, { [SUSPENSIONS]: await signedList(SUSPENSIONS, [9], 'suspension') })
    expect(findings(await verifyOver(app, badge))).toEqual(['not-verified', 'status fail MALFORMED_VALUE_ERROR'])
  })

  it('takes two entries of one id and one index', async () => {
    const id = `${BADGE}#status`
    const entries = [
      aListEntry({ id, statusListIndex: '9' }),
      aListEntry({ id, statusListIndex: '9', statusPurpose: 'suspension', statusListCredential: SUSPENSIONS }),
    ]
    const badge = await aRevokedBadge({ credentialStatus: entries, validUntil: '2036-02-01T00:00:00Z' })
    publish(app, { [SUSPENSIONS]: await signedList(SUSPENSIONS, [], 'suspension') })
    expect(findings(await verifyOver(app, badge))).toEqual(['verified'])
  })
})

it('DI-06: refuses a member under the name of its class', async () => {
  const geo = { type: 'GeoCoordinates', latitude: 1, longitude: 2 }
  const issuer = { id: key.did, type: ['Profile'], name: 'Acme', address: { type: ['Address'], geo } }
  const badge = await signedBadge(key.did, key, undefined, { issuer })
  expect(findings(await verifyOver(app, badge))).toEqual(['verified'])
  const moved = { ...badge, issuer: { ...issuer, address: { type: ['Address'], GeoCoordinates: geo } } }
  expect(findings(await verifyOver(app, moved))).toEqual(['not-verified', HIDDEN])
})

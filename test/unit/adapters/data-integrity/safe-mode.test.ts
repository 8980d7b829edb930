import { describe, expect, it } from 'vitest'
import { rdfcCanonize } from '../../../../functions/adapters/data-integrity/rdfc-canonize.ts'
import { rdfcProofReader, rdfcProofWriter } from '../../../../functions/adapters/data-integrity/rdfc-proofs.ts'
import { type ContextDocument, ISSUING_CONTEXTS, VERIFYING_CONTEXTS } from '../../../../schemas/contexts.ts'
import { OpenBadgeCredentialSchema } from '../../../../schemas/open-badges.ts'
import { aBadge, aKey } from '../../../support/badge-shapes.ts'
import { aFullBadge, withMember } from '../../../support/full-badge.ts'
import { missingShared, readShared } from '../../../support/shared-files.ts'

const OB_3_0_3 = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'
const OLDER_COPY = 'spec/contexts/ob-v3p0-3.0.3.2025-04.json'
const canonize = rdfcCanonize(ISSUING_CONTEXTS)
const full = aFullBadge()

describe('JSON-LD safe mode', () => {
  it('CTX-05: loses no member of any Open Badges class', async () => {
    const canonical = await canonize(full)
    for (const text of [
      'Weberstraße 1',
      'Petrovna',
      'T1',
      'Linen',
      'Even cloth.',
      'c2l4dGVlbiBieXRlcyE',
      'Anyone',
      'L-1',
    ])
      expect(canonical).toContain(text)
  })

  it.each([
    ['a member that no context defines', '/issuer/motto', 'Warp and weft'],
    ['such a member deep inside', '/credentialSubject/achievement/resultDescription/0/motto', 'x'],
    ['such a member in an endorsement', '/endorsement/0/credentialSubject/motto', 'x'],
    ['a type that no context defines', '/evidence/0/type', ['Evidence', 'Photograph']],
    ['an id that is relative', '/evidence/0/id', 'cloth.png'],
  ])('CTX-05: refuses %s rather than drop it', async (_what, pointer, value) => {
    await expect(canonize(withMember(full, pointer, value))).rejects.toThrow()
  })

  it('AS-13: signs the name of a subject, which a base context defines', async () => {
    const named = withMember(full, '/credentialSubject/name', 'Asha Rao')
    expect(OpenBadgeCredentialSchema.parse(named)).toEqual(named)
    expect(await canonize(named)).toContain('"Asha Rao"')
  })

  it('EXT-02: refuses a new member as long as no context of its own defines it', async () => {
    const { code } = await verdictOf({ peerCount: 3 })
    expect(code).toBe('JSONLD_UNDEFINED_TERM')
  })
})

const verdictOf = async (document: object) => {
  const key = aKey()
  const signed = await rdfcProofWriter().sign({ ...aBadge(key.did) }, key.options())
  const verdict = await rdfcProofReader().verify({ ...signed, ...document }, async () => undefined)
  return verdict.ok ? { code: 'OK' } : verdict
}

describe('the static table of contexts', () => {
  const foreign = { ...aBadge('did:example:guild'), '@context': [...full['@context'], 'https://evil.example/context'] }

  it('CTX-06: nothing is signed under a context outside of it', async () => {
    const key = aKey()
    await expect(rdfcProofWriter().sign(foreign, key.options())).rejects.toMatchObject({ code: 'CONTEXT_UNKNOWN' })
  })

  it('CTX-06: nothing is verified under a context outside of it', async () => {
    expect(await verdictOf({ '@context': foreign['@context'] })).toMatchObject({ code: 'CONTEXT_UNKNOWN' })
  })
})

describe('the two published copies of Open Badges 3.0.3 (CTX-07)', () => {
  const older = new Map(VERIFYING_CONTEXTS)
  const copy = readShared(OLDER_COPY) as ContextDocument | undefined
  if (copy) older.set(OB_3_0_3, copy)

  it.each([
    ['endorsementJwt', ['e30.e30.c2ln']],
    ['jti', 'https://guild.example/credentials/1'],
  ])('the older one refuses %s, the newer one signs it', async (member, value) => {
    const document = { ...full, [member]: value }
    const newer = rdfcCanonize(VERIFYING_CONTEXTS)
    expect(await newer(document)).not.toBe(await newer(full))
    await expect(canonize(document)).rejects.toThrow()
  })

  it('the older one is the one that is signed under', async ({ skip }) => {
    skip(!copy, missingShared(OLDER_COPY))
    expect(await rdfcCanonize(older)(full)).toBe(await canonize(full))
    await expect(rdfcCanonize(older)({ ...full, endorsementJwt: ['e30.e30.c2ln'] })).rejects.toThrow()
  })
})

import { describe, expect, it } from 'vitest'
import { rdfcCanonize } from '../../../../functions/adapters/data-integrity/rdfc-canonize.ts'
import { contextsFor, OPEN_BADGES_CONTEXTS } from '../../../../functions/domain/credential/contexts.ts'
import { ISSUING_CONTEXTS } from '../../../../schemas/contexts.ts'
import { aBadge } from '../../../support/badge-shapes.ts'

const EXTENSIONS = 'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json'
const USING: readonly [string, Readonly<Record<string, unknown>>][] = [
  ['1EdTechCredentialRefresh', { refreshService: { id: 'https://x.example/r', type: '1EdTechCredentialRefresh' } }],
  ['1EdTechRevocationList', { credentialStatus: { id: 'https://x.example/s', type: '1EdTechRevocationList' } }],
  [
    '1EdTechJsonSchemaValidator2019',
    { credentialSchema: [{ id: 'https://x.example/j', type: '1EdTechJsonSchemaValidator2019' }] },
  ],
]

describe('contextsFor', () => {
  it('names the two contexts of Open Badges, in order (CTX-01, GEN-16)', () => {
    expect(contextsFor({ type: ['VerifiableCredential'], name: '1EdTechCredentialRefresh' })).toEqual(
      OPEN_BADGES_CONTEXTS,
    )
  })

  it.each(USING)('EXTCTX-1: adds the extensions where %s occurs, in a list of types too', (type, members) => {
    expect(contextsFor(members)).toEqual([...OPEN_BADGES_CONTEXTS, EXTENSIONS])
    expect(contextsFor({ deep: [{ type: ['Other', type] }] })).toEqual([...OPEN_BADGES_CONTEXTS, EXTENSIONS])
  })

  it('EXTCTX-1: leaves what embedded endorsements use to their own contexts', () => {
    expect(contextsFor({ endorsement: [{ '@context': [EXTENSIONS], ...USING[0]?.[1] }] })).toEqual(OPEN_BADGES_CONTEXTS)
  })

  it.each(USING)('EXTCTX-1, CTX-05: a badge with %s passes safe mode with them alone', async (_type, members) => {
    const canonize = rdfcCanonize(ISSUING_CONTEXTS)
    const badge = { ...aBadge('did:example:guild'), ...members }
    await expect(canonize({ ...badge, '@context': OPEN_BADGES_CONTEXTS })).rejects.toThrow()
    await expect(canonize({ ...badge, '@context': contextsFor(badge) })).resolves.toContain('OpenBadgeCredential')
  })
})

import { describe, expect, it } from 'vitest'
import { gzipBitstringCodec } from '../../../../functions/adapters/bitstring/gzip-bitstring-codec.ts'
import { rdfcCanonize } from '../../../../functions/adapters/data-integrity/rdfc-canonize.ts'
import { rdfcProofReader, rdfcProofWriter } from '../../../../functions/adapters/data-integrity/rdfc-proofs.ts'
import { buildCredential } from '../../../../functions/domain/credential/build-credential.ts'
import { buildEndorsementCredential } from '../../../../functions/domain/credential/build-endorsement-credential.ts'
import { hashEmailAddress } from '../../../../functions/domain/credential/hash-identity.ts'
import { toDidDocument } from '../../../../functions/domain/credential/to-did-document.ts'
import { toBitstring } from '../../../../functions/domain/status/bitstring.ts'
import { buildStatusList } from '../../../../functions/domain/status/build-status-list.ts'
import { ISSUING_CONTEXTS } from '../../../../schemas/contexts.ts'
import { EndorsementCredentialSchema, OpenBadgeCredentialSchema } from '../../../../schemas/open-badges.ts'
import { aKey } from '../../../support/badge-shapes.ts'
import { aCommunity, anEndorsement, anId, digests } from '../../../support/builders.ts'
import { verifyWithDigitalBazaar, verifyWithVerifierCore } from '../../../support/independent-verifiers.ts'
import { missingObSchemas, obSchemaErrors } from '../../../support/ob-schema.ts'
import { anAward } from './award-example.ts'

const HOSTILE = '<script>alert(1)</script> [x](javascript:alert(1)) "quotes" \\ \u202e\u0001\t\n#'
const SCRIPTS = 'सादी बुनाई · نسج سادة · הטקסט · 編み物 · 👩🏽‍🎨'
const LONG = `${SCRIPTS} ${HOSTILE} `.repeat(80).slice(0, 4000).toWellFormed()

const RUBRIC = [
  {
    id: 'craft',
    name: `Craft ${SCRIPTS}`,
    description: HOSTILE,
    levels: [
      { id: 'rough', name: 'Rough', description: HOSTILE, points: '0' },
      { id: 'sound', name: SCRIPTS, points: '2.5' },
    ],
    requiredLevel: 'sound',
  },
  { id: 'care', name: 'Care', levels: [{ id: 'good', name: 'Good' }] },
]

const community = aCommunity({
  name: `Guild ${SCRIPTS}`,
  description: HOSTILE,
  url: 'https://guild.example.org/?a=%3Cb%3E',
  email: 'guild@example.org',
  image: { id: 'https://guild.example.org/logo.png', caption: HOSTILE },
})
const key = aKey()
const method = `${community.issuer}#${key.publicKeyMultibase}` as const
const didDocument = toDidDocument(community.issuer, [
  { verificationMethod: method, publicKeyMultibase: key.publicKeyMultibase },
])
const writer = rdfcProofWriter()

/** A badge with every member this service ever writes, in texts of many scripts and none too friendly. */
async function aFullBadge() {
  const given = ['ana', 'ben', 'cho'].map((name) => anEndorsement(name, { ratings: { craft: 'sound', care: 'good' } }))
  const { achievement, claim, decision } = anAward(given, {
    name: `Plain weave ${SCRIPTS}`,
    description: LONG,
    criteria: { id: 'https://guild.example.org/criteria#plain', narrative: LONG },
    achievementType: 'ext:PeerEndorsed',
    image: { id: 'https://guild.example.org/badge.png', caption: SCRIPTS },
    inLanguage: 'hi-IN',
    tag: ['weaving', SCRIPTS, HOSTILE],
    alignment: [
      {
        targetName: SCRIPTS,
        targetUrl: 'https://frameworks.example.org/textile?level=2',
        targetCode: 'T-2',
        targetDescription: HOSTILE,
        targetFramework: 'Textile crafts',
      },
    ],
    translations: [{ inLanguage: 'ar', name: 'نسج', description: 'ينسج', criteria: 'أظهر' }],
    rubric: RUBRIC,
    repeatable: 'per-period',
    periodDays: 30,
  })
  const endorsements = await Promise.all(
    given.map(async (endorsement, index) => {
      const endorser = aKey()
      const unsigned = buildEndorsementCredential(endorsement, {
        community,
        achievement,
        claim,
        signer: `did:key:${endorser.publicKeyMultibase}`,
        endorserName: index === 0 ? undefined : SCRIPTS,
        comment: [LONG, HOSTILE, undefined][index],
      })
      return EndorsementCredentialSchema.parse(await writer.sign(unsigned, endorser.options()))
    }),
  )
  const unsigned = buildCredential({
    community,
    achievement,
    claim,
    decision,
    endorsements,
    identifier: [hashEmailAddress('Asha@Example.org', 'c2l4dGVlbiBieXRlcyE', digests)],
    narrative: LONG,
    evidence: [
      { id: 'https://asha.example.org/a%20b', name: HOSTILE, description: SCRIPTS, narrative: LONG, genre: 'Photo' },
      { narrative: HOSTILE },
    ],
    refreshCapability: digests.sha256Base64Url('capability'),
    signedAt: '2026-03-01T12:00:01.500Z',
  })
  return OpenBadgeCredentialSchema.parse(await writer.sign(unsigned, key.options(method)))
}

const listUrl = `${community.baseUrl}/status/${anId('list')}`
const list = await writer.sign(
  buildStatusList(
    listUrl,
    community.issuer,
    'revocation',
    gzipBitstringCodec.encode(toBitstring([1, 2])),
    '2026-03-01T12:00:00.000Z',
  ),
  key.options(method),
)
const badge = await aFullBadge()
const documents = {
  [`${community.baseUrl}/communities/${community.slug}/did.json`]: didDocument,
  [listUrl]: list,
}

describe('a badge with every optional member', () => {
  it('verifies here, and holds none but defined terms (CTX-05)', async () => {
    expect(await rdfcProofReader().verify(badge, async () => didDocument)).toMatchObject({ ok: true, skipped: [] })
    await expect(rdfcCanonize(ISSUING_CONTEXTS)(badge)).resolves.toContain('OpenBadgeCredential')
  })

  it.each([
    ['@digitalbazaar/vc', verifyWithDigitalBazaar],
    ['@digitalcredentials/verifier-core', verifyWithVerifierCore],
  ] as const)('verifies in %s, with each of its endorsements', async (_, verify) => {
    expect(await verify(badge, { documents })).toEqual({ verified: true, errors: [] })
    for (const endorsement of badge.endorsement ?? [])
      expect(await verify(endorsement, { documents: {} })).toEqual({ verified: true, errors: [] })
  })

  it('conforms to the 1EdTech schemas, with each of its endorsements and its issuer', ({ skip }) => {
    const missing = missingObSchemas()
    skip(missing !== undefined, missing)
    expect(obSchemaErrors('achievementcredential', badge)).toEqual([])
    expect(obSchemaErrors('profile', badge.issuer)).toEqual([])
    for (const endorsement of badge.endorsement ?? [])
      expect(obSchemaErrors('endorsementcredential', endorsement)).toEqual([])
  })
})

import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startApp, type TestApp } from '../support/app.ts'
import { issuerDocument, publish, verifyOver } from '../support/badges-by-others.ts'
import { missingShared, readShared, readSharedText } from '../support/shared-files.ts'

const SAMPLES = 'spec/samples'

/** The codes of signatures, claims and keys; how the documents are built is another matter. */
const OF_SIGNATURES = [
  'PROOF_MISSING',
  'PROOF_INVALID',
  'KEY_MISSING',
  'KEY_UNRESOLVABLE',
  'ISSUER_KEY_UNBOUND',
  'CLAIM_SUB_MISSING',
  'CLAIMS_NOT_CHECKED',
  'JSONLD_UNDEFINED_TERM',
  'LEGACY_CRYPTOSUITE',
]

const ManifestSchema = z.object({
  samples: z.array(
    z.object({
      file: z.string(),
      securing: z.string(),
      measuredHere: z.object({ proof: z.array(z.string()) }),
      strict: z.object({ verdict: z.string(), reasons: z.array(z.string()) }),
    }),
  ),
})
const missing = missingShared(SAMPLES)
const samples = missing === undefined ? ManifestSchema.parse(readShared(`${SAMPLES}/manifest.json`)).samples : []
const inJson = samples.filter(({ file }) => file.endsWith('.json') && !file.includes('status-list'))

/** The keys that sign them, under the ids of the issuers they name; the key of a sample that is meant to fail is none. */
const KEYS = {
  'https://example.com/issuers/876543': [
    'z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi',
    'z6MkrvfzkMnvCroEUP2DVc9SHPE48CRsvHiVSusHioxTYu1x',
  ],
  'https://1edtech.edu/issuers/565049': [
    'z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi',
    'z6Mknyb2Gb4NxzW3xSr9ChTtdQZ1zs77piQ3r9SaJ9vMzmrs',
    'zDnaekGZTbQBerwcehBSXLqAg6s55hVEBms1zFy89VHXtJSa9',
  ],
  'https://state.gov/issuers/565049': ['z6MkoMGF38Ck9xkdqrbZt4h9eHb1qc3GhAAkoSWa4Vy3SHRN'],
  'did:web:dc.1edtech.org:wellspring2022:wellspring-portal:org:da1e96e9-afcc-4eed-b9a2-2ddf7353214c': [
    'z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi',
  ],
}

let app: TestApp
beforeAll(async () => {
  app = await startApp()
  for (const [issuer, keys] of Object.entries(KEYS)) {
    const methods = keys.map((key) => ({
      id: `${issuer}#${key}`,
      type: 'Multikey',
      controller: issuer,
      publicKeyMultibase: key,
    }))
    const path = issuer.split(':').slice(2)
    const address = issuer.startsWith('did:web:') ? `https://${path.join('/')}/did.json` : issuer
    publish(app, { [address]: issuerDocument(issuer, methods) })
  }
  publish(app, { 'https://example.edu/': {} })
})

/** The codes of the manifest that are found, of the badge and of its endorsements. */
async function codesOf(credential: unknown) {
  const { outcome, checks, endorsements } = await verifyOver(app, credential)
  const all = [...checks, ...endorsements.flatMap((endorsement) => endorsement.checks)]
  return { outcome, checks, codes: all.map(({ code }) => code) }
}

describe('the signatures and keys of the samples of the 1EdTech validator', () => {
  it.for(inJson)('VER-05, VER-06: $file has the codes that are expected of it', async ({ file, strict }, { skip }) => {
    skip(missing !== undefined, missing)
    const { outcome, codes } = await codesOf(readShared(`${SAMPLES}/${file}`))
    const expected = strict.reasons.filter((reason) => OF_SIGNATURES.includes(reason))
    expect(codes).toEqual(expect.arrayContaining(expected))
    if (strict.verdict === 'reject' && expected.length > 0) expect(outcome).toBe('not-verified')
    if (strict.verdict === 'accept') for (const code of OF_SIGNATURES.slice(0, 8)) expect(codes).not.toContain(code)
  })

  it('DI-08: the legacy suites verify, with a remark', async ({ skip }) => {
    skip(missing !== undefined, missing)
    for (const file of ['valid/simple-eddsa-2022.json', 'invalid/credential-status-revoked.json']) {
      const { checks } = await codesOf(readShared(`${SAMPLES}/${file}`))
      expect(checks).toContainEqual(expect.objectContaining({ id: 'proof', status: 'pass' }))
      expect(checks).toContainEqual(expect.objectContaining({ id: 'issuer', status: 'pass' }))
      expect(checks).toContainEqual(
        expect.objectContaining({ id: 'proof', status: 'warn', code: 'LEGACY_CRYPTOSUITE' }),
      )
    }
    const simple = await codesOf(readShared(`${SAMPLES}/valid/simple.json`))
    expect(simple.outcome).toBe('verified')
    expect(simple.codes).not.toContain('LEGACY_CRYPTOSUITE')
  })

  it('DI-09: the derived proof of ecdsa-sd-2023 verifies, and not once a disclosed value is changed', async ({
    skip,
  }) => {
    skip(missing !== undefined, missing)
    const derived = z.record(z.string(), z.unknown()).parse(readShared(`${SAMPLES}/valid/ecdsa-sd-2023-derived.json`))
    const { outcome, codes } = await codesOf(derived)
    expect([outcome, codes.includes('STATUS_UNDISCLOSED')]).toEqual(['verified', true])
    expect((await codesOf({ ...derived, name: 'Another' })).codes).toContain('PROOF_INVALID')
  })

  it('VER-07: the undefined term is named, and a signature beside it that holds is not called broken', async ({
    skip,
  }) => {
    skip(missing !== undefined, missing)
    const { checks, codes } = await codesOf(readShared(`${SAMPLES}/valid/simple-multiple-proofs.json`))
    const named = checks.find(({ code }) => code === 'JSONLD_UNDEFINED_TERM')
    expect(named).toMatchObject({
      id: 'conformance',
      status: 'fail',
      message: expect.stringContaining('SomeProofType'),
    })
    expect(codes).not.toContain('PROOF_INVALID')
  })

  it('VER-02, VER-04: the JWTs are refused for what they lack, and shown all the same', async ({ skip }) => {
    skip(missing !== undefined, missing)
    publish(app, { 'https://1edtech.edu/issuers/565049': {}, 'https://example.edu/issuers/565049': {} })
    for (const { text, codes: expected, name } of jwts()) {
      const { body } = await app.request('POST', '/v1/verifications', { body: { credential: text } })
      const codes = body.checks.map(({ code }: { readonly code: string }) => code)
      expect(codes).toEqual(expect.arrayContaining([...expected]))
      expect(body).toMatchObject({ outcome: 'not-verified', credential: { name } })
    }
  })
})

/** The three samples in JWT form, two of them baked. */
function jwts() {
  const svg = readSharedText(`${SAMPLES}/images/simple-jwt.svg`) ?? ''
  const png = readSharedText(`${SAMPLES}/images/simple-jwt_v1.png`) ?? ''
  return [
    {
      text: /verify="([^"]+)"/.exec(svg)?.[1],
      codes: ['CLAIM_SUB_MISSING', 'ISSUER_KEY_UNBOUND'],
      name: 'Teamwork Badge',
    },
    {
      text: /ey[\w-]+\.[\w-]+\.[\w-]+/.exec(png)?.[0],
      codes: ['CLAIM_SUB_MISSING', 'ISSUER_KEY_UNBOUND'],
      name: 'Example University Degree',
    },
    {
      text: readSharedText(`${SAMPLES}/valid/vcdm11-extract-only.jwt`)?.trim(),
      codes: ['KEY_MISSING', 'CLAIMS_NOT_CHECKED'],
      name: 'Example University Degree',
    },
  ]
}

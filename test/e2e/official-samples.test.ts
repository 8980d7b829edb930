import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Outcome, type VerificationReport, VerificationReportSchema } from '../../schemas/verification-report.ts'
import { PUBLIC_URL, startApp, type TestApp } from '../support/app.ts'
import { issuerDocument, publish } from '../support/badges-by-others.ts'
import { missingShared, readShared, readSharedBytes } from '../support/shared-files.ts'

const SAMPLES = 'spec/samples'
const MANIFEST = `${SAMPLES}/manifest.json`
const missing = missingShared(MANIFEST)

const SampleSchema = z.object({
  file: z.string(),
  strict: z.object({ verdict: z.string(), reasons: z.array(z.string()) }),
})
const ManifestSchema = z.object({ samples: z.array(SampleSchema) })
const samples = missing === undefined ? ManifestSchema.parse(readShared(MANIFEST)).samples : []

/** What a verdict of the manifest is in a report. */
const OUTCOMES: Readonly<Record<string, readonly Outcome[]>> = {
  accept: ['verified'],
  'accept-or-reject': ['verified', 'not-verified'],
  reject: ['not-verified'],
  'status-unknown-offline': ['undetermined'],
  'extract-only': ['not-verified'],
}

/** Where this service says otherwise than the manifest, and why. */
const DIFFERENCES: Readonly<
  Record<string, { readonly outcome: Outcome; readonly code: string; readonly why: string }>
> = {
  'valid/bitstring-status-list-credential.json': {
    outcome: 'not-verified',
    code: 'TYPE',
    why: 'It is a status list and no badge. It is verified where a badge names it, as invalid/bitstring-revoked.json does.',
  },
}

const EXAMPLE = 'https://example.com/issuers/876543'
const UNIVERSITY = 'https://example.edu/issuers/565049'
const EDUCATION = 'https://1edtech.edu/issuers/565049'
const STATE = 'https://state.gov/issuers/565049'
const PORTAL = 'https://dc.1edtech.org/wellspring2022/wellspring-portal'
const ORGANISATION = 'da1e96e9-afcc-4eed-b9a2-2ddf7353214c'
const PORTAL_DID = `did:web:dc.1edtech.org:wellspring2022:wellspring-portal:org:${ORGANISATION}`
const STATUS_LIST =
  'https://raw.githubusercontent.com/1EdTech/digital-credentials-public-validator/refs/heads/main/inspector-vc/src/test/resources/ob30/bit-string-list/testlist'

/** The key of most samples. */
const KEY = 'z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi'
const OTHER_KEY = 'z6MkrvfzkMnvCroEUP2DVc9SHPE48CRsvHiVSusHioxTYu1x'

const publishedBy = (id: string, keys: readonly string[], changes = {}) =>
  issuerDocument(
    id,
    keys.map((key) => ({ id: `${id}#${key}`, type: 'Multikey', controller: id, publicKeyMultibase: key })),
    changes,
  )

/** What issuers would have at their addresses for the samples to be as they are meant. */
const PUBLISHED = {
  [EXAMPLE]: publishedBy(EXAMPLE, [KEY, OTHER_KEY]),
  // One sample of theirs is signed by a key that is described elsewhere.
  [UNIVERSITY]: publishedBy(UNIVERSITY, [KEY], {
    assertionMethod: [`${UNIVERSITY}#${KEY}`, `${EXAMPLE}#${OTHER_KEY}`],
  }),
  [EDUCATION]: publishedBy(EDUCATION, [
    KEY,
    'zDnaekGZTbQBerwcehBSXLqAg6s55hVEBms1zFy89VHXtJSa9',
    'z6Mknyb2Gb4NxzW3xSr9ChTtdQZ1zs77piQ3r9SaJ9vMzmrs',
  ]),
  [STATE]: publishedBy(STATE, ['z6MkoMGF38Ck9xkdqrbZt4h9eHb1qc3GhAAkoSWa4Vy3SHRN']),
  [`${PORTAL}/org/${ORGANISATION}/did.json`]: publishedBy(PORTAL_DID, [KEY]),
  [STATUS_LIST]: missing === undefined ? readShared(`${SAMPLES}/valid/bitstring-status-list-credential.json`) : {},
}

const TYPES: Readonly<Record<string, string>> = {
  jwt: 'application/jwt',
  png: 'image/png',
  svg: 'image/svg+xml',
}

let app: TestApp
beforeAll(async () => {
  app = await startApp()
  publish(app, PUBLISHED)
})

async function verify(file: string): Promise<VerificationReport> {
  const type = TYPES[file.slice(file.lastIndexOf('.') + 1)]
  const bytes = Buffer.from(readSharedBytes(`${SAMPLES}/${file}`) ?? '')
  const answer = await app.fetch(
    new Request(`${PUBLIC_URL}/v1/verifications`, {
      method: 'POST',
      headers: { 'content-type': type ?? 'application/json' },
      body: type === undefined ? `{"credential":${bytes.toString('utf8')}}` : bytes,
    }),
  )
  expect(answer.status).toBe(200)
  return VerificationReportSchema.parse(await answer.json())
}

const codesOf = ({ checks, endorsements }: VerificationReport): readonly string[] =>
  [checks, ...endorsements.map((one) => one.checks)].flat().map(({ code }) => code)

describe('the samples of the 1EdTech validator', () => {
  it.for(samples.map(({ file, strict }) => [file, strict] as const))(
    'have the outcome and at least the codes that their manifest expects: %s',
    async ([file, { verdict, reasons }]) => {
      const report = await verify(file)
      const said = codesOf(report)
      const otherwise = DIFFERENCES[file]
      expect(otherwise ? [otherwise.outcome] : OUTCOMES[verdict]).toContain(report.outcome)
      expect(said).toEqual(expect.arrayContaining(otherwise ? [otherwise.code] : reasons))
    },
  )

  it('are as their manifest says but where a difference is stated, and each of those is one', ({ skip }) => {
    skip(missing !== undefined, missing)
    expect(samples.length).toBeGreaterThan(25)
    for (const [file, { outcome, why }] of Object.entries(DIFFERENCES)) {
      const verdict = samples.find((sample) => sample.file === file)?.strict.verdict ?? ''
      expect(OUTCOMES[verdict]).not.toContain(outcome)
      expect(why).toMatch(/[.]$/)
    }
  })

  it('VRL-04, GAP-16: are revoked once the list that one of them names says so, in either spelling', async ({
    skip,
  }) => {
    skip(missing !== undefined, missing)
    const file = 'invalid/credential-status-revoked.json'
    const { id } = z.looseObject({ id: z.string() }).parse(readShared(`${SAMPLES}/${file}`))
    const list = `${PORTAL}/api/revocations/${ORGANISATION}`
    for (const name of ['revokedCredential', 'revokedCredentials']) {
      publish(app, { [list]: { id: list, issuer: PORTAL_DID, [name]: [{ id }] } })
      expect(await verify(file)).toMatchObject({ outcome: 'not-verified' })
      expect(codesOf(await verify(file))).toContain('REVOKED')
    }
    app.web.delete(list)
  })
})

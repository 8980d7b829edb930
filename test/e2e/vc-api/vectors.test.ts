import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { JsonObject } from '../../../functions/ports/proofs.ts'
import { startApp, type TestApp } from '../../support/app.ts'
import { aKey } from '../../support/badge-shapes.ts'
import { missingShared, readShared } from '../../support/shared-files.ts'
import {
  createVcIssuer,
  createVcTenant,
  issue,
  signAs,
  type VcTenant,
  verify,
  verifyPresentation,
} from '../../support/vc-api.ts'

const DOCUMENTS = 'vectors/vcdm2-documents.json'
const BADGES = 'vectors/peer-signed-badges.json'

const DocumentCaseSchema = z.object({
  id: z.string(),
  kind: z.enum(['credential', 'presentation']),
  expect: z.enum(['accept', 'reject', 'reject-or-inject-context', 'unused-by-suite']),
  document: z.looseObject({}),
})
type DocumentCase = z.infer<typeof DocumentCaseSchema>

const BadgeCaseSchema = z.object({
  id: z.string(),
  credential: z.looseObject({}),
  proofVerifies: z.boolean(),
  acceptable: z.boolean(),
})

const SignedCaseSchema = z.object({
  id: z.string(),
  signed: z.looseObject({}),
  expectVerified: z.boolean().default(true),
})

const DerivedCaseSchema = z.object({
  id: z.string(),
  steps: z.object({ derivedRevealDocument: z.looseObject({}), addSignedSDBase: z.looseObject({}) }),
})

const read = <Case>(schema: z.ZodType<Case>, file: string): readonly Case[] =>
  z.array(schema).parse(readShared(file) ?? [])

const YEAR = 365 * 24 * 60 * 60 * 1000
const DATES: Readonly<Record<string, string>> = {
  'PAST DATE': `${new Date(Date.now() - YEAR).toISOString().slice(0, 19)}Z`,
  'FUTURE DATE': `${new Date(Date.now() + YEAR).toISOString().slice(0, 19)}Z`,
}

/** The dates that a case only describes. */
const withDates = (document: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(document).map(([key, value]) => [key, (typeof value === 'string' && DATES[value]) || value]),
  )

/** A case leaves its issuer to whoever runs it: in place of none, or as the `id` of an object that has none. */
function withIssuer(document: JsonObject, did: string): JsonObject {
  const { issuer } = document
  if (issuer === undefined) return { ...document, issuer: did }
  return typeof issuer === 'object' && issuer !== null && !('id' in issuer)
    ? { ...document, issuer: { ...issuer, id: did } }
    : document
}

let app: TestApp
let tenant: VcTenant

beforeAll(async () => {
  app = await startApp()
  tenant = await createVcTenant(app, 'weavers')
})

/** What the cases ask of whoever runs them: of the two ways to treat an absent context, this service refuses. */
const expected = ({ expect: asked }: DocumentCase) => (asked === 'accept' ? 'accepted' : 'refused')

const isCredential = ({ kind }: DocumentCase) => kind === 'credential'

describe('POST /vc-api/credentials/issue', () => {
  let issuer: string
  beforeAll(async () => {
    issuer = await createVcIssuer(app, tenant)
  })

  it.for(read(DocumentCaseSchema, DOCUMENTS).filter(isCredential))('$expect: $id', async (row) => {
    const { status, body } = await issue(app, tenant, withIssuer(withDates(row.document), issuer))
    expect([status, body.code]).toEqual(expected(row) === 'accepted' ? [201, undefined] : [400, 'document_refused'])
    if (status === 400) expect(body.errors[0]).toMatchObject({ pointer: expect.stringMatching(/^\/credential/) })
  })

  const missing = missingShared(DOCUMENTS)
  it.skipIf(missing !== undefined)(`has read the published documents${missing ? ` (${missing})` : ''}`, () => {
    expect(read(DocumentCaseSchema, DOCUMENTS)).toHaveLength(75)
  })
})

/** Signed by one person: the credentials in it, when they can be, and then the presentation itself. */
async function signed(document: JsonObject): Promise<JsonObject> {
  const key = aKey()
  const { verifiableCredential, holder } = document
  const credentials = Array.isArray(verifiableCredential)
    ? await Promise.all(verifiableCredential.map((each) => signAs(key, { ...each, issuer: key.did })))
    : undefined
  const presentation = {
    ...document,
    ...(credentials ? { verifiableCredential: credentials } : {}),
    ...(typeof holder === 'string' && holder.startsWith('did:key:') ? { holder: key.did } : {}),
  }
  // What no proof can be made over is sent as it is.
  return signAs(key, presentation, { proofPurpose: 'authentication' }).catch(() => presentation)
}

describe('POST /vc-api/presentations/verify', () => {
  it.for(read(DocumentCaseSchema, DOCUMENTS).filter((row) => !isCredential(row) && row.expect !== 'unused-by-suite'))(
    '$expect: $id',
    async (row) => {
      const { status, body } = await verifyPresentation(app, await signed(row.document))
      expect([status, body.code]).toEqual(expected(row) === 'accepted' ? [200, undefined] : [400, 'document_refused'])
    },
  )

  it.skipIf(missingShared(DOCUMENTS) !== undefined)(
    'refuses a credential of its own without a proof when no holder is named (presentation-self-asserted-vc-no-holder)',
    async () => {
      const row = read(DocumentCaseSchema, DOCUMENTS).find(({ expect: asked }) => asked === 'unused-by-suite')
      const presentation = await signAs(aKey(), row?.document ?? {}, { proofPurpose: 'authentication' })
      expect((await verifyPresentation(app, presentation)).body).toMatchObject({ status: 400, code: 'not_verified' })
    },
  )
})

/** The signed documents of the W3C's Data Integrity vectors, whose issuers do not own the keys. */
const signedVectors = ['di-eddsa', 'di-ecdsa', 'di-proof-sets-chains', 'own-proof-sets-chains'].flatMap((file) =>
  read(SignedCaseSchema, `vectors/${file}.json`).map((row) => ({ ...row, file })),
)

describe('POST /vc-api/credentials/verify?checks=proof', () => {
  it.for(signedVectors)('$file $id: $expectVerified', async ({ signed: document, expectVerified }) => {
    const { status, body } = await verify(app, document, '?checks=proof')
    expect([status, body.code]).toEqual(expectVerified ? [200, undefined] : [400, 'not_verified'])
  })

  it.for(read(DerivedCaseSchema, 'vectors/di-ecdsa-sd-2023.json'))(
    'di-ecdsa-sd-2023 $id: the derived proof, and not the base proof',
    async ({ steps }) => {
      expect((await verify(app, steps.derivedRevealDocument, '?checks=proof')).status).toBe(200)
      expect((await verify(app, steps.addSignedSDBase, '?checks=proof')).body.code).toBe('not_verified')
    },
  )
})

describe('POST /vc-api/credentials/verify', () => {
  it.for(read(BadgeCaseSchema, BADGES))('$id: signature $proofVerifies, acceptable $acceptable', async (row) => {
    const alone = await verify(app, row.credential, '?checks=proof')
    expect([alone.status, alone.body.code]).toEqual(row.proofVerifies ? [200, undefined] : [400, 'not_verified'])
    const full = await verify(app, row.credential)
    expect([full.status, full.body.code]).toEqual(row.acceptable ? [200, undefined] : [400, expect.any(String)])
  })

  const missing = missingShared(BADGES)
  it.skipIf(missing !== undefined)(`has read the published badges${missing ? ` (${missing})` : ''}`, () => {
    expect(read(BadgeCaseSchema, BADGES)).toHaveLength(96)
  })
})

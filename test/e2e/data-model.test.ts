import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { rdfcCanonize } from '../../functions/adapters/data-integrity/rdfc-canonize.ts'
import { assemblePublic } from '../../functions/lambdas/assemble-public.ts'
import { assembleVerification } from '../../functions/lambdas/assemble-verification.ts'
import { ISSUING_CONTEXTS } from '../../schemas/contexts.ts'
import {
  IssuedAchievementSchema,
  IssuedBadgeSchema,
  IssuedEndorsementSchema,
  IssuedProfileSchema,
  IssuedStatusListSchema,
} from '../../schemas/open-badges/issued.ts'
import { OpenBadgeCredentialSchema } from '../../schemas/open-badges.ts'
import { digests } from '../support/builders.ts'
import { BASE_URL, quietLog } from '../support/issuance-scenario.ts'
import { anIssuedBadge, type BadgeWorkshop, type EndorsedClaim, openWorkshop } from '../support/issued-badge.ts'
import { missingObSchemas, obClassErrors, obSchemaErrors } from '../support/ob-schema.ts'

const COMMENT = 'Grüße, “sehr” schön – 編み物 🧶'
const RUBRIC = [
  {
    id: 'craft',
    name: 'Craft',
    levels: ['Rough', 'Sound', 'Fine'].map((name) => ({ id: name.toLowerCase(), name })),
    requiredLevel: 'sound',
  },
]

let workshop: BadgeWorkshop
let issued: EndorsedClaim
let app: ReturnType<typeof assemblePublic>
let verification: ReturnType<typeof assembleVerification>
let badgeText: string
let badge: z.infer<typeof OpenBadgeCredentialSchema>

beforeAll(async () => {
  workshop = await openWorkshop()
  issued = await anIssuedBadge(workshop, {
    draft: { rubric: RUBRIC, achievementType: 'ext:PeerEndorsed', policy: { minEndorsers: 2 } },
    judgements: [
      { ratings: { craft: 'fine' }, comment: COMMENT },
      { ratings: { craft: 'rough' }, comment: 'Uneven, yet cloth.' },
      { ratings: { craft: 'sound' }, consentToBeNamed: false },
    ],
  })
  const around = { ...workshop.table, publicUrl: BASE_URL, log: quietLog }
  app = assemblePublic(around)
  verification = assembleVerification({
    ...around,
    keys: workshop.keys,
    adminTokenSha256: digests.sha256Hex('not used here'),
  })
  badgeText = await (await get(`/credentials/${issued.claim.credentialId}`)).text()
  badge = OpenBadgeCredentialSchema.parse(JSON.parse(badgeText))
})

afterAll(() => workshop.close())

const get = (path: string) => app.request(path)
const jsonAt = async (url: string): Promise<unknown> => (await get(url.replace(BASE_URL, ''))).json()
const safely = rdfcCanonize(ISSUING_CONTEXTS)

async function verify(credential: unknown) {
  const answer = await verification.request('/v1/verifications', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ credential }),
  })
  return answer.json()
}

describe('what the running service gives out', () => {
  it('is a badge as the standard wants it (AC-01 … AC-17, TYP-01, GEN-12, GEN-15, GEN-17)', async ({ skip }) => {
    expect(IssuedBadgeSchema.safeParse(badge).error).toBeUndefined()
    await expect(safely(badge)).resolves.toContain('OpenBadgeCredential')
    skip(missingObSchemas() !== undefined, missingObSchemas())
    expect(obSchemaErrors('achievementcredential', badge)).toEqual([])
  })

  it('is endorsements as the standard wants them (END-01 … END-05)', async ({ skip }) => {
    expect(badge.endorsement).toHaveLength(3)
    for (const { id } of badge.endorsement ?? []) {
      const endorsement = await jsonAt(id)
      expect(IssuedEndorsementSchema.safeParse(endorsement).error).toBeUndefined()
      await expect(safely(endorsement)).resolves.toContain('EndorsementCredential')
      skip(missingObSchemas() !== undefined, missingObSchemas())
      expect(obSchemaErrors('endorsementcredential', endorsement)).toEqual([])
    }
  })

  it('is a profile as the standard wants it (PRO-01, IS-04)', async ({ skip }) => {
    const profile = await jsonAt(`/communities/${workshop.community.slug}`)
    expect(IssuedProfileSchema.safeParse(profile).error).toBeUndefined()
    await expect(safely(profile)).resolves.toContain('#Profile')
    skip(missingObSchemas() !== undefined, missingObSchemas())
    expect(obSchemaErrors('profile', profile)).toEqual([])
  })

  it('is an achievement as the standard wants it (ACH-01 … ACH-04, IS-05)', async ({ skip }) => {
    const achievement = await jsonAt(badge.credentialSubject.achievement.id)
    expect(IssuedAchievementSchema.safeParse(achievement).error).toBeUndefined()
    await expect(safely(achievement)).resolves.toContain('#Achievement')
    skip(missingObSchemas() !== undefined, missingObSchemas())
    expect(obClassErrors('Achievement', achievement)).toEqual([])
    expect(obClassErrors('Achievement', { id: 'urn:x', type: ['Achievement'] })).not.toEqual([])
  })

  it('is a status list as the standard wants it (BSL-01, BSL-02)', async () => {
    const list = await jsonAt(badge.credentialStatus?.statusListCredential ?? '')
    expect(IssuedStatusListSchema.safeParse(list).error).toBeUndefined()
    await expect(safely(list)).resolves.toContain('BitstringStatusListCredential')
  })

  it('GEN-01: is of data model 2.0 alone, in the badge and in each endorsement', () => {
    for (const document of [badge, ...(badge.endorsement ?? [])]) {
      expect(document['@context'][0]).toBe('https://www.w3.org/ns/credentials/v2')
      expect(document.validFrom).toMatch(/Z$/)
      expect(document).not.toHaveProperty('issuanceDate')
      expect(document).not.toHaveProperty('expirationDate')
    }
  })

  it('GEN-10: is UTF-8, each character as itself', async () => {
    const bytes = await (await get(`/credentials/${issued.claim.credentialId}`)).arrayBuffer()
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    expect(text).toContain(`"endorsementComment":${JSON.stringify(COMMENT)}`)
    expect(Buffer.from(bytes).includes(Buffer.from('編み物 🧶', 'utf8'))).toBe(true)
    expect(await verify(JSON.parse(text))).toMatchObject({ outcome: 'verified' })
  })

  it('GEN-16, GEN-20: is the bytes that were signed, contexts in their order', async () => {
    const stored = await workshop.stores.credentials.load(issued.claim.credentialId)
    expect(badgeText).toBe(stored?.text)
    expect(badgeText.startsWith(`{"@context":${JSON.stringify(badge['@context'])},`)).toBe(true)
    for (const endorsement of badge.endorsement ?? [])
      expect(badgeText).toContain(await (await get(endorsement.id.replace(BASE_URL, ''))).text())
  })

  it('GEN-18: is one credential in a document, and a list of them is not read as one', async () => {
    expect(badge.type).toContain('OpenBadgeCredential')
    expect(await verify([badge])).toMatchObject({
      outcome: 'not-verified',
      checks: [{ id: 'parse', status: 'fail', code: 'SEVERAL_DOCUMENTS' }],
    })
  })

  const isUnpublished = (url: string) => !ISSUING_CONTEXTS.has(url)

  it('EXT-01, EXT-02: needs no extension to be understood: published contexts define its every member', async () => {
    const contexts = [...JSON.stringify(badge).matchAll(/"@context":(\[[^\]]*\])/g)].map(([, found]) => found)
    expect(contexts).toHaveLength(4)
    for (const context of contexts) expect(JSON.parse(context ?? '').filter(isUnpublished)).toEqual([])
    expect(badge).not.toHaveProperty('credentialSchema')
    const { achievementType: _extension, ...plain } = badge.credentialSubject.achievement
    const without = { ...badge, credentialSubject: { ...badge.credentialSubject, achievement: plain } }
    expect(IssuedBadgeSchema.safeParse(without).error).toBeUndefined()
  })

  it('END-10: holds every endorsement that was there at issue, also one that did not count', () => {
    const comments = (badge.endorsement ?? []).map(({ credentialSubject }) => credentialSubject.endorsementComment)
    expect(comments).toHaveLength(3)
    expect(comments).toContain('Uneven, yet cloth.')
    expect(badge.credentialSubject.result?.[0]?.value).toBe('2')
  })

  it('RES-06: keeps the levels of a rubric in order, and each says its rank', () => {
    const levels = badge.credentialSubject.achievement.resultDescription?.[1]?.rubricCriterionLevel ?? []
    expect(levels.map(({ name, level }) => `${level} ${name}`)).toEqual(['1 Rough', '2 Sound', '3 Fine'])
  })
})

it('EXT-05: the API adds nothing beside the paths of the Open Badges API', () => {
  const document: unknown = JSON.parse(readFileSync(new URL('../../schemas/openapi.json', import.meta.url), 'utf8'))
  const paths = Object.keys(z.object({ paths: z.record(z.string(), z.unknown()) }).parse(document).paths)
  expect(paths.length).toBeGreaterThan(30)
  const named = paths.filter((path) => /(^|\/)(ims|ob|v3p0)(\/|$)/.test(path))
  expect(named.filter((path) => !path.startsWith('/ims/ob/v3p0/'))).toEqual([])
})

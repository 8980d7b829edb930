import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { jcsProofReader } from '../../../functions/adapters/data-integrity/jcs-proofs.ts'
import { rdfcProofReader } from '../../../functions/adapters/data-integrity/rdfc-proofs.ts'
import { communityDidDocument } from '../../../functions/domain/credential/community-did-document.ts'
import type { DidDocument } from '../../../functions/domain/credential/to-did-document.ts'
import type { Claim } from '../../../functions/domain/endorsement/claim.ts'
import { decideThreshold } from '../../../functions/domain/endorsement/decide-threshold.ts'
import type { Rule } from '../../../functions/domain/endorsement/decision.ts'
import type { Endorsement } from '../../../functions/domain/endorsement/endorsement.ts'
import { addDays, toInstant } from '../../../functions/domain/shared/instant.ts'
import type { JsonObject } from '../../../functions/ports/proofs.ts'
import { type AwardRecord, AwardRecordSchema } from '../../../schemas/award-record.ts'
import { anId } from '../../support/builders.ts'
import { seededRandom } from '../../support/fault-injection.ts'
import { verifyWithDigitalBazaar, verifyWithVerifierCore } from '../../support/independent-verifiers.ts'
import { aStoredMember, BASE_URL, give } from '../../support/issuance-scenario.ts'
import { anEndorsedClaim, type BadgeWorkshop, issue, openWorkshop } from '../../support/issued-badge.ts'
import { missingObSchemas, obSchemaErrors } from '../../support/ob-schema.ts'

const RUBRIC = [
  {
    id: 'craft',
    name: 'Craft',
    levels: [
      { id: 'rough', name: 'Rough' },
      { id: 'sound', name: 'Sound' },
      { id: 'fine', name: 'Fine' },
    ],
    requiredLevel: 'sound',
  },
]

type Badge = JsonObject & { readonly endorsement: readonly JsonObject[] }

let workshop: BadgeWorkshop
let claim: Claim
let badge: Badge
let award: AwardRecord
let rule: Rule
let didDocument: DidDocument
let documents: Readonly<Record<string, unknown>>

const reader = rdfcProofReader()
const verifyOurs = (document: JsonObject) => reader.verify(document, async () => didDocument)
const verifyAward = (record: JsonObject) => jcsProofReader().verifyJson(record, didDocument.id, async () => didDocument)

beforeAll(async () => {
  workshop = await openWorkshop()
  const { stores, community } = workshop
  const endorsed = await anEndorsedClaim(workshop, {
    draft: { rubric: RUBRIC, policy: { minEndorsers: 3, eligibility: [{ kind: 'role', roles: ['member'] }] } },
    judgements: [
      { ratings: { craft: 'sound' } },
      { ratings: { craft: 'fine' }, comment: 'Grüße, “sehr” schön – 編み物 🧶' },
      { ratings: { craft: 'rough' }, comment: 'Nice, but rough.' },
      // Ratings as far apart as the two before ask for one more opinion, which this is.
      { ratings: { craft: 'sound' }, consentToBeNamed: false },
    ],
    names: ['Ravi', 'Lin', 'Ana', 'Noor'],
  })
  const doubter = await aStoredMember(stores, community)
  const doubt = { verdict: 'not-yet' as const, criterion: 'craft', fix: 'Straighten the edge.' }
  await give(stores, endorsed.achievement, endorsed.claim, doubter, doubt)
  claim = await issue(workshop, endorsed)
  rule = { policy: endorsed.achievement.policy, rubric: RUBRIC }
  const stored = await stores.credentials.load(claim.credentialId)
  badge = JSON.parse(stored?.text ?? '{}')
  award = AwardRecordSchema.parse(JSON.parse((await stores.credentials.loadAward(claim.credentialId))?.text ?? '{}'))
  const keys = await stores.communities.loadIssuerKeys(community.slug)
  didDocument = communityDidDocument(community, keys)
  const list = claim.statusEntry?.list ?? ''
  documents = {
    [`${BASE_URL}/communities/${community.slug}/did.json`]: didDocument,
    [`${BASE_URL}/status/${list}`]: JSON.parse((await stores.statusLists.loadSigned(list))?.text ?? '{}'),
  }
})

afterAll(() => workshop.close())

describe.each([
  ['@digitalbazaar/vc', verifyWithDigitalBazaar],
  ['@digitalcredentials/verifier-core', verifyWithVerifierCore],
] as const)('an issued badge, in %s', (_, verify) => {
  it('verifies with its status list', async () => {
    expect(await verify(badge, { documents })).toEqual({ verified: true, errors: [] })
  })

  it('holds endorsements each of which verifies by itself, with nothing from the web', async () => {
    expect(badge.endorsement).toHaveLength(4)
    for (const endorsement of badge.endorsement)
      expect(await verify(endorsement, { documents: {} })).toEqual({ verified: true, errors: [] })
  })

  it('does not verify once anything in it is changed', async () => {
    expect((await verify({ ...badge, name: 'Plain weave, advanced' }, { documents })).verified).toBe(false)
    const [first = {}] = badge.endorsement
    const improved = { ...first, credentialSubject: { id: badge['id'], type: ['EndorsementSubject'] } }
    expect((await verify(improved, { documents: {} })).verified).toBe(false)
  })
})

describe('an issued badge', () => {
  it('verifies in our own reader, with each of its endorsements, in JSON-LD safe mode', async () => {
    // The reader canonizes in safe mode: a term that no context defines would be a failure here.
    expect(await verifyOurs(badge)).toMatchObject({ ok: true, skipped: [] })
    for (const endorsement of badge.endorsement)
      expect(await reader.verify(endorsement, async () => undefined)).toMatchObject({ ok: true, skipped: [] })
    expect(await verifyOurs({ ...badge, undefinedHere: 'x' })).toMatchObject({ code: 'JSONLD_UNDEFINED_TERM' })
  })

  it('conforms to the 1EdTech schemas, with each of its endorsements', async ({ skip }) => {
    const missing = missingObSchemas()
    skip(missing !== undefined, missing)
    expect(obSchemaErrors('achievementcredential', badge)).toEqual([])
    for (const endorsement of badge.endorsement)
      expect(obSchemaErrors('endorsementcredential', endorsement)).toEqual([])
    expect(obSchemaErrors('achievementcredential', { ...badge, validFrom: 'today' })).not.toEqual([])
  })

  it('DI-06: one flipped bit in any value of the badge fails', async () => {
    const random = seededRandom(6)
    const paths = leavesOf(badge)
    expect(paths.length).toBeGreaterThan(100)
    const unnoticed: string[] = []
    for (const path of paths) {
      const verdict = await verifyOurs(withFlippedBit(badge, path, random))
      if (verdict.ok) unnoticed.push(path.join('/'))
    }
    expect(unnoticed).toEqual([])
  }, 60_000)

  it('DI-06: one flipped bit in any value of an endorsement fails it', async () => {
    const random = seededRandom(9)
    const unnoticed: string[] = []
    for (const endorsement of badge.endorsement.slice(1, 3))
      for (const path of leavesOf(endorsement)) {
        const verdict = await reader.verify(withFlippedBit(endorsement, path, random), async () => undefined)
        if (verdict.ok) unnoticed.push(path.join('/'))
      }
    expect(unnoticed).toEqual([])
  }, 60_000)

  it('END-09: comments exchanged between two endorsements fail both, whatever the badge’s own proof says', async () => {
    const [first = {}, second = {}] = badge.endorsement
    const swapped = [
      { ...first, credentialSubject: second['credentialSubject'] },
      { ...second, credentialSubject: first['credentialSubject'] },
    ]
    for (const endorsement of swapped)
      expect(await reader.verify(endorsement, async () => undefined)).toMatchObject({ code: 'PROOF_INVALID' })
  })

  it('DI-12: the order of a set is not signed, so a badge read and written in another order still verifies', async () => {
    const reordered = { ...badge, endorsement: [...badge.endorsement].reverse() }
    expect(await verifyOurs(reordered)).toMatchObject({ ok: true })
    expect(await verifyOurs({ ...badge, endorsement: badge.endorsement.slice(1) })).toMatchObject({ ok: false })
  })
})

describe('its award record', () => {
  it('is signed by the community', async () => {
    expect(await verifyAward(award)).toMatchObject({ ok: true })
    expect(
      await jcsProofReader().verifyJson(award, 'did:web:elsewhere.example', async () => didDocument),
    ).toMatchObject({
      ok: false,
    })
  })

  it('fails with one flipped bit in any of its values', async () => {
    const random = seededRandom(3)
    const unnoticed: string[] = []
    for (const path of leavesOf(award)) {
      const verdict = await verifyAward(withFlippedBit(award, path, random))
      if (verdict.ok) unnoticed.push(path.join('/'))
    }
    expect(unnoticed).toEqual([])
  })

  it('recomputes: the same rule over what it holds is met, with the same count', () => {
    const decision = decideThreshold(
      { policy: award.policy, rubric: RUBRIC.map((criterion) => ({ ...criterion, ...rubricOf(award, criterion.id) })) },
      { learnerId: 'the learner', collaborators: [], evidenceVersion: award.evidenceVersion.number },
      award.endorsements.map((one) => toEndorsement(award, one)),
      instantOf(award.decidedAt),
    )
    expect(decision).toMatchObject({ kind: 'met', required: award.decision.required })
    expect(decision.counted.map(({ id }) => id)).toEqual(
      award.endorsements.filter((e) => e.counted).map(({ id }) => id),
    )
    expect(decision.uncounted.map(({ reasons }) => reasons)).toEqual(
      award.endorsements.filter((e) => !e.counted).map(({ reasons }) => reasons),
    )
    expect(decision.counted).toHaveLength(award.decision.counted)
    expect(award.policy).toEqual(rule.policy)
  })

  it('agrees with the badge and says nothing of who doubted', () => {
    expect(award.decision).toEqual({ kind: 'met', counted: 3, required: 3 })
    expect(award.credential).toBe(badge['id'])
    expect(JSON.stringify(badge['credentialSubject'])).toContain('"value":"3"')
    expect(award.endorsements).toHaveLength(4)
    expect(JSON.stringify(award)).not.toMatch(/Ravi|Lin|Noor|Ana|Straighten|not-yet|rough\./)
  })
})

/** The levels as the record holds them, lowest first; their names are not part of it. */
const rubricOf = ({ rubric }: AwardRecord, id: string) => {
  const found = rubric.find((criterion) => criterion.id === id)
  if (!found) throw new Error(`the record has no criterion ${id}`)
  const { levels, ...rest } = found
  return { ...rest, levels: levels.map((level) => ({ id: level, name: level })) }
}

/** An endorsement made of what the record holds, and of nothing else. */
function toEndorsement(record: AwardRecord, one: AwardRecord['endorsements'][number]): Endorsement {
  const { role, memberDays = 0, holds = [], assurance } = one.facts
  if (role !== 'owner' && role !== 'facilitator' && role !== 'member') throw new Error(`no such role: ${role}`)
  const givenAt = instantOf(one.givenAt)
  return {
    id: one.id,
    claimId: anId(record.id),
    endorserId: one.endorser,
    evidenceVersion: record.evidenceVersion.number,
    version: one.version,
    state: 'given',
    verdict: 'endorse',
    ratings: one.ratings,
    consentToBeNamed: false,
    assurance,
    givenAt,
    changedAt: givenAt,
    facts: { role, memberSince: addDays(givenAt, -memberDays), circles: [], holds: [...holds] },
  }
}

const instantOf = (text: string) => toInstant(new Date(text))

type Path = readonly (string | number)[]

/** Where the strings, numbers and truth values of a document are. */
function leavesOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([key, inner]) =>
    leavesOf(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  )
}

/** The same document, one bit of one value changed; control characters and lone surrogates are never made. */
function withFlippedBit(document: JsonObject, path: Path, random: () => number): JsonObject {
  const copy: unknown = structuredClone(document)
  let holder = copy as Record<string | number, unknown> // the path was read from this document
  for (const step of path.slice(0, -1)) holder = holder[step] as Record<string | number, unknown>
  const last = path.at(-1) ?? ''
  holder[last] = flipped(holder[last], random)
  return copy as JsonObject
}

function flipped(value: unknown, random: () => number): unknown {
  if (typeof value === 'boolean') return !value
  if (typeof value === 'number') return value ^ 1
  const bytes = Buffer.from(String(value))
  for (;;) {
    const at = Math.floor(random() * bytes.length)
    const changed = Buffer.from(bytes)
    changed[at] = (bytes[at] ?? 0) ^ 1
    const text = changed.toString()
    if (Buffer.from(text).equals(changed)) return text
  }
}

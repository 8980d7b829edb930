import { beforeAll, describe, expect, it } from 'vitest'
import { jcsProofWriter } from '../../../functions/adapters/data-integrity/jcs-proofs.ts'
import { buildAwardRecord } from '../../../functions/domain/credential/build-award-record.ts'
import { toDidDocument } from '../../../functions/domain/credential/to-did-document.ts'
import { replayAward } from '../../../functions/domain/endorsement/replay-award.ts'
import type { Instant } from '../../../functions/domain/shared/instant.ts'
import { checkRecordSignature } from '../../../functions/local/check-record-signature.ts'
import { readIssuerDocument, readRecord } from '../../../functions/local/read-record.ts'
import { toReplayText } from '../../../functions/local/write-replay.ts'
import type { JsonObject } from '../../../functions/ports/proofs.ts'
import { aKey } from '../../support/badge-shapes.ts'
import { aCommunity, anEndorsement, anId, digests, NOW, someFacts } from '../../support/builders.ts'
import { anAward } from '../domain/credential/award-example.ts'

const community = aCommunity()
const key = aKey()
const method = `${community.issuer}#key-1`
const listed = (changes: { readonly compromisedAt?: Instant } = {}, by = key): JsonObject => ({
  ...toDidDocument(community.issuer, [
    { verificationMethod: method, publicKeyMultibase: by.publicKeyMultibase, ...changes },
  ]),
})

const sound = { ratings: { craft: 'sound' } }
const award = anAward(
  [
    ...['ana', 'ben', 'cho'].map((name) => anEndorsement(name, sound)),
    anEndorsement('dia', { ...sound, facts: someFacts({ endorsedByLearnerAt: '2026-01-31T10:00:00.000Z' }) }),
  ],
  {},
  { collaborators: [anId('eli')] },
)

let record: JsonObject
beforeAll(async () => {
  record = await jcsProofWriter().signJson(
    { ...buildAwardRecord({ community, ...award }, digests) },
    key.options(method),
  )
})

const bytesOf = (value: unknown) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))

/** What a reader of the changed record is told: why it is refused, or at which places it does not lead to itself. */
function found(changed: unknown): readonly string[] {
  const read = readRecord(bytesOf(changed))
  if (!read.ok) return [read.error]
  const { met, places } = replayAward(read.value.record, NOW, digests)
  return [...(met ? [] : ['not met']), ...places.map(({ pointer }) => pointer)]
}

type Path = readonly (string | number)[]

const leavesOf = (value: unknown, path: Path = []): readonly Path[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, member]) =>
        leavesOf(member, [...path, Array.isArray(value) ? Number(name) : name]),
      )
    : [path]

/** The record with another value of the same kind in one place. */
function changedAt(value: unknown, [first, ...rest]: Path): unknown {
  if (first === undefined) return otherThan(value)
  if (Array.isArray(value)) return value.map((entry, index) => (index === first ? changedAt(entry, rest) : entry))
  return Object.fromEntries(
    Object.entries(value ?? {}).map(([name, member]) => [name, name === first ? changedAt(member, rest) : member]),
  )
}

function otherThan(value: unknown): unknown {
  if (typeof value === 'number') return value + 1
  if (typeof value === 'boolean') return !value
  const text = String(value)
  return /^\d{4}-/.test(text) ? text.replace(/^\d{4}/, '2020') : `${text}x`
}

/** Without the places of entries, which are alike. */
const shape = (path: Path) => path.map((part) => (typeof part === 'number' ? '*' : part)).join('/')

describe('an award record that was changed in one place', () => {
  it('is as it was signed before', async () => {
    expect(found(record)).toEqual([])
    expect(await checkRecordSignature(record, listed())).toBe('holds')
  })

  it('does not hold against the keys of its issuer, whichever place it is', async () => {
    const paths = leavesOf(record)
    expect(paths.length).toBeGreaterThan(70)
    for (const path of paths) {
      const changed = changedAt(record, path)
      const read = readRecord(bytesOf(changed))
      if (read.ok) expect(await checkRecordSignature(read.value.signed, listed()), shape(path)).not.toBe('holds')
    }
  })

  it('is told from its content alone by every place that the decision hangs on', () => {
    const unnoticed = leavesOf(record).filter((path) => found(changedAt(record, path)).length === 0)
    // What no rule reads, or what would have come out the same: only the signature covers those.
    expect([...new Set(unnoticed.map(shape))].sort()).toEqual([
      'achievement',
      'collaborators/*',
      'endorsements/*/endorser',
      'endorsements/*/id',
      'endorsements/*/version',
      'evidenceVersion/digest',
      'issuer',
      'learner',
      'openedAt',
      'proof/created',
      'proof/cryptosuite',
      'proof/proofPurpose',
      'proof/proofValue',
      'proof/type',
      'proof/verificationMethod',
      'rubric/*/levels/*',
    ])
  })

  it.each<[string, Path, readonly string[]]>([
    ['a rating', ['endorsements', 0, 'ratings', 'craft'], ['/decision/counted', '/endorsements/0/counted']],
    ['who it counts', ['endorsements', 3, 'counted'], ['/endorsements/3/counted']],
    ['the number that counted', ['decision', 'counted'], ['/decision/counted']],
    ['when one was given', ['endorsements', 1, 'givenAt'], ['/endorsements/1/givenAt']],
    ['the badge it is for', ['credential'], ['/credential']],
    ['its own address', ['id'], ['/credential', '/evidenceVersion/url']],
    ['the number of the evidence', ['evidenceVersion', 'number'], ['/evidenceVersion/url']],
    ['the rule', ['policy', 'minEndorsers'], ['/policyDigest', '/decision/required']],
    ['its digest', ['policyDigest'], ['/policyDigest']],
  ])('is said to differ where that shows: %s', (_what, path, places) => {
    expect(found(changedAt(record, path))).toEqual(expect.arrayContaining([...places]))
  })
})

describe('checkRecordSignature', () => {
  it.each<[string, () => JsonObject, () => JsonObject, string]>([
    [
      'no signature',
      () => Object.fromEntries(Object.entries(record).filter(([name]) => name !== 'proof')),
      listed,
      'unsigned',
    ],
    ['keys of another issuer', () => record, () => ({ ...listed(), id: 'did:web:elsewhere.example' }), 'other_issuer'],
    ['another key under the same name', () => record, () => listed({}, aKey()), 'broken'],
    [
      'a key that is not listed',
      () => record,
      () => ({ ...listed(), verificationMethod: [], assertionMethod: [] }),
      'key_unlisted',
    ],
    ['a key that is only described', () => record, () => ({ ...listed(), assertionMethod: [] }), 'key_unlisted'],
    [
      'a key that others may have had',
      () => record,
      () => ({ ...listed({ compromisedAt: '2026-02-01T00:00:00.000Z' }), assertionMethod: [method] }),
      'key_ended',
    ],
  ])('does not take %s', async (_what, signed, keys, finding) => {
    expect(await checkRecordSignature(signed(), keys())).toBe(finding)
  })
})

describe('readRecord', () => {
  const text = () => JSON.stringify(record)

  it.each<[string, () => unknown, RegExp]>([
    ['what is not JSON', () => '%PDF-1.7', /^This is no award record/],
    ['half of one', () => text().slice(0, 500), /^This is no award record/],
    ['bytes that are no text', () => new Uint8Array([0xff, 0xfe, 0x00]), /^This is no award record/],
    ['a list of them', () => [record], /^This is no award record/],
    ['another kind of JSON', () => ({ type: 'Profile' }), /^This is no award record/],
    ['what nests without end', () => `{"type":"AwardRecord","x":${'['.repeat(9_000)}`, /^This is no award record/],
    [
      'a badge',
      () => ({ type: ['VerifiableCredential', 'OpenBadgeCredential'] }),
      /^This is no award record but a badge .*peerbadge verify/,
    ],
    [
      'a later version',
      () => ({ ...record, recordVersion: 2, more: true }),
      /^This award record is of a later version/,
    ],
    [
      'a later decision',
      () => ({ ...record, policy: { ...(record['policy'] as object), decisionVersion: 2, clause: 1 } }),
      /^This award record is of a later version/,
    ],
    [
      'what no record has',
      () => ({ ...record, comment: 'well done' }),
      /at \/comment is not known|\/comment is not known here/,
    ],
    ['what is not of its kind', () => ({ ...record, decidedAt: 'soon' }), /: \/decidedAt /],
    [
      'a member that stands twice',
      () => text().replace('"counted":3', '"counted":4,"counted":3'),
      /stands in the document twice.* It is at \/decision\/counted\.$/,
    ],
  ])('refuses %s, and says why', (_what, given, why) => {
    const value = given()
    const read = readRecord(value instanceof Uint8Array ? value : bytesOf(value))
    expect(read).toEqual({ ok: false, error: expect.stringMatching(why) })
  })
})

describe('toReplayText', () => {
  it('says of an endorsement that counts what a changed record says instead', () => {
    const read = readRecord(bytesOf(changedAt(record, ['endorsements', 0, 'counted'])))
    if (!read.ok) throw new Error(read.error)
    const text = toReplayText(read.value.record, replayAward(read.value.record, NOW, digests), 'broken', 'en')
    expect(text).toMatch(/: counts \(the record says: does not count\)$/m)
  })
})

describe('readIssuerDocument', () => {
  it('takes a DID document, and refuses what lists no keys', () => {
    expect(readIssuerDocument(bytesOf(listed()))).toMatchObject({ ok: true, value: { id: community.issuer } })
    for (const other of [record, { id: community.issuer }, '<html>', []])
      expect(readIssuerDocument(bytesOf(other))).toMatchObject({
        ok: false,
        error: expect.stringContaining('holds none'),
      })
  })
})

import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { gzipBitstringCodec } from '../../functions/adapters/bitstring/gzip-bitstring-codec.ts'
import { STATUS_LIST_SIZE, toBitstring } from '../../functions/domain/status/bitstring.ts'
import type { JsonObject } from '../../functions/ports/proofs.ts'
import { missingShared, readShared } from '../support/shared-files.ts'
import {
  aListEntry,
  aStrangersBadge,
  aStrangersList,
  BADGE_ID,
  openStrangers,
  type Strangers,
  signBy,
  signJwtBy,
  troublesOf,
} from '../support/strangers.ts'
import { aKeyWallet, signPayload, type Wallet } from '../support/wallet.ts'

let strangers: Strangers
let guild: Wallet
let other: Wallet
beforeAll(async () => {
  ;[strangers, guild, other] = await Promise.all([openStrangers(), aKeyWallet(), aKeyWallet()])
})

let lists = 0
/** Every test has a list of its own, since answers may be kept. */
const freshUrl = () => `https://guild.example/status/${++lists}`

type ListChanges = Parameters<typeof aStrangersList>[1]

/** Puts a list of the guild where a fresh address says, and tells what a badge on it is found to be. */
async function standing(
  list: (url: string) => Promise<string | JsonObject>,
  entry: object = {},
  badge: object = {},
): Promise<readonly string[]> {
  const url = freshUrl()
  const published = await list(url)
  strangers.web.set(url, { body: typeof published === 'string' ? published : JSON.stringify(published) })
  const named = aListEntry({ id: `${url}#7`, statusListCredential: url, ...entry })
  const report = await strangers.verify(
    await signBy(guild, aStrangersBadge(guild, { credentialStatus: named, ...badge })),
  )
  return [report.outcome, ...troublesOf(report)]
}

const signed =
  (changes: ListChanges = {}, by = () => guild) =>
  (url: string) =>
    signBy(by(), aStrangersList(by(), { id: url, ...changes }))

describe('a bitstring status list of another issuer (VER-09)', () => {
  it('BSL-06: is read to the bit: revoked when it is set, verified when it is not', async () => {
    expect(await standing(signed())).toEqual(['verified'])
    expect(await standing(signed({ set: [6, 8] }))).toEqual(['verified'])
    expect(await standing(signed({ set: [7] }))).toEqual(['not-verified', 'status fail REVOKED'])
  })

  it('takes an index written as a number, and an entry without an id', async () => {
    expect(await standing(signed({ set: [7] }), { statusListIndex: 7 })).toEqual([
      'not-verified',
      'status fail REVOKED',
    ])
    expect(await standing(signed(), { statusListIndex: 7, id: undefined })).toEqual(['verified'])
  })

  it('BSL-12: may be a JWT, with the same verdicts', async () => {
    const asJwt = (changes: ListChanges) => (url: string) =>
      signJwtBy(guild, aStrangersList(guild, { id: url, ...changes }))
    expect(await standing(asJwt({}))).toEqual(['verified'])
    expect(await standing(asJwt({ set: [7] }))).toEqual(['not-verified', 'status fail REVOKED'])
    const forged = async (url: string) => {
      const [header, , signature] = (await asJwt({ set: [7] })(url)).split('.')
      const [, payload] = (await asJwt({})(url)).split('.')
      return `${header}.${payload}.${signature}`
    }
    expect(await standing(forged)).toEqual(['not-verified', 'status fail STATUS_VERIFICATION_ERROR'])
    const byOther = (url: string) => signJwtBy(other, aStrangersList(other, { id: url }))
    expect(await standing(byOther)).toEqual(['not-verified', 'status fail STATUS_VERIFICATION_ERROR'])
  })

  it('BSL-12: leaves it open on a JWT that lacks the claims by which it is checked', async () => {
    const bare = (url: string) => signPayload(guild, JSON.stringify(aStrangersList(guild, { id: url })))
    expect(await standing(bare)).toEqual(['undetermined', 'status skip STATUS_VERIFICATION_ERROR'])
  })

  it('BSL-06: refuses one that is unsigned, altered, of another issuer, or signed by another in the issuer’s name', async () => {
    const refused = ['not-verified', 'status fail STATUS_VERIFICATION_ERROR']
    expect(await standing(async (url) => aStrangersList(guild, { id: url }))).toEqual(refused)
    expect(await standing(async (url) => ({ ...(await signed()(url)), validFrom: '2026-01-02T00:00:00Z' }))).toEqual(
      refused,
    )
    expect(await standing(signed({}, () => other))).toEqual(refused)
    expect(await standing((url) => signBy(other, aStrangersList(guild, { id: url })))).toEqual(refused)
    expect(await standing(signed({ issuer: { id: 'did:web:guild.example' } }))).toEqual(refused)
  })

  it('BSL-07: must serve the purpose of the entry, be it one of several', async () => {
    const both = { subject: { statusPurpose: ['revocation', 'suspension'] } }
    expect(await standing(signed({ ...both, set: [7] }))).toEqual(['not-verified', 'status fail REVOKED'])
    expect(await standing(signed({ ...both, set: [7] }), { statusPurpose: 'suspension' })).toEqual([
      'not-verified',
      'status fail SUSPENDED',
    ])
    for (const set of [[], [7]])
      expect(await standing(signed({ set, subject: { statusPurpose: 'suspension' } }))).toEqual([
        'not-verified',
        'status fail STATUS_VERIFICATION_ERROR',
      ])
  })

  it.each([
    [
      'the list is shorter than the standard allows',
      { encodedList: gzipBitstringCodec.encode(new Uint8Array(16)) },
      {},
      'STATUS_LIST_LENGTH_ERROR',
    ],
    ['its entries of two bits leave too few of them', {}, { statusSize: 2 }, 'STATUS_LIST_LENGTH_ERROR'],
    ['the index is behind its end', {}, { statusListIndex: String(STATUS_LIST_SIZE) }, 'RANGE_ERROR'],
    ['the index is negative', {}, { statusListIndex: '-1' }, 'RANGE_ERROR'],
    ['the index is a fraction', {}, { statusListIndex: 1.5 }, 'RANGE_ERROR'],
    ['the index is no number', {}, { statusListIndex: 'seven' }, 'RANGE_ERROR'],
    ['the index is beyond all numbers', {}, { statusListIndex: '9'.repeat(400) }, 'RANGE_ERROR'],
    [
      'the bits lack their prefix',
      { encodedList: gzipBitstringCodec.encode(toBitstring([])).slice(1) },
      {},
      'MALFORMED_VALUE_ERROR',
    ],
    [
      'the bits are not packed',
      { encodedList: `u${Buffer.alloc(16_384).toString('base64url')}` },
      {},
      'MALFORMED_VALUE_ERROR',
    ],
    [
      'the bits unpack without end',
      { encodedList: `u${gzipSync(Buffer.alloc(64 * 1024 * 1024)).toString('base64url')}` },
      {},
      'MALFORMED_VALUE_ERROR',
    ],
    ['the entry bears the address of the list', {}, 'own id', 'MALFORMED_VALUE_ERROR'],
    ['the entry has no index', {}, { statusListIndex: undefined }, 'MALFORMED_VALUE_ERROR'],
    ['the entries have no size', {}, { statusSize: 0 }, 'MALFORMED_VALUE_ERROR'],
  ] as const)('BSL-07: is refused when %s', async (_what, subject, entry, code) => {
    const url = freshUrl()
    strangers.web.set(url, { body: JSON.stringify(await signBy(guild, aStrangersList(guild, { id: url, subject }))) })
    const changes = entry === 'own id' ? { id: url } : { id: `${url}#7`, ...entry }
    const credentialStatus = aListEntry({ statusListCredential: url, ...changes })
    const report = await strangers.verify(await signBy(guild, aStrangersBadge(guild, { credentialStatus })))
    expect([report.outcome, ...troublesOf(report)]).toEqual(['not-verified', `status fail ${code}`])
    expect(report.checks).toContainEqual(expect.objectContaining({ code, pointer: '/credentialStatus' }))
  })

  it.each([
    '',
    'null',
    '[]',
    '"list"',
    '{"type":"BitstringStatusListCredential"}',
    '{"type":"StatusList2021Credential","credentialSubject":{"type":"StatusList2021","encodedList":"uH4sI"}}',
    '<html></html>',
    '{"a":'.repeat(9000),
  ])('is refused when its address holds %.20j', async (body) => {
    expect(await standing(async () => body)).toEqual(['not-verified', 'status fail MALFORMED_VALUE_ERROR'])
  })

  it('leaves it open while the list cannot be had: nothing there, an error, or no such host', async () => {
    const gone = freshUrl()
    const broken = freshUrl()
    strangers.web.set(broken, { status: 500, body: 'oops' })
    for (const url of [gone, broken, 'https://nowhere.example/list', 'http://guild.example/list', 'ipfs://bafy'])
      expect(await standing(signed(), { statusListCredential: url, id: `${url}#7` })).toEqual([
        'undetermined',
        'status skip STATUS_UNREACHABLE',
      ])
  })

  it('tells nothing outside of its own dates, but that a badge was revoked', async () => {
    const old = { validUntil: '2026-02-28T00:00:00Z' }
    const early = { validFrom: '2026-03-02T00:00:00Z' }
    for (const changes of [old, early]) {
      expect(await standing(signed(changes))).toEqual(['undetermined', 'status skip STATUS_RETRIEVAL_ERROR'])
      expect(await standing(signed({ ...changes, set: [7] }))).toEqual(['not-verified', 'status fail REVOKED'])
      const suspension = { ...changes, set: [7], subject: { statusPurpose: 'suspension' } }
      expect(await standing(signed(suspension), { statusPurpose: 'suspension' })).toEqual([
        'undetermined',
        'status skip STATUS_RETRIEVAL_ERROR',
      ])
    }
    expect(await standing(signed({ validFrom: undefined, subject: { ttl: 1 } }))).toEqual(['verified'])
    expect(await standing(signed({ validUntil: '2026-03-01T12:00:00Z' }))).toEqual(['verified'])
  })

  it('has a revocation outweigh an end that has passed and a list that is flawed', async () => {
    expect(await standing(signed({ set: [7] }), {}, { validUntil: '2026-02-01T00:00:00Z' })).toEqual([
      'not-verified',
      'status fail REVOKED',
      'dates fail EXPIRED',
    ])
    expect(await standing(signed({ set: [7], id: 'https://guild.example/moved' }))).toEqual([
      'not-verified',
      'status fail REVOKED',
    ])
    expect(await standing(signed({ id: 'https://guild.example/moved' }))).toEqual([
      'not-verified',
      'status fail STATUS_VERIFICATION_ERROR',
    ])
    expect(await standing(signed({ id: undefined }))).toEqual(['verified'])
  })

  it('tells other purposes without judging by them', async () => {
    const purpose = (statusPurpose: string, set: readonly number[], entry: object = {}) =>
      standing(signed({ set, subject: { statusPurpose, ...(entry && { encodedList: sized(set) }) } }), {
        statusPurpose,
        ...entry,
      })
    expect(await purpose('refresh', [7])).toEqual(['verified', 'status warn STATUS_SET'])
    expect(await purpose('refresh', [])).toEqual(['verified'])
    expect(await purpose('loan', [7])).toEqual(['verified', 'status warn STATUS_SET'])
    expect(await purpose('message', [])).toEqual(['verified'])
  })

  it('reads a message of several bits, or tells where its meaning is explained', async () => {
    // Entry 7 of two bits each stands in bits 14 and 15.
    const list = (set: readonly number[]) => signed({ subject: { statusPurpose: 'message', encodedList: sized(set) } })
    const messages = [
      { status: '0x0', message: 'in order' },
      { status: '0x1', message: 'under review' },
      { status: '0x2', message: 'on loan' },
    ]
    const said = async (set: readonly number[], more: object) => {
      const url = freshUrl()
      strangers.web.set(url, { body: JSON.stringify(await list(set)(url)) })
      const entry = { id: `${url}#7`, statusPurpose: 'message', statusSize: 2, statusListCredential: url, ...more }
      const report = await strangers.verify(
        await signBy(guild, aStrangersBadge(guild, { credentialStatus: aListEntry(entry) })),
      )
      expect(report.outcome).toBe('verified')
      return report.checks.find(({ id }) => id === 'status')?.message
    }
    expect(await said([14], { statusMessage: messages })).toBe('The issuer says of its status: "on loan".')
    expect(await said([15], { statusMessage: messages })).toBe('The issuer says of its status: "under review".')
    expect(await said([], { statusMessage: messages })).toBe('The issuer says of its status: "in order".')
    const statusReference = 'https://guild.example/meanings'
    expect(await said([14, 15], { statusReference })).toContain(`to 3; what that means is told at ${statusReference}`)
    expect(await said([14, 15], {})).toContain('does not tell what that means')
  })

  it('is open when the status is of an unknown kind, and every garbage gets a report', async () => {
    const found = async (credentialStatus: unknown) => {
      const report = await strangers.verify(await signBy(guild, aStrangersBadge(guild, { credentialStatus })))
      return [report.outcome, ...troublesOf(report)]
    }
    const unknown = { id: 'https://guild.example/x', type: 'https://guild.example/terms#Other' }
    expect(await found(unknown)).toEqual(['undetermined', 'status skip STATUS_UNREACHABLE'])
    for (const status of [7, 'https://guild.example/x', true, { type: 'BitstringStatusListEntry' }])
      expect((await strangers.verify({ ...aStrangersBadge(guild), credentialStatus: status })).outcome).toBe(
        'not-verified',
      )
  })

  it('refuses more lists than anyone needs', async () => {
    const credentialStatus = Array.from({ length: 21 }, (_, index) =>
      aListEntry({ id: `https://guild.example/#${index}` }),
    )
    const report = await strangers.verify(await signBy(guild, aStrangersBadge(guild, { credentialStatus })))
    expect(troublesOf(report)).toContain('status fail DOCUMENT_TOO_COMPLEX')
  })

  it('BSL-05: says revoked of exactly the entries that are set', async () => {
    const url = freshUrl()
    const set = [0, 1, 7, 8, 4711, STATUS_LIST_SIZE - 1]
    strangers.web.set(url, { body: JSON.stringify(await signed({ set })(url)) })
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.constantFrom(...set), fc.nat(STATUS_LIST_SIZE - 1)), async (index) => {
        const entry = aListEntry({ id: `${url}#${index}`, statusListIndex: String(index), statusListCredential: url })
        const badge = await signBy(guild, aStrangersBadge(guild, { credentialStatus: entry }))
        expect((await strangers.verify(badge)).outcome).toBe(set.includes(index) ? 'not-verified' : 'verified')
      }),
      { numRuns: 30 },
    )
  })

  it('BSL-10: reads the published lists as they say, and refuses those that are wrong', async ({ skip }) => {
    const VECTORS = 'vectors/bitstring-status-list.json'
    skip(missingShared(VECTORS) !== undefined, missingShared(VECTORS))
    const vectors = z
      .array(
        z.object({ id: z.string(), encodedList: z.string(), set: z.array(z.number()).optional(), valid: z.boolean() }),
      )
      .parse(readShared(VECTORS))
    expect(vectors.length).toBeGreaterThan(0)
    for (const { id, encodedList, set = [], valid } of vectors) {
      const probed = [...set.slice(0, 3), ...[5, 70_000].filter((index) => !set.includes(index))]
      for (const index of probed) {
        const found = await standing(signed({ subject: { encodedList } }), { statusListIndex: String(index) })
        const expected = set.includes(index) ? ['not-verified', 'status fail REVOKED'] : ['verified']
        if (valid) expect([id, ...found]).toEqual([id, ...expected])
        else expect([id, found[0]]).toEqual([id, 'not-verified'])
      }
    }
  })
})

/** Twice as many bits as the least, so that entries may be of two. */
const sized = (set: readonly number[]) => gzipBitstringCodec.encode(toBitstring(set, STATUS_LIST_SIZE * 2))

describe('a 1EdTechRevocationList', () => {
  const onList = async (list: unknown, badge: object = {}, at = freshUrl()) => {
    if (list !== undefined) strangers.web.set(at, { body: typeof list === 'string' ? list : JSON.stringify(list) })
    const credentialStatus = { id: at, type: '1EdTechRevocationList' }
    const report = await strangers.verify(await signBy(guild, aStrangersBadge(guild, { credentialStatus, ...badge })))
    return [report.outcome, ...troublesOf(report)]
  }
  const aList = (id: string, more: object) => ({ id, issuer: guild.did, ...more })
  const revoked = ['not-verified', 'status fail REVOKED']

  it.each([
    ['revokedCredential', [{ id: BADGE_ID }]],
    ['revokedCredentials', [{ id: BADGE_ID, revoked: true, revocationReason: 'Issued by mistake' }]],
    ['revokedCredential', { id: BADGE_ID }],
    ['revokedCredentials', [BADGE_ID]],
    ['revokedCredentials', BADGE_ID],
    ['revokedCredential', [{ id: 'https://guild.example/badges/0' }, { id: ` ${BADGE_ID}%20` }]],
    ['revokedCredential', [{ id: BADGE_ID, revoked: false }, { id: BADGE_ID }]],
    ['revokedCredential', [{ id: BADGE_ID, revoked: 'no' }]],
  ])('VRL-03, VRL-04: revokes what stands under %s as %j', async (name, entries) => {
    const url = freshUrl()
    expect(await onList(aList(url, { [name]: entries }), {}, url)).toEqual(revoked)
  })

  it('VRL-04: reads both spellings where both stand', async () => {
    const url = freshUrl()
    const list = aList(url, { revokedCredential: [], revokedCredentials: [{ id: BADGE_ID }] })
    expect(await onList(list, {}, url)).toEqual(revoked)
  })

  it('tells the reason that the list gives', async () => {
    const url = freshUrl()
    const entry = { id: BADGE_ID, revocationReason: 'Issued by mistake' }
    strangers.web.set(url, { body: JSON.stringify(aList(url, { revokedCredential: [entry] })) })
    const credentialStatus = { id: url, type: '1EdTechRevocationList' }
    const report = await strangers.verify(await signBy(guild, aStrangersBadge(guild, { credentialStatus })))
    expect(report.checks).toContainEqual(
      expect.objectContaining({ message: 'The issuer has revoked it. The reason given: "Issued by mistake".' }),
    )
  })

  it.each([[[]], [[{ id: BADGE_ID, revoked: false }]], [[{ id: `${BADGE_ID}0` }, { id: BADGE_ID.toUpperCase() }]]])(
    'VRL-05, VRL-06: verifies what it does not revoke: %j',
    async (revokedCredential) => {
      const url = freshUrl()
      expect(await onList(aList(url, { revokedCredential }), {}, url)).toEqual(['verified'])
    },
  )

  it('believes no list of another issuer, and none that says it is another', async () => {
    const url = freshUrl()
    for (const more of [{ issuer: other.did }, { issuer: { id: other.did } }, { id: `${url}0` }])
      expect(await onList({ ...aList(url, { revokedCredential: [] }), ...more }, {}, url)).toEqual([
        'not-verified',
        'status fail STATUS_VERIFICATION_ERROR',
      ])
  })

  it('remarks that a list does not say whose it is', async () => {
    for (const list of [{ revokedCredential: [] }, { issuer: 'x', revokedCredential: [] }])
      expect((await onList({ ...list, issuer: undefined })).slice(0, 2)).toEqual([
        'verified',
        'status warn STATUS_LIST_INCOMPLETE',
      ])
  })

  it.each([
    '',
    '[]',
    '{}',
    'null',
    '{"revokedCredential":7}',
    '{"revokedCredentials":[null]}',
    '{"revokedCredential":[{}]}',
    `{"revokedCredential":["${BADGE_ID}"],"revokedCredential":[]}`,
  ])('refuses a list that cannot be read, rather than take it for empty: %s', async (body) => {
    expect(await onList(body)).toEqual(['not-verified', 'status fail MALFORMED_VALUE_ERROR'])
  })

  it('VRL-07: leaves it open while the list cannot be had', async () => {
    expect(await onList(undefined)).toEqual(['undetermined', 'status skip STATUS_UNREACHABLE'])
    expect(await onList(undefined, {}, 'https://nowhere.example/list')).toEqual([
      'undetermined',
      'status skip STATUS_UNREACHABLE',
    ])
  })

  it('VRL-01, EXTCTX-1: needs the context that defines it', async () => {
    const url = freshUrl()
    const [model, badges] = aStrangersBadge(guild)['@context']
    const badge = await signBy(guild, aStrangersBadge(guild))
    const report = await strangers.verify({
      ...badge,
      '@context': [model, badges],
      credentialStatus: { id: url, type: '1EdTechRevocationList' },
    })
    expect(troublesOf(report)).toContain('conformance fail JSONLD_UNDEFINED_TERM')
  })
})

import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { addMilliseconds } from '../../functions/domain/shared/instant.ts'
import type { JsonObject } from '../../functions/ports/proofs.ts'
import { NOW } from '../support/builders.ts'
import { cpuMilliseconds } from '../support/cpu-time.ts'
import {
  ACHIEVEMENT_ID,
  aListEntry,
  aStrangersBadge,
  aStrangersEndorsement,
  aStrangersList,
  openStrangers,
  RECIPIENT_ID,
  type Strangers,
  signBy,
  signJwtBy,
  troublesOf,
} from '../support/strangers.ts'
import { aKeyWallet, signPayload, type Wallet } from '../support/wallet.ts'

let strangers: Strangers
let guild: Wallet
let ben: Wallet
let cleo: Wallet
beforeAll(async () => {
  ;[strangers, guild, ben, cleo] = await Promise.all([openStrangers(), aKeyWallet(), aKeyWallet(), aKeyWallet()])
})

type Changes = Parameters<typeof aStrangersEndorsement>[1]

const endorse = (by: Wallet, changes: Changes = {}) => signBy(by, aStrangersEndorsement(by, changes))
const endorseAsJwt = (by: Wallet, changes: Changes = {}) => signJwtBy(by, aStrangersEndorsement(by, changes))
const verifyBadge = async (members: object) => strangers.verify(await signBy(guild, aStrangersBadge(guild, members)))

/** The outcome of the badge, what is said of it, and the outcome of each endorsement. */
const found = async (members: object) => {
  const report = await verifyBadge(members)
  return [report.outcome, ...troublesOf(report), ...report.endorsements.map(({ outcome }) => `→ ${outcome}`)]
}

/** A badge whose achievement holds these members as well. */
const onAchievement = (members: object) => {
  const { credentialSubject } = aStrangersBadge(guild)
  return { credentialSubject: { ...credentialSubject, achievement: { ...credentialSubject.achievement, ...members } } }
}

describe('the endorsements in a badge (END-06, VER-11)', () => {
  it('are each verified, embedded and as JWT, wherever they stand, in the order of the document', async () => {
    const report = await verifyBadge({
      ...onAchievement({ endorsementJwt: [await endorseAsJwt(cleo, { target: ACHIEVEMENT_ID })] }),
      issuer: {
        ...aStrangersBadge(guild).issuer,
        endorsement: [await endorse(cleo, { target: guild.did, id: 'urn:uuid:1' })],
      },
      endorsement: [await endorse(ben)],
      endorsementJwt: [await endorseAsJwt(ben, { id: 'urn:uuid:2' })],
    })
    expect([report.outcome, ...troublesOf(report)]).toEqual(['verified'])
    expect(report.endorsements.map(({ pointer, outcome, issuer }) => [pointer, outcome, issuer])).toEqual([
      ['/issuer/endorsement/0', 'verified', cleo.did],
      ['/credentialSubject/achievement/endorsementJwt/0', 'verified', cleo.did],
      ['/endorsement/0', 'verified', ben.did],
      ['/endorsementJwt/0', 'verified', ben.did],
    ])
  })

  it('END-05: fail the badge when one has no signature of its own', async () => {
    const unsigned = ['not-verified', 'endorsements fail ENDORSEMENT_PROOF_INVALID', '→ not-verified']
    expect(await found({ endorsement: [aStrangersEndorsement(ben)] })).toEqual(unsigned)
  })

  it('fail the badge when one was changed, is forged, or was signed by another', async () => {
    const forged = ['not-verified', 'endorsements fail ENDORSEMENT_PROOF_INVALID', '→ not-verified']
    const signed = await endorse(ben)
    expect(await found({ endorsement: [{ ...signed, name: 'Praise' }] })).toEqual(forged)
    expect(await found({ endorsement: [await signBy(cleo, aStrangersEndorsement(ben))] })).toEqual(forged)
    const [header, , signature] = (await endorseAsJwt(ben)).split('.')
    const [, payload] = (await endorseAsJwt(ben, { name: 'Praise' })).split('.')
    expect(await found({ endorsementJwt: [`${header}.${payload}.${signature}`] })).toEqual(forged)
    expect(await found({ endorsementJwt: [await signJwtBy(cleo, aStrangersEndorsement(ben))] })).toEqual(forged)
  })

  it('name in the report of a forged JWT who it says it is from', async () => {
    const [header, , signature] = (await endorseAsJwt(ben)).split('.')
    const [, payload] = (await endorseAsJwt(ben, { name: 'Praise' })).split('.')
    const report = await verifyBadge({ endorsementJwt: [`${header}.${payload}.${signature}`] })
    expect(report.endorsements).toMatchObject([{ issuer: ben.did, name: 'Ben', pointer: '/endorsementJwt/0' }])
  })

  it.each([
    ['has ended', { validUntil: '2026-02-01T00:00:00Z' }, 'EXPIRED'],
    ['is not valid yet', { validFrom: '2026-03-02T00:00:00Z' }, 'NOT_YET_VALID'],
    ['was given to another', { target: 'https://guild.example/badges/2' }, 'ENDORSEMENT_TARGET_MISMATCH'],
  ])('fail the badge when one %s, embedded and as JWT', async (_what, changes, code) => {
    const failed = ['not-verified', `endorsements fail ${code}`, '→ not-verified']
    expect(await found({ endorsement: [await endorse(ben, changes)] })).toEqual(failed)
    expect(await found({ endorsementJwt: [await endorseAsJwt(ben, changes)] })).toEqual(failed)
  })

  it('fail the badge when one was revoked by its endorser, on the endorser’s own list alone', async () => {
    const url = 'https://peers.example/status/1'
    const credentialStatus = aListEntry({ id: `${url}#7`, statusListCredential: url })
    const list = (by: Wallet) => signBy(by, aStrangersList(by, { id: url, set: [7] }))
    strangers.web.set(url, { body: JSON.stringify(await list(ben)) })
    for (const members of [
      { endorsement: [await endorse(ben, { credentialStatus })] },
      { endorsementJwt: [await endorseAsJwt(ben, { credentialStatus })] },
    ])
      expect(await found(members)).toEqual(['not-verified', 'endorsements fail REVOKED', '→ not-verified'])
    expect(await found({ endorsement: [await endorse(cleo, { credentialStatus })] })).toEqual([
      'not-verified',
      'endorsements fail STATUS_VERIFICATION_ERROR',
      '→ not-verified',
    ])
  })

  it('leave the badge open when one could not be checked', async () => {
    const away = { ...ben, did: 'did:web:away.example' as const, method: 'did:web:away.example#key' }
    const open = ['undetermined', 'endorsements skip KEY_UNRESOLVABLE', '→ undetermined']
    expect(await found({ endorsement: [await endorse(away)] })).toEqual(open)
    expect(await found({ endorsementJwt: [await endorseAsJwt(away)] })).toEqual(open)
  })

  it('END-07: must endorse just what carries them, also when that has no id', async () => {
    const moved = await endorse(ben, { target: ACHIEVEMENT_ID })
    expect(await found({ endorsement: [moved] })).toContain('endorsements fail ENDORSEMENT_TARGET_MISMATCH')
    expect(await found(onAchievement({ endorsement: [moved] }))).toEqual(['verified', '→ verified'])
    const report = await verifyBadge({ endorsement: [await endorse(ben), moved] })
    expect(report.endorsements[1]?.checks).toContainEqual(
      expect.objectContaining({ code: 'ENDORSEMENT_TARGET_MISMATCH', pointer: '/endorsement/1/credentialSubject/id' }),
    )
  })

  it('END-08: remark on one that stands twice, and on one by the recipient or the issuer, without failing', async () => {
    const one = await endorse(ben)
    expect(await found({ endorsement: [one, one] })).toEqual([
      'verified',
      'endorsements warn ENDORSEMENT_DUPLICATE',
      '→ verified',
      '→ verified',
    ])
    const report = await verifyBadge({ endorsement: [one], endorsementJwt: [await endorseAsJwt(ben)] })
    expect(report.endorsements.map(troublesOf)).toEqual([[], ['endorsements warn ENDORSEMENT_DUPLICATE']])
    expect(await found({ endorsement: [await endorse(guild)] })).toEqual([
      'verified',
      'endorsements warn ISSUER_ENDORSEMENT',
      '→ verified',
    ])
    const { credentialSubject } = aStrangersBadge(guild)
    const own = { credentialSubject: { ...credentialSubject, id: ben.did }, endorsement: [one] }
    expect(await found(own)).toEqual(['verified', 'endorsements warn SELF_ENDORSEMENT', '→ verified'])
    expect(RECIPIENT_ID).not.toBe(ben.did)
  })

  it('END-09: fail when the comments of two endorsers are exchanged, which the badge’s own signature cannot tell', async () => {
    const [one, two] = [await endorse(ben), await endorse(cleo)]
    const exchanged = [
      { ...one, credentialSubject: two['credentialSubject'] },
      { ...two, credentialSubject: one['credentialSubject'] },
    ]
    const badge = await signBy(guild, aStrangersBadge(guild, { endorsement: [one, two] }))
    expect((await strangers.verify(badge)).outcome).toBe('verified')
    const report = await strangers.verify({ ...badge, endorsement: exchanged })
    expect(troublesOf(report)).toEqual(['endorsements fail ENDORSEMENT_PROOF_INVALID'])
    expect(report.endorsements.map(({ outcome }) => outcome)).toEqual(['not-verified', 'not-verified'])
  })

  it('CTX-07: cannot be put in as JWT behind the issuer’s back, whichever edition of the terms the badge names', async () => {
    const badge = await signBy(guild, aStrangersBadge(guild))
    const endorsementJwt = [await endorseAsJwt(ben)]
    expect(troublesOf(await strangers.verify({ ...badge, endorsementJwt }))).toContain('proof fail PROOF_INVALID')
    const [model, , extensions] = aStrangersBadge(guild)['@context']
    const older = [model, 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json', extensions]
    const before = await signBy(guild, aStrangersBadge(guild, { '@context': older }))
    expect(troublesOf(await strangers.verify(before))).toEqual(['conformance warn OLD_OB_CONTEXT'])
    const injected = await strangers.verify({ ...before, endorsementJwt })
    expect(injected.outcome).toBe('not-verified')
    expect(troublesOf(injected)).toContain('conformance fail JSONLD_UNDEFINED_TERM')
  })

  it('END-11: may follow the older data model, with its dates', async () => {
    const legacy = (more: object) => ({
      '@context': [
        'https://www.w3.org/2018/credentials/v1',
        'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
        'https://w3id.org/security/data-integrity/v1',
      ],
      validFrom: undefined,
      issuanceDate: '2026-01-09T10:00:00Z',
      ...more,
    })
    const dated = async (more: object) => {
      const report = await verifyBadge(legacy({ endorsement: [await endorse(ben, legacy(more))] }))
      return report.endorsements.flatMap(troublesOf)
    }
    expect(await dated({})).toEqual(['conformance warn LEGACY_VCDM11'])
    expect(await dated({ expirationDate: '2026-02-01T00:00:00Z' })).toContain('dates fail EXPIRED')
    expect(await dated({ issuanceDate: '2026-03-02T00:00:00Z' })).toContain('dates fail NOT_YET_VALID')
  })

  it('are looked at inside one another: endorsements of an endorser', async () => {
    const issuer = (endorsement: readonly JsonObject[]) => ({
      id: ben.did,
      type: ['Profile'],
      name: 'Ben',
      endorsement,
    })
    const good = await endorse(cleo, { target: ben.did })
    const endorsement = [await endorse(ben, { issuer: issuer([good]) })]
    expect(await found({ endorsement })).toEqual(['verified', '→ verified', '→ verified'])
    const bad = await endorse(cleo, { target: guild.did })
    const report = await verifyBadge({ endorsementJwt: [await endorseAsJwt(ben, { issuer: issuer([bad]) })] })
    expect(report.outcome).toBe('not-verified')
    expect(report.endorsements.map(({ pointer }) => pointer)).toEqual([
      '/endorsementJwt/0',
      '/endorsementJwt/0/issuer/endorsement/0',
    ])
  })

  it('are checked by the endorsement presented alone as well', async () => {
    const report = await strangers.verify(await endorse(ben))
    expect([report.outcome, ...troublesOf(report)]).toEqual(['verified'])
    expect(report.checks.map(({ id }) => id)).not.toContain('endorsements')
  })
})

describe('whatever stands where endorsements go', () => {
  const garbage = [
    null,
    7,
    true,
    '',
    'a.b.c',
    'x',
    [],
    {},
    [[]],
    [null],
    { id: 7 },
    { issuer: null },
    { type: 7 },
    [[{}]],
  ]

  it.each(garbage)('gets a report, as endorsement and as endorsementJwt: %j', async (value) => {
    for (const name of ['endorsement', 'endorsementJwt'])
      for (const given of [value, [value], [value, await endorse(ben)]]) {
        const report = await strangers.verify({ ...aStrangersBadge(guild), [name]: given })
        expect(report.outcome).toBe('not-verified')
      }
  })

  it('gets a report, be it what it may', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.jsonValue({ maxDepth: 4 }),
        fc.constantFrom('endorsement', 'endorsementJwt'),
        async (value, name) => {
          const inside = onAchievement({ [name]: value })
          for (const members of [{ [name]: value }, inside])
            expect((await strangers.verify(aStrangersBadge(guild, members))).outcome).toBe('not-verified')
        },
      ),
      { numRuns: 40 },
    )
  })

  it('is a JWT with a payload of any kind: not verified', async () => {
    for (const payload of ['null', '[]', '7', '""', '{}', '{"vc":null}', '{"vc":7,"iss":7}', 'not json']) {
      const report = await verifyBadge({ endorsementJwt: [await signPayload(ben, payload)] })
      expect([report.outcome, report.endorsements[0]?.outcome]).toEqual(['not-verified', 'not-verified'])
    }
  })
})

describe('endorsements that take longer than a request may', () => {
  /** Every look at the clock takes a while. */
  const slowClock = () => {
    let looks = 0
    return () => addMilliseconds(NOW, 300 * looks++)
  }
  const crowd = async () =>
    Promise.all(Array.from({ length: 60 }, (_, index) => endorse(ben, { id: `urn:uuid:${index}` })))

  it('are looked at until then, and the badge is undetermined', async () => {
    const badge = await signBy(guild, aStrangersBadge(guild, { endorsement: await crowd() }))
    const report = await strangers.verify(badge, slowClock())
    expect([report.outcome, ...troublesOf(report)]).toEqual(['undetermined', 'endorsements skip OUT_OF_TIME'])
    expect(report.endorsements.length).toBeGreaterThan(0)
    expect(report.endorsements.length).toBeLessThan(60)
  })

  it('fail the badge all the same when one that was looked at does not hold', async () => {
    const [first, ...others] = await crowd()
    const badge = await signBy(
      guild,
      aStrangersBadge(guild, { endorsement: [{ ...first, name: 'Praise' }, ...others] }),
    )
    const report = await strangers.verify(badge, slowClock())
    const forged = 'endorsements fail ENDORSEMENT_PROOF_INVALID'
    expect([report.outcome, ...troublesOf(report)]).toEqual(['not-verified', forged])
    expect(report.endorsements.length).toBeLessThan(60)
  })
})

describe('two thousand endorsements by as many hosts', () => {
  it('keep waiting for no more than sixty, though none of the hosts ever answers, and are read in seconds', async () => {
    const patient = await openStrangers({
      resolve: async () => ['93.184.216.34'],
      connect: () => new Promise(() => undefined),
    })
    const proof = {
      type: 'DataIntegrityProof',
      cryptosuite: 'eddsa-rdfc-2022',
      created: '2026-01-05T10:00:00Z',
      proofPurpose: 'assertionMethod',
      proofValue: `z${'3'.repeat(87)}`,
    }
    const endorsement = Array.from({ length: 2000 }, (_, index) => {
      const did = `did:web:h${index}.example` as const
      const signature = [{ ...proof, verificationMethod: `${did}#key` }]
      return aStrangersEndorsement({ did }, { id: `urn:uuid:${index}`, proof: signature })
    })
    const { value: report, milliseconds } = await cpuMilliseconds(() =>
      patient.verify(aStrangersBadge(guild, { endorsement })),
    )
    expect(report.endorsements).toHaveLength(2000)
    expect(new Set(report.endorsements.map(({ outcome }) => outcome))).toEqual(new Set(['undetermined']))
    // Nothing is waited for once the time of the verification is over: most hosts are never asked.
    expect(patient.opened.length).toBeLessThanOrEqual(60)
    expect(milliseconds).toBeLessThan(8000)
  }, 90_000)

  it('are the most that are looked at', async () => {
    const crowded = { ...aStrangersBadge(guild), endorsementJwt: Array.from({ length: 2001 }, () => 'a.b.c') }
    const report = await strangers.verify(crowded)
    expect(troublesOf(report)).toContain('endorsements fail DOCUMENT_TOO_COMPLEX')
    expect(report.endorsements).toEqual([])
  })

  it('overlap where the hosts are slow: eight are asked at once, and no more', async () => {
    let asking = 0
    let most = 0
    const slow = await openStrangers({
      resolve: async () => ['93.184.216.34'],
      connect: async () => {
        most = Math.max(most, ++asking)
        await new Promise((resolve) => setTimeout(resolve, 200))
        asking--
        return { status: 404, headers: {}, body: (async function* () {})() }
      },
    })
    const endorsement = await Promise.all(
      Array.from({ length: 16 }, async (_, index) => {
        const did = `did:web:h${index}.example` as const
        return endorse({ ...ben, did, method: `${did}#key` }, { id: `urn:uuid:${index}` })
      }),
    )
    const badge = await signBy(guild, aStrangersBadge(guild, { endorsement }))
    const report = await slow.verify(badge)
    expect(most).toBe(8)
    expect(report.endorsements.map(({ id }) => id)).toEqual(endorsement.map((_, index) => `urn:uuid:${index}`))
  })
})

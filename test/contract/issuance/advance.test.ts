import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemNow } from '../../../functions/adapters/clock/system-clock.ts'
import { rdfcProofReader } from '../../../functions/adapters/data-integrity/rdfc-proofs.ts'
import { cryptoRandomness } from '../../../functions/adapters/randomness/crypto-randomness.ts'
import type { AchievementVersion } from '../../../functions/domain/achievement/achievement.ts'
import type { Member } from '../../../functions/domain/community/member.ts'
import { communityDidDocument } from '../../../functions/domain/credential/community-did-document.ts'
import type { Claim } from '../../../functions/domain/endorsement/claim.ts'
import { addDays, addMilliseconds, type Instant, toWholeSeconds } from '../../../functions/domain/shared/instant.ts'
import { assemblePublic } from '../../../functions/lambdas/assemble-public.ts'
import { AwardRecordSchema } from '../../../schemas/award-record.ts'
import type { IdentityObject } from '../../../schemas/open-badges/parts.ts'
import { type OpenBadgeCredential, OpenBadgeCredentialSchema } from '../../../schemas/open-badges.ts'
import { beforeFirstPut, watchCommands } from '../../support/fault-injection.ts'
import { type ConsumerParts, deliverAll, eventTypesOf, reviseOn, withdrawOn } from '../../support/issuance-consumer.ts'
import {
  aPublishedAchievement,
  aStoredClaim,
  aStoredCommunity,
  aStoredMember,
  BASE_URL,
  type Death,
  give,
  mortal,
  quietLog,
} from '../../support/issuance-scenario.ts'
import { type BadgeWorkshop, openWorkshop } from '../../support/issued-badge.ts'
import { openUniqueClaim } from '../../support/unique-claim.ts'

/** More calls than a consumer makes between reading a claim and storing its badge. */
const MOST_CALLS = 80

let workshop: BadgeWorkshop
let achievement: AchievementVersion
let learner: Member
let peers: readonly Member[]

beforeAll(async () => {
  workshop = await openWorkshop()
  const { stores, community } = workshop
  achievement = await aPublishedAchievement(stores, community, { policy: { minEndorsers: 2 } })
  learner = await aStoredMember(stores, community, {
    identifiers: [{ type: 'emailAddress', value: 'Asha@Example.ORG' }],
  })
  peers = await Promise.all(['Ravi', 'Lin', 'Noor', 'Ana'].map((name) => aStoredMember(stores, community, { name })))
})

afterAll(() => workshop.close())

const peer = (index: number): Member => {
  const found = peers[index]
  if (!found) throw new Error(`there is no peer ${index}`)
  return found
}

const aClaim = (identify: readonly 'emailAddress'[] = []) =>
  aStoredClaim(workshop.stores, achievement, learner, identify)

/** A claim with just enough endorsements, whose consumer has not run yet. */
async function endorsedClaim(identify: readonly 'emailAddress'[] = []) {
  const claim = await aClaim(identify)
  const first = await give(workshop.stores, achievement, claim, peer(0))
  const second = await give(workshop.stores, achievement, claim, peer(1))
  return { claim, first, second }
}

async function loadClaim({ id }: Pick<Claim, 'id'>): Promise<Claim> {
  const claim = await workshop.stores.claims.load(id)
  if (!claim) throw new Error(`claim ${id} is gone`)
  return claim
}

async function loadBadge({ credentialId }: Claim): Promise<OpenBadgeCredential> {
  const stored = await workshop.stores.credentials.load(credentialId)
  if (!stored) throw new Error(`badge ${credentialId} is not there`)
  return OpenBadgeCredentialSchema.parse(JSON.parse(stored.text))
}

async function issued(claim: Claim, parts: ConsumerParts = {}) {
  expect(await deliverAll(workshop, claim, parts)).toEqual({ batchItemFailures: [] })
  const after = await loadClaim(claim)
  expect(after.status).toBe('issued')
  return { claim: after, badge: await loadBadge(after) }
}

const noBadge = async ({ credentialId }: Claim) =>
  expect(await workshop.stores.credentials.load(credentialId)).toBeUndefined()

describe('deciding', () => {
  it('asks for a revision after two "not-yet", whatever else was said', async () => {
    const { claim } = await endorsedClaim()
    await give(workshop.stores, achievement, claim, peer(2), { verdict: 'not-yet', fix: 'Straighten the edge.' })
    await give(workshop.stores, achievement, claim, peer(3), { verdict: 'not-yet', fix: 'Beat evenly.' })
    await deliverAll(workshop, claim)
    expect(await loadClaim(claim)).toMatchObject({ status: 'revision', version: 2 })
    const types = ['claim.opened', ...Array(4).fill('endorsement.given'), 'claim.revision-asked']
    expect(await eventTypesOf(workshop, claim.id)).toEqual(types)
    await deliverAll(workshop, claim)
    expect(await eventTypesOf(workshop, claim.id)).toEqual(types)
    await noBadge(claim)
  })

  it('changes nothing for one "not-yet"', async () => {
    const claim = await aClaim()
    await give(workshop.stores, achievement, claim, peer(2), { verdict: 'not-yet', fix: 'Straighten the edge.' })
    await deliverAll(workshop, claim)
    expect(await loadClaim(claim)).toEqual(claim)
    expect(await eventTypesOf(workshop, claim.id)).toEqual(['claim.opened', 'endorsement.given'])
  })

  it('issues beside one "not-yet" and a "decline", and signs neither', async () => {
    const { claim } = await endorsedClaim()
    await give(workshop.stores, achievement, claim, peer(2), { verdict: 'not-yet', fix: 'Straighten the edge.' })
    await give(workshop.stores, achievement, claim, peer(3), { verdict: 'decline', reason: 'We are related.' })
    const { badge } = await issued(claim)
    expect(badge.endorsement).toHaveLength(2)
    const signed = await workshop.stores.signedEndorsements.load(claim.id, 1)
    expect(signed.map(({ endorserId }) => endorserId).sort()).toEqual([peer(0).id, peer(1).id].sort())
    for (const text of [JSON.stringify(badge), ...signed.map((one) => one.text)])
      expect(text).not.toMatch(/Straighten the edge|We are related/)
  })
})

describe('what happens between met and issued', () => {
  /** Runs a consumer that dies at each call in turn, and hands over every claim that it leaves `met`. */
  async function leftMet(run: (left: Awaited<ReturnType<typeof endorsedClaim>>, met: Claim) => Promise<void>) {
    let found = 0
    for (let call = 1; call <= MOST_CALLS; call++) {
      const death: Death = { call, when: 'after' }
      const life = mortal(death)
      const left = await endorsedClaim()
      const { client } = workshop.table
      await deliverAll(workshop, left.claim, { client: life.client(client), keys: life.keys(workshop.keys) })
      const claim = await loadClaim(left.claim)
      if (claim.status === 'issued') return found
      if (claim.status === 'met') {
        found++
        await run(left, claim)
      }
    }
    return found
  }

  it('a withdrawal returns the claim to open wherever issuing stopped, and no badge is stored', async () => {
    const stops = await leftMet(async ({ first }, met) => {
      expect(await withdrawOn(workshop, met, first)).toBe('done')
      await deliverAll(workshop, met)
      const claim = await loadClaim(met)
      expect(claim.status).toBe('open')
      expect(claim.decidedAt).toBeUndefined()
      expect((await eventTypesOf(workshop, met.id)).at(-1)).toBe('claim.reopened')
      await noBadge(met)
    })
    expect(stops).toBeGreaterThan(3)
  }, 90_000)

  it('a revision is what the badge holds, in a new round', async () => {
    const stops = await leftMet(async ({ first }, met) => {
      const revised = { verdict: 'endorse' as const, comment: 'On a second look: fine.', consentToBeNamed: true }
      const own = { claim: met, achievement, endorser: peer(0) }
      expect(await reviseOn(workshop, own, first, revised)).toBe('done')
      const { claim, badge } = await issued(met)
      expect(claim.round).toBe(2)
      const comments = badge.endorsement?.map(({ credentialSubject }) => credentialSubject.endorsementComment)
      expect(comments).toContain('On a second look: fine.')
      expect(comments).not.toContain(`Seen by ${peer(0).name}.`)
      expect((await workshop.stores.credentials.loadEmbedded(claim.credentialId))?.get(first.id)).toBe(2)
    })
    expect(stops).toBeGreaterThan(3)
  }, 90_000)

  it('a withdrawal that gets in just before the commit wins', async () => {
    const { claim, first } = await endorsedClaim()
    let answer = ''
    const withdraw = beforeFirstPut('credential', async () => {
      answer = await withdrawOn(workshop, await loadClaim(claim), first)
    })
    await deliverAll(workshop, claim, { client: watchCommands(workshop.table.client, withdraw) })
    expect(answer).toBe('done')
    expect((await loadClaim(claim)).status).toBe('open')
    await noBadge(claim)
    expect(await workshop.stores.credentials.loadAward(claim.credentialId)).toBeUndefined()
  })

  it('a withdrawal that comes just after the commit is told to look again, and the badge stays', async () => {
    const { claim, first } = await endorsedClaim()
    let met: Claim | undefined
    const look = beforeFirstPut('credential', async () => {
      met = await loadClaim(claim)
    })
    const { badge } = await issued(claim, { client: watchCommands(workshop.table.client, look) })
    if (!met) throw new Error('the badge was never about to be stored')
    expect(await withdrawOn(workshop, met, first)).toBe('stale')
    expect(await withdrawOn(workshop, await loadClaim(claim), first)).toBe('done')
    await deliverAll(workshop, claim)
    expect(await loadBadge(claim)).toEqual(badge)
    expect((await loadClaim(claim)).status).toBe('issued')
  })

  it('ten times at once, either the badge or the withdrawal is there, never both', async () => {
    const outcomes = new Set<string>()
    for (let round = 0; round < 10; round++) {
      const { claim, first } = await endorsedClaim()
      let withdrawn: Promise<string> | undefined
      const race = beforeFirstPut('credential', async () => {
        const met = await loadClaim(claim)
        withdrawn = withdrawOn(workshop, met, first)
      })
      await deliverAll(workshop, claim, { client: watchCommands(workshop.table.client, race) })
      const answer = await withdrawn
      const { status } = await loadClaim(claim)
      outcomes.add(`${answer} ${status}`)
      if (status === 'open') await noBadge(claim)
      else expect((await loadBadge(claim)).endorsement).toHaveLength(2)
    }
    expect([...outcomes].every((outcome) => ['done open', 'stale issued'].includes(outcome))).toBe(true)
  })

  it('a frozen set that no longer meets the rule opens the claim again', async () => {
    const { claim, first } = await endorsedClaim()
    const withdraw = beforeFirstPut(
      'claim',
      async () => expect(await withdrawOn(workshop, await loadClaim(claim), first)).toBe('done'),
      ({ status }) => status === 'met',
    )
    await deliverAll(workshop, claim, { client: watchCommands(workshop.table.client, withdraw) })
    expect(await loadClaim(claim)).toMatchObject({ status: 'open', round: 1 })
    const events = await eventTypesOf(workshop, claim.id)
    expect(events.slice(-3)).toEqual(['endorsement.withdrawn', 'claim.met', 'claim.reopened'])
    await noBadge(claim)
  })

  it('two "not-yet" that slip into the frozen set ask for a revision instead', async () => {
    const { claim } = await endorsedClaim()
    const doubt = beforeFirstPut(
      'claim',
      async () => {
        for (const one of [peer(2), peer(3)])
          await give(workshop.stores, achievement, claim, one, { verdict: 'not-yet', fix: 'Beat evenly.' })
      },
      ({ status }) => status === 'met',
    )
    await deliverAll(workshop, claim, { client: watchCommands(workshop.table.client, doubt) })
    expect((await loadClaim(claim)).status).toBe('revision')
    const events = await eventTypesOf(workshop, claim.id)
    expect(events.slice(-3)).toEqual(['claim.met', 'claim.reopened', 'claim.revision-asked'])
    await noBadge(claim)
  })

  it('an endorsement that lands after the badge is signed and stays out of it', async () => {
    const { claim } = await endorsedClaim()
    const { badge } = await issued(claim)
    const later = await give(workshop.stores, achievement, await loadClaim(claim), peer(2))
    await deliverAll(workshop, claim)
    const signed = await workshop.stores.signedEndorsements.load(claim.id, 1)
    expect(signed.map(({ endorsementId }) => endorsementId)).toContain(later.id)
    expect(await loadBadge(claim)).toEqual(badge)
    expect((await workshop.stores.credentials.loadEmbedded(claim.credentialId))?.has(later.id)).toBe(false)
  })

  it('says when it decided and when it signed, a day apart', async () => {
    const { claim } = await endorsedClaim()
    const start = systemNow()
    const dying = beforeFirstPut('credential', async () => {
      throw new Error('the process was killed')
    })
    const decidedAt = addMilliseconds(start, 1500)
    await deliverAll(workshop, claim, {
      client: watchCommands(workshop.table.client, dying),
      now: () => decidedAt,
    })
    const signedAt = addDays(decidedAt, 1)
    const { claim: after, badge } = await issued(claim, { now: () => signedAt })
    expect(after).toMatchObject({ decidedAt, issuedAt: signedAt })
    expect(badge).toMatchObject({ awardedDate: toWholeSeconds(decidedAt), validFrom: toWholeSeconds(signedAt) })
    const award = await workshop.stores.credentials.loadAward(claim.credentialId)
    expect(AwardRecordSchema.parse(JSON.parse(award?.text ?? '{}')).decidedAt).toBe(decidedAt)
  })
})

describe('who signs', () => {
  const issuersOf = async (claim: Claim, endorser: Member) => {
    const { badge } = await issued(claim)
    const signed = await workshop.stores.signedEndorsements.load(claim.id, 1)
    const own = signed.find(({ endorserId }) => endorserId === endorser.id)
    const embedded = badge.endorsement?.find(({ id }) => id.endsWith(String(own?.endorsementId)))
    return { issuer: embedded?.issuer, proof: embedded?.proof, signer: own?.signer }
  }

  const claimEndorsedBy = async (endorser: Member, consentToBeNamed: boolean) => {
    const claim = await aClaim()
    await give(workshop.stores, achievement, claim, endorser, { consentToBeNamed })
    await give(workshop.stores, achievement, claim, peer(3))
    return claim
  }

  it('an endorser without consent gets another single-use did:key on each claim, and no name', async () => {
    const shy = await aStoredMember(workshop.stores, workshop.community, { name: 'Oriol Unnamed' })
    const first = await issuersOf(await claimEndorsedBy(shy, false), shy)
    const second = await issuersOf(await claimEndorsedBy(shy, false), shy)
    for (const { issuer, signer, proof } of [first, second]) {
      expect(issuer).toMatchObject({ id: signer })
      expect(issuer).not.toHaveProperty('name')
      expect(JSON.stringify(proof)).toContain(signer)
      expect(signer).toMatch(/^did:key:z6Mk/)
    }
    expect(first.signer).not.toBe(second.signer)
    expect(JSON.stringify([first, second])).not.toContain('Oriol')
  })

  it('an endorser with consent keeps one did:key, under their name', async () => {
    const named = await aStoredMember(workshop.stores, workshop.community, { name: 'Ida' })
    const first = await issuersOf(await claimEndorsedBy(named, true), named)
    const second = await issuersOf(await claimEndorsedBy(named, true), named)
    expect(first.issuer).toMatchObject({ id: first.signer, name: 'Ida' })
    expect(second.signer).toBe(first.signer)
  })

  it('withholding consent on one claim does not give away the kept key', async () => {
    const mixed = await aStoredMember(workshop.stores, workshop.community, { name: 'Mio' })
    const named = await issuersOf(await claimEndorsedBy(mixed, true), mixed)
    const unnamed = await issuersOf(await claimEndorsedBy(mixed, false), mixed)
    expect(unnamed.signer).not.toBe(named.signer)
  })

  it('a community created under another base URL issues nothing here, and the reason is kept', async () => {
    const { claim } = await endorsedClaim()
    await deliverAll(workshop, claim, { publicUrl: 'https://elsewhere.example.org' })
    const [parked] = await workshop.stores.parked.load(claim.id)
    expect(parked?.reason).toMatch(
      /^base_url_changed: .*https:\/\/badges\.example\.org.*https:\/\/elsewhere\.example\.org/,
    )
    expect(await loadClaim(claim)).toEqual(claim)
    expect(await workshop.stores.signedEndorsements.load(claim.id, 1)).toEqual([])
  })
})

describe('status lists', () => {
  const anotherCommunity = async () => {
    const community = await aStoredCommunity(workshop.stores, workshop.keys)
    const rule = await aPublishedAchievement(workshop.stores, community, { policy: { minEndorsers: 1 } })
    const [owner, endorser] = await Promise.all([0, 1].map(() => aStoredMember(workshop.stores, community)))
    if (!owner || !endorser) throw new Error('two members were added')
    const issueOne = async (parts: ConsumerParts = {}) => {
      const claim = await aStoredClaim(workshop.stores, rule, owner)
      await give(workshop.stores, rule, claim, endorser)
      return issued(claim, parts)
    }
    return { community, issueOne }
  }

  it('a list is signed and stored before its first index is given out', async () => {
    const { community, issueOne } = await anotherCommunity()
    let seen: string | undefined
    const look = beforeFirstPut('status-entry', async ({ listId }) => {
      seen = (await workshop.stores.statusLists.loadSigned(String(listId)))?.text
    })
    await issueOne({ client: watchCommands(workshop.table.client, look) })
    const keys = await workshop.stores.communities.loadIssuerKeys(community.slug)
    const document = communityDidDocument(community, keys)
    expect(await rdfcProofReader().verify(JSON.parse(seen ?? '{}'), async () => document)).toMatchObject({ ok: true })
  })

  it('a list in which every draw is taken gives way to a new one', async () => {
    const { community, issueOne } = await anotherCommunity()
    const random = { ...cryptoRandomness({ now: systemNow }), integer: () => 7 }
    const first = await issueOne({ random })
    const second = await issueOne({ random })
    expect([first.claim.statusEntry?.index, second.claim.statusEntry?.index]).toEqual([7, 7])
    expect(second.claim.statusEntry?.list).not.toBe(first.claim.statusEntry?.list)
    expect((await workshop.stores.statusLists.current(community.slug))?.id).toBe(second.claim.statusEntry?.list)
    for (const { claim, badge } of [first, second]) {
      const list = claim.statusEntry?.list ?? ''
      expect(await workshop.stores.statusLists.loadSigned(list)).toMatchObject({ version: 1, setCount: 0 })
      expect(badge.credentialStatus).toMatchObject({ statusListCredential: `${BASE_URL}/status/${list}` })
    }
  })

  it('two communities never share a list', async () => {
    const [one, other] = await Promise.all([anotherCommunity(), anotherCommunity()])
    const badges = [await one.issueOne(), await other.issueOne(), await one.issueOne()]
    const [first, second, third] = badges.map(({ claim }) => claim.statusEntry?.list ?? '')
    expect(first).not.toBe(second)
    expect(third).toBe(first)
    const owners = await Promise.all(
      [first, second].map(async (list) => (await workshop.stores.statusLists.load(list ?? ''))?.community),
    )
    expect(owners).toEqual([one.community.slug, other.community.slug])
  })
})

describe('what the badge says', () => {
  it('holds the hashed e-mail address only when the claim asks for it', async () => {
    const { claim } = await endorsedClaim()
    const { badge } = await issued(claim)
    expect(badge.credentialSubject.identifier).toBeUndefined()
    expect(badge.credentialSubject.id).toMatch(/^urn:uuid:/)
  })

  it('hashes the lower-cased address with 16 bytes of salt that no other badge has', async () => {
    const identities: IdentityObject[] = []
    for (let badges = 0; badges < 2; badges++) {
      const { claim } = await endorsedClaim(['emailAddress'])
      const { badge } = await issued(claim)
      expect(JSON.stringify(badge)).not.toMatch(/asha@example/i)
      identities.push(...(badge.credentialSubject.identifier ?? []))
    }
    expect(identities).toHaveLength(2)
    expect(new Set(identities.map(({ salt }) => salt)).size).toBe(2)
    for (const { hashed, identityType, identityHash, salt = '' } of identities) {
      expect({ hashed, identityType }).toEqual({ hashed: true, identityType: 'emailAddress' })
      expect(Buffer.from(salt, 'base64url')).toHaveLength(16)
      const hash = createHash('sha256').update(`asha@example.org${salt}`).digest('hex')
      expect(identityHash).toBe(`sha256$${hash}`)
    }
  })

  it('embeds endorsements that neither lapse nor carry a status of their own', async () => {
    const { claim } = await endorsedClaim()
    const { badge } = await issued(claim)
    expect(badge.endorsement).toHaveLength(2)
    for (const endorsement of badge.endorsement ?? []) {
      for (const member of ['validUntil', 'expirationDate', 'credentialStatus', 'refreshService'])
        expect(endorsement).not.toHaveProperty(member)
      expect(endorsement.credentialSubject.id).toBe(badge.id)
    }
  })

  it('names in each endorsement the digest of the evidence as it is served', async () => {
    const { claim } = await endorsedClaim()
    const { badge } = await issued(claim)
    const { client, tableName } = workshop.table
    const site = assemblePublic({ client, tableName, publicUrl: BASE_URL, log: quietLog })
    expect(badge.endorsement).toHaveLength(2)
    for (const { relatedResource, evidence } of badge.endorsement ?? []) {
      const [resource] = relatedResource ?? []
      expect(resource?.id).toBe(evidence?.[0]?.id)
      const served = await site.request(String(resource?.id), { headers: { accept: 'application/json' } })
      expect(served.status).toBe(200)
      const digest = createHash('sha256')
        .update(new Uint8Array(await served.arrayBuffer()))
        .digest('base64')
      expect(resource?.digestSRI).toBe(`sha256-${digest}`)
    }
  })

  it('frees a per-period achievement exactly when its period is over', async () => {
    const { stores, community } = workshop
    const periodic = await aPublishedAchievement(stores, community, {
      repeatable: 'per-period',
      periodDays: 30,
      policy: { minEndorsers: 1 },
    })
    const openAt = (now: Instant) => openUniqueClaim(stores, periodic, learner, now)
    const { claim, answer } = await openAt(systemNow())
    expect(answer).toBe('open')
    expect((await openAt(systemNow())).answer).toBe('claim_exists')
    await give(stores, periodic, claim, peer(0))
    const { claim: after } = await issued(claim)
    if (!after.issuedAt) throw new Error('an issued claim knows when')
    const freeAt = addDays(after.issuedAt, 30)
    expect((await openAt(addMilliseconds(freeAt, -1))).answer).toBe('claim_exists')
    expect((await openAt(freeAt)).answer).toBe('open')
    expect((await openAt(freeAt)).answer).toBe('claim_exists')
  })
})

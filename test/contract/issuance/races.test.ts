import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemNow } from '../../../functions/adapters/clock/system-clock.ts'
import { cryptoRandomness } from '../../../functions/adapters/randomness/crypto-randomness.ts'
import type { Member } from '../../../functions/domain/community/member.ts'
import type { Claim } from '../../../functions/domain/endorsement/claim.ts'
import {
  addEvidence,
  type ClaimChange,
  expireClaim,
  withdrawClaim,
} from '../../../functions/domain/endorsement/claim-transitions.ts'
import type { Endorsement } from '../../../functions/domain/endorsement/endorsement.ts'
import { toEvidenceDocument } from '../../../functions/domain/endorsement/open-claim.ts'
import { toClaimEvent } from '../../../functions/domain/endorsement/to-claim-event.ts'
import { addDays } from '../../../functions/domain/shared/instant.ts'
import { OpenBadgeCredentialSchema } from '../../../schemas/open-badges.ts'
import { digests } from '../../support/builders.ts'
import { dueItems } from '../../support/clock-runs.ts'
import { beforeFirstPut, watchCommands } from '../../support/fault-injection.ts'
import { consumerOf, deliverAll, eventTypesOf, reviseOn, withdrawOn } from '../../support/issuance-consumer.ts'
import { aStoredMember, give, readStream, recordsOf } from '../../support/issuance-scenario.ts'
import { anEndorsedClaim, type BadgeWorkshop, type EndorsedClaim, openWorkshop } from '../../support/issued-badge.ts'

/** More commands than one issuing sends. */
const MOST_COMMANDS = 80
/** Between how many commands a change is tried; with 1 the tests take minutes. */
const STRIDE = 3
const MOST_TRIES = 10

const random = cryptoRandomness({ now: systemNow })

let workshop: BadgeWorkshop

beforeAll(async () => {
  workshop = await openWorkshop()
})

afterAll(() => workshop.close())

const claimOf = async ({ claim }: EndorsedClaim): Promise<Claim> => {
  const present = await workshop.stores.claims.load(claim.id)
  if (!present) throw new Error('the claim is gone')
  return present
}

/** Changes the claim as whoever asks would, reading it again while it moves. @returns the state it was changed in. */
async function changeClaim(endorsed: EndorsedClaim, decide: (claim: Claim) => ClaimChange | undefined) {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const change = decide(await claimOf(endorsed))
    if (!change) return 'refused'
    const stored = await workshop.stores.claims.apply(change, toClaimEvent(change, random.id(), systemNow()))
    if (stored.ok) return change.from.status
  }
  throw new Error('the claim never rested')
}

/** Changes the first endorsement. @returns the state the claim was in. */
async function changeFirst(
  endorsed: EndorsedClaim,
  change: (claim: Claim, endorsement: Endorsement) => Promise<string>,
): Promise<string> {
  const [first] = endorsed.endorsements
  if (!first) throw new Error('nobody endorsed')
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const claim = await claimOf(endorsed)
    const answer = await change(claim, first)
    if (answer === 'done') return claim.status
    if (answer !== 'stale') return answer
  }
  throw new Error('the claim never rested')
}

const newEvidence = (claim: Claim) => {
  const document = toEvidenceDocument(claim.evidenceVersion + 1, { narrative: randomUUID() }, systemNow(), digests)
  const change = addEvidence(claim, document.digest, claim.learnerId)
  return change.ok ? change.value : undefined
}

const CHANGES = {
  'the learner withdraws the claim': (endorsed) =>
    changeClaim(endorsed, (claim) => {
      const change = withdrawClaim(claim, claim.learnerId)
      return change.ok ? change.value : undefined
    }),
  'the learner offers new evidence': (endorsed) => changeClaim(endorsed, newEvidence),
  'the claim reaches its end': (endorsed) =>
    changeClaim(endorsed, (claim) => expireClaim(claim, addDays(systemNow(), 366))),
  'an endorser withdraws': (endorsed) =>
    changeFirst(endorsed, (claim, endorsement) => withdrawOn(workshop, claim, endorsement)),
  'an endorser revises': (endorsed) =>
    changeFirst(endorsed, async (claim, endorsement) => {
      const endorser = await workshop.stores.members.load(endorsement.endorserId)
      if (!endorser) throw new Error('the endorser is gone')
      const said = { verdict: 'endorse', comment: 'Seen again.', consentToBeNamed: false } as const
      return reviseOn(workshop, { claim, achievement: endorsed.achievement, endorser }, endorsement, said)
    }),
  'one more peer endorses': async (endorsed) => {
    const claim = await claimOf(endorsed)
    await give(workshop.stores, endorsed.achievement, claim, await aPeer())
    return claim.status
  },
  'two peers say "not-yet"': async (endorsed) => {
    const claim = await claimOf(endorsed)
    const notYet = { verdict: 'not-yet', fix: 'Straighten the edge.' } as const
    for (const peer of [await aPeer(), await aPeer()])
      await give(workshop.stores, endorsed.achievement, claim, peer, notYet)
    return claim.status
  },
  'another consumer gets the same records': async (endorsed) => {
    const { status } = await claimOf(endorsed)
    await deliverAll(workshop, endorsed.claim)
    return status
  },
} satisfies Record<string, (endorsed: EndorsedClaim) => Promise<string>>

const aPeer = (): Promise<Member> => aStoredMember(workshop.stores, workshop.community)

/** What must be true of a claim whatever happened to it, once all its records were delivered. */
async function expectSound(endorsed: EndorsedClaim, changedIn: string): Promise<void> {
  const claim = await claimOf(endorsed)
  const badge = await workshop.stores.credentials.load(claim.credentialId)
  const issuedEvents = (await eventTypesOf(workshop, claim.id)).filter((type) => type === 'claim.issued')
  const isIssued = claim.status === 'issued'
  expect([badge !== undefined, issuedEvents.length]).toEqual([isIssued, isIssued ? 1 : 0])
  expect(['issued', 'open', 'revision', 'withdrawn', 'expired']).toContain(claim.status)

  const { endorsements, signedEndorsements } = workshop.stores
  const standing = (await endorsements.load(claim.id, claim.evidenceVersion)).filter(
    ({ state, verdict }) => state === 'given' && verdict === 'endorse',
  )
  const signed = await signedEndorsements.load(claim.id, claim.evidenceVersion)
  const isTaking = claim.status === 'open' || isIssued
  for (const { id, version } of isTaking ? standing : [])
    expect(signed).toContainEqual(expect.objectContaining({ endorsementId: id, version }))
  if (!badge) return
  const content = OpenBadgeCredentialSchema.parse(JSON.parse(badge.text))
  expect(content.credentialStatus?.statusListIndex).toBe(String(claim.statusEntry?.index))
  expect(content.endorsement).toHaveLength(badge.embedded.size)
  if (changedIn === 'issued') return
  // Whatever was acknowledged before the badge was stored is what the badge holds.
  const [first] = endorsed.endorsements
  const present = (await endorsements.load(claim.id, claim.evidenceVersion)).find(({ id }) => id === first?.id)
  if (first) expect(badge.embedded.get(first.id)).toBe(present?.state === 'given' ? present.version : undefined)
}

describe('while a badge is being made', () => {
  it.each(Object.entries(CHANGES))(
    'whenever %s, there is one sound badge or none',
    async (_, change) => {
      const seen = new Set<string>()
      for (let at = 1; at <= MOST_COMMANDS; at += STRIDE) {
        const endorsed = await anEndorsedClaim(workshop)
        const records = recordsOf(await readStream(workshop.table), endorsed.claim.id)
        let sent = 0
        let changedIn: string | undefined
        const client = watchCommands(workshop.table.client, async () => {
          if (++sent === at) changedIn = await change(endorsed)
        })
        expect(await consumerOf(workshop, { client })({ Records: records })).toEqual({ batchItemFailures: [] })
        if (changedIn === undefined) break
        expect(await deliverAll(workshop, endorsed.claim)).toEqual({ batchItemFailures: [] })
        expect(await workshop.stores.parked.load(endorsed.claim.id)).toEqual([])
        await expectSound(endorsed, changedIn)
        seen.add(changedIn)
      }
      // The change was tried before and after the rule was found met.
      expect(seen.size).toBeGreaterThan(1)
    },
    120_000,
  )
})

describe('what is parked while a nudge is handled', () => {
  it('stays parked, with its next try on the clock', async () => {
    const { claim } = await anEndorsedClaim(workshop)
    const seen = recordsOf(await readStream(workshop.table), claim.id).length
    const { parked, claims } = workshop.stores
    const trouble = (attempt: number) => ({
      claimId: claim.id,
      eventId: 'first trouble',
      reason: 'KMS does not answer',
      attempt,
      parkedAt: systemNow(),
    })
    const [soon, later] = [addDays(systemNow(), 1), addDays(systemNow(), 2)]
    await parked.park(trouble(1), soon)
    await claims.nudge(claim.id, systemNow())
    const afresh = recordsOf(await readStream(workshop.table), claim.id).slice(seen)
    const client = watchCommands(
      workshop.table.client,
      beforeFirstPut('credential', () => parked.park(trouble(2), later)),
    )
    expect(await consumerOf(workshop, { client })({ Records: afresh })).toEqual({ batchItemFailures: [] })
    expect(await parked.load(claim.id)).toMatchObject([{ attempt: 2 }])
    expect(await dueItems(workshop.table)).toContainEqual({
      at: later,
      kind: 'parked',
      claimId: claim.id,
      attempt: 2,
    })
  })
})

import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Claim } from '../../../functions/domain/endorsement/claim.ts'
import { composeStatusLists } from '../../../functions/lambdas/compose-status-lists.ts'
import { aRevocationOf, isRevocationPublished, revokeBadge } from '../../support/badge-revocations.ts'
import { watchCommands } from '../../support/fault-injection.ts'
import { quietLog } from '../../support/issuance-scenario.ts'
import { anIssuedBadge, type BadgeWorkshop, openWorkshop } from '../../support/issued-badge.ts'

let workshop: BadgeWorkshop

beforeAll(async () => {
  workshop = await openWorkshop()
})

afterAll(() => workshop.close())

const publisherOver = (client: DynamoDBDocumentClient) => {
  const { tableName } = workshop.table
  const { subscriber } = composeStatusLists({ client, tableName, keys: workshop.keys, log: quietLog })
  return (claim: Claim) => subscriber.deliver([aRevocationOf(claim)])
}

const isPublished = (claim: Claim) => isRevocationPublished(workshop, claim)

async function twoRevocations() {
  const [first, second] = await Promise.all([0, 1].map(() => anIssuedBadge(workshop, { judgements: [{}] })))
  if (!first || !second) throw new Error('there are two')
  return [first.claim, second.claim] as const
}

describe('two publishers of one list', () => {
  it('never take back a bit that is published, however late one of them reads the newest version', async () => {
    const [first, second] = await twoRevocations()
    await revokeBadge(workshop, first)
    const publish = publisherOver(workshop.table.client)
    // The slow one has read the bits; before it reads what is published, another bit is set and published.
    let isDone = false
    const slow = watchCommands(workshop.table.client, async ({ name, key }) => {
      if (isDone || name !== 'GetCommand' || key?.['sk'] !== 'SIGNED') return
      isDone = true
      await new Promise((resolve) => setTimeout(resolve, 100))
      await revokeBadge(workshop, second)
      expect(await publish(second)).toEqual([])
      expect(await isPublished(second)).toBe(true)
    })
    expect(await publisherOver(slow)(first)).toEqual([])
    expect(isDone).toBe(true)
    expect([await isPublished(first), await isPublished(second)]).toEqual([true, true])
  })

  it('lose no bit that is set between reading and publishing', async () => {
    const [first, second] = await twoRevocations()
    await revokeBadge(workshop, first)
    const publish = publisherOver(workshop.table.client)
    let isDone = false
    const slow = watchCommands(workshop.table.client, async ({ puts }) => {
      if (isDone || !puts.some(({ entity }) => entity === 'signed-status-list')) return
      isDone = true
      await revokeBadge(workshop, second)
      expect(await publish(second)).toEqual([])
    })
    expect(await publisherOver(slow)(first)).toEqual([])
    expect([await isPublished(first), await isPublished(second)]).toEqual([true, true])
  })
})

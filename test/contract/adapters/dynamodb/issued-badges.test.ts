import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { beforeEach, describe, expect, it } from 'vitest'
import { dynamoCommunityStore } from '../../../../functions/adapters/dynamodb/community-store.ts'
import { dynamoIssuedBadges } from '../../../../functions/adapters/dynamodb/issued-badges.ts'
import { keys } from '../../../../functions/adapters/dynamodb/keys.ts'
import type { IssuedBadges } from '../../../../functions/ports/issued-badges.ts'
import { aCommunity, anId, NOW } from '../../../support/builders.ts'
import { freshTable, type TestTable } from '../../../support/dynamodb.ts'
import { tenAtOnce, unwrap } from '../../../support/store-examples.ts'

let table: TestTable
let issuedBadges: IssuedBadges
const { slug } = aCommunity()

beforeEach(async () => {
  table = await freshTable()
  issuedBadges = dynamoIssuedBadges(table)
  unwrap(await dynamoCommunityStore({ ...table, now: () => NOW }).create(aCommunity(), []))
})

describe('issuedBadges', () => {
  it('begin at none with a new community', async () => {
    expect(await issuedBadges.issuedBy(slug)).toBe(0)
  })

  it('count a badge once, however often and in whatever order it is told', async () => {
    for (const name of ['a', 'b', 'a', 'c', 'b', 'a']) await issuedBadges.count(slug, anId(name))
    expect(await issuedBadges.issuedBy(slug)).toBe(3)
  })

  it('count one badge told ten times at once once, and ten badges at once as ten', async () => {
    await tenAtOnce(() => issuedBadges.count(slug, anId('the same')))
    expect(await issuedBadges.issuedBy(slug)).toBe(1)
    await tenAtOnce((n) => issuedBadges.count(slug, anId(`another ${n}`)))
    expect(await issuedBadges.issuedBy(slug)).toBe(11)
  })

  it('know no number of a community that was there before, and leave nothing behind', async () => {
    await issuedBadges.count('older', anId('badge'))
    expect(await issuedBadges.issuedBy('older')).toBeUndefined()
    const { Item } = await table.client.send(
      new GetCommand({ TableName: table.tableName, Key: keys.countedBadge(anId('badge')) }),
    )
    expect(Item).toBeUndefined()
  })

  it('hold nothing of a badge but that it was counted', async () => {
    await issuedBadges.count(slug, anId('badge'))
    const { Item } = await table.client.send(
      new GetCommand({ TableName: table.tableName, Key: keys.countedBadge(anId('badge')) }),
    )
    expect(Item).toEqual({ ...keys.countedBadge(anId('badge')), entity: 'counted-badge' })
  })
})

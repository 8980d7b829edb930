import { describe, expect, it } from 'vitest'
import { issuanceHandler } from '../../../functions/lambdas/stream-handler.ts'
import type { Wake } from '../../../functions/ports/wake.ts'

const endorsement = (sequenceNumber: string, claimId: string) => ({
  eventName: 'INSERT',
  dynamodb: {
    SequenceNumber: sequenceNumber,
    Keys: { pk: { S: `CLAIM#${claimId}` }, sk: { S: 'E#0001#M' } },
    NewImage: { entity: { S: 'endorsement' }, endorserId: { S: 'M' } },
  },
})

describe('issuanceHandler', () => {
  it('hands over what is for issuance and reports exactly the records that failed', async () => {
    const seen: Wake[] = []
    const handler = issuanceHandler(async (wakes) => {
      seen.push(...wakes)
      return ['2']
    })
    const other = { ...endorsement('3', 'C'), dynamodb: { ...endorsement('3', 'C').dynamodb, NewImage: {} } }
    const response = await handler({ Records: [endorsement('1', 'A'), endorsement('2', 'B'), other] })
    expect(seen.map(({ recordId }) => recordId)).toEqual(['1', '2'])
    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] })
  })
})

import { describe, expect, it } from 'vitest'
import { toStreamEvent } from '../../../functions/adapters/dynamodb/to-stream-event.ts'
import type { ClaimEvent } from '../../../functions/domain/endorsement/claim-event.ts'
import type { DomainEvent } from '../../../functions/domain/shared/domain-event.ts'
import { fanOutConsumer } from '../../../functions/fan-out/consumer.ts'
import type { EventBus } from '../../../functions/ports/event-bus.ts'
import { anId, NOW } from '../../support/builders.ts'
import { quietLog } from '../../support/issuance-scenario.ts'
import { aStreamRecord } from '../../support/stream-records.ts'

const event = (n: number): ClaimEvent => ({
  id: anId(`event ${n}`),
  type: 'credential.revoked',
  at: NOW,
  community: 'weavers',
  claimId: anId('claim'),
  actorId: anId('owner'),
  data: { list: anId('list'), index: n, done: true },
})

const image = (n: number) => {
  const { id, type, at, community, claimId, actorId = '', data } = event(n)
  return {
    entity: { S: 'event' },
    eventId: { S: id },
    type: { S: type },
    at: { S: at },
    community: { S: community },
    claimId: { S: claimId },
    actorId: { S: actorId },
    data: { M: { list: { S: String(data['list']) }, index: { N: String(n) }, done: { BOOL: true } } },
  }
}

const recordOf = (n: number, newImage: object = image(n), eventName: 'INSERT' | 'MODIFY' = 'INSERT') => {
  const record = aStreamRecord(n)
  return { ...record, eventName, dynamodb: { ...record.dynamodb, NewImage: newImage } }
}

function busThatRefuses(...ids: readonly string[]): { bus: EventBus; published: DomainEvent[] } {
  const published: DomainEvent[] = []
  return {
    published,
    bus: {
      publish: async (events) => {
        published.push(...events)
        return ids
      },
    },
  }
}

describe('the fan-out consumer', () => {
  it('publishes inserted events as they were stored, in their order', async () => {
    const { bus, published } = busThatRefuses()
    const answer = await fanOutConsumer({ bus, log: quietLog }, toStreamEvent)({ Records: [recordOf(1), recordOf(2)] })
    expect(published).toEqual([event(1), event(2)])
    expect(answer).toEqual({ batchItemFailures: [] })
  })

  it('publishes events of a community, which belong to no claim', async () => {
    const { bus, published } = busThatRefuses()
    const { claimId: _, ...rest } = image(3)
    const newImage = { ...rest, type: { S: 'key.compromised' }, data: { M: { keyId: { S: 'k' } } } }
    await fanOutConsumer({ bus, log: quietLog }, toStreamEvent)({ Records: [recordOf(3, newImage)] })
    const { claimId: _claim, ...common } = event(3)
    expect(published).toEqual([{ ...common, type: 'key.compromised', data: { keyId: 'k' } }])
  })

  it('passes over everything that is no new event, without a call', async () => {
    const { bus, published } = busThatRefuses()
    const answer = await fanOutConsumer(
      { bus, log: quietLog },
      toStreamEvent,
    )({ Records: [recordOf(1, image(1), 'MODIFY'), recordOf(2, { entity: { S: 'claim' } }), aStreamRecord(3), {}] })
    expect(published).toEqual([])
    expect(answer).toEqual({ batchItemFailures: [] })
  })

  it('reports what the bus refused and what cannot be read, by sequence number', async () => {
    const { bus } = busThatRefuses(event(2).id)
    const { claimId: _claimId, ...damaged } = image(3)
    const answer = await fanOutConsumer(
      { bus, log: quietLog },
      toStreamEvent,
    )({ Records: [recordOf(1), recordOf(2), recordOf(3, damaged)] })
    expect(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort()).toEqual(['2', '3'])
  })

  it('fails as a whole when the bus cannot be reached, so that all is delivered again', async () => {
    const bus = { publish: () => Promise.reject(new Error('no bus')) }
    await expect(fanOutConsumer({ bus, log: quietLog }, toStreamEvent)({ Records: [recordOf(1)] })).rejects.toThrow(
      'no bus',
    )
  })
})

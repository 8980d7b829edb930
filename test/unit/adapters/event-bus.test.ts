import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { mockClient } from 'aws-sdk-client-mock'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { eventBridgeBus } from '../../../functions/adapters/event-bus/event-bridge.ts'
import { inProcessBus } from '../../../functions/adapters/event-bus/in-process.ts'
import type { ClaimEvent, ClaimEventType } from '../../../functions/domain/endorsement/claim-event.ts'
import { anId, NOW } from '../../support/builders.ts'

const event = (n: number, type: ClaimEventType = 'claim.issued'): ClaimEvent => ({
  id: anId(`event ${n}`),
  type,
  at: NOW,
  community: 'weavers',
  claimId: anId('claim'),
  data: { n },
})
const events = (count: number) => Array.from({ length: count }, (_, n) => event(n))

describe('eventBridgeBus', () => {
  const aws = mockClient(EventBridgeClient)
  const bus = eventBridgeBus(new EventBridgeClient({ region: 'local' }), 'peerbadge')
  beforeEach(() => aws.reset())
  // Other files of this tier share the class.
  afterAll(() => aws.restore())

  it('puts at most ten events in a call, each whole under its type', async () => {
    aws.on(PutEventsCommand).callsFake(({ Entries }) => ({ Entries: Entries.map(() => ({ EventId: 'x' })) }))
    expect(await bus.publish(events(25))).toEqual([])
    const calls = aws.commandCalls(PutEventsCommand).map(({ args }) => args[0].input.Entries ?? [])
    expect(calls.map(({ length }) => length)).toEqual([10, 10, 5])
    expect(calls[0]?.[0]).toEqual({
      EventBusName: 'peerbadge',
      Source: 'peerbadge',
      DetailType: 'claim.issued',
      Time: new Date(NOW),
      Detail: JSON.stringify(event(0)),
    })
  })

  it('names the events that were refused', async () => {
    aws.on(PutEventsCommand).resolves({ Entries: [{ EventId: 'x' }, { ErrorCode: 'InternalFailure' }] })
    expect(await bus.publish(events(2))).toEqual([event(1).id])
  })

  it('throws when a call fails as a whole', async () => {
    aws.on(PutEventsCommand).rejects(new Error('throttled'))
    await expect(bus.publish(events(1))).rejects.toThrow('throttled')
  })
})

describe('inProcessBus', () => {
  it('hands each subscriber what it takes, in order, before it returns', async () => {
    const taken: string[] = []
    const bus = inProcessBus([
      {
        takes: ['credential.revoked'],
        deliver: async (delivered) => {
          taken.push(...delivered.map(({ id }) => id))
          return []
        },
      },
    ])
    expect(await bus.publish([event(1), event(2, 'credential.revoked'), event(3, 'credential.revoked')])).toEqual([])
    expect(taken).toEqual([event(2).id, event(3).id])
  })

  it('names each event once that any subscriber could not take, and serves the others', async () => {
    const served: string[] = []
    const bus = inProcessBus([
      { takes: ['claim.issued'], deliver: () => Promise.reject(new Error('down')) },
      { takes: ['claim.issued'], deliver: async (delivered) => delivered.map(({ id }) => id) },
      {
        takes: ['claim.issued'],
        deliver: async (delivered) => {
          served.push(...delivered.map(({ id }) => id))
          return []
        },
      },
    ])
    expect(await bus.publish([event(1)])).toEqual([event(1).id])
    expect(served).toEqual([event(1).id])
  })
})

import { describe, expect, it } from 'vitest'
import { toStreamEvent } from '../../../functions/adapters/dynamodb/to-stream-event.ts'
import type { ClaimEvent, ClaimEventType } from '../../../functions/domain/endorsement/claim-event.ts'
import type { DomainEvent } from '../../../functions/domain/shared/domain-event.ts'
import { fanOutConsumer } from '../../../functions/fan-out/consumer.ts'
import type { CountBadgesDeps } from '../../../functions/fan-out/count-badges.ts'
import type { KeepSummariesDeps } from '../../../functions/fan-out/keep-summaries.ts'
import type { PublishEventsDeps } from '../../../functions/fan-out/publish-events.ts'
import { unnameEvents } from '../../../functions/fan-out/unname-events.ts'
import type { DueItem } from '../../../functions/ports/due-store.ts'
import type { EventBus } from '../../../functions/ports/event-bus.ts'
import { aClaim, anAchievementVersion, anId, NOW } from '../../support/builders.ts'
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

/** Counts nothing, and leaves nothing to the clock, unless a test says so; no claim is anonymous. */
const consumerOf = (bus: EventBus, parts: Partial<PublishEventsDeps & CountBadgesDeps & KeepSummariesDeps> = {}) =>
  fanOutConsumer(
    {
      bus,
      unname: async (events) => events,
      issuedBadges: { count: () => Promise.reject(new Error('nothing was issued')) },
      summaries: { keep: async () => undefined },
      due: {
        put: async ({ kind }) => {
          if (kind !== 'review-weighing') throw new Error('nothing is due')
        },
      },
      reviews: { loadRequests: async () => [] },
      now: () => NOW,
      log: quietLog,
      ...parts,
    },
    toStreamEvent,
  )

describe('the fan-out consumer', () => {
  it('publishes inserted events as they were stored, in their order', async () => {
    const { bus, published } = busThatRefuses()
    const answer = await consumerOf(bus)({ Records: [recordOf(1), recordOf(2)] })
    expect(published).toEqual([event(1), event(2)])
    expect(answer).toEqual({ batchItemFailures: [] })
  })

  it('publishes events of a community, which belong to no claim', async () => {
    const { bus, published } = busThatRefuses()
    const { claimId: _, ...rest } = image(3)
    const newImage = { ...rest, type: { S: 'key.compromised' }, data: { M: { keyId: { S: 'k' } } } }
    await consumerOf(bus)({ Records: [recordOf(3, newImage)] })
    const { claimId: _claim, ...common } = event(3)
    expect(published).toEqual([{ ...common, type: 'key.compromised', data: { keyId: 'k' } }])
  })

  it('passes over everything that is no new event, without a call', async () => {
    const { bus, published } = busThatRefuses()
    const answer = await consumerOf(bus)({
      Records: [recordOf(1, image(1), 'MODIFY'), recordOf(2, { entity: { S: 'claim' } }), aStreamRecord(3), {}],
    })
    expect(published).toEqual([])
    expect(answer).toEqual({ batchItemFailures: [] })
  })

  it('reports what the bus refused and what cannot be read, by sequence number', async () => {
    const { bus } = busThatRefuses(event(2).id)
    const { claimId: _claimId, ...damaged } = image(3)
    const answer = await consumerOf(bus)({ Records: [recordOf(1), recordOf(2), recordOf(3, damaged)] })
    expect(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort()).toEqual(['2', '3'])
  })

  it('fails as a whole when the bus cannot be reached, so that all is delivered again', async () => {
    const bus = { publish: () => Promise.reject(new Error('no bus')) }
    await expect(consumerOf(bus)({ Records: [recordOf(1)] })).rejects.toThrow('no bus')
  })
})

describe('the events of an anonymous claim', () => {
  const judging = (type: ClaimEventType, data: ClaimEvent['data'], actorId = anId('ben')): ClaimEvent => ({
    ...event(1),
    type,
    actorId,
    data,
  })
  const stored = [
    judging('endorsement.given', {
      endorsementId: anId('endorsement'),
      verdict: 'endorse',
      reached: true,
      endorserPerson: anId('cho'),
    }),
    judging('claim.reopened', { round: 1 }),
    judging('review.taken', { requestId: anId('request'), reviewerId: anId('ben'), drawn: true }),
    judging('ring.found', { endorsementId: anId('endorsement'), closesRingOf: 3 }),
    judging('claim.issued', { round: 1, vouchers: `${anId('ben')} ${anId('cho')}` }),
    judging('claim.evidence-added', { evidenceVersion: 2 }, anId('learner')),
    judging('credential.revoked', { index: 4 }, anId('olga')),
  ]

  const publishing = async (blindness: 'anonymous' | 'open') => {
    let reads = 0
    const unname = unnameEvents({
      claims: {
        load: async () => {
          reads += 1
          return aClaim()
        },
      },
      achievements: { loadVersion: async () => anAchievementVersion({ policy: { blindness } }) },
    })
    return { told: [...(await unname(stored)), ...(await unname(stored))], reads: () => reads }
  }

  it('reach nobody with a word of who judges, and the rest as it was stored', async () => {
    const { told, reads } = await publishing('anonymous')
    const once = told.slice(0, told.length / 2)
    expect(once.map(({ type }) => type)).toEqual(stored.map(({ type }) => type).filter((type) => type !== 'ring.found'))
    for (const secret of [anId('ben'), anId('cho'), 'reached']) expect(JSON.stringify(told)).not.toContain(secret)
    expect(once[0]?.data).toEqual({ endorsementId: anId('endorsement'), verdict: 'endorse' })
    expect(once.slice(-2)).toEqual(stored.slice(-2))
    expect(reads()).toBe(1)
  })

  it('are no others than before where endorsers are known', async () => {
    expect((await publishing('open')).told).toEqual([...stored, ...stored])
  })

  it('wait for their claim to be read', async () => {
    const { bus, published } = busThatRefuses()
    const claims = { load: () => Promise.reject(new Error('the table did not answer in time')) }
    const unname = unnameEvents({ claims, achievements: { loadVersion: async () => undefined } })
    const given = recordOf(1, { ...image(1), type: { S: 'endorsement.given' } })
    await expect(consumerOf(bus, { unname })({ Records: [given] })).rejects.toThrow('in time')
    expect(published).toEqual([])
  })
})

/** The event that the badge of a claim of its own was issued, or issued again. */
const issuedRecord = (n: number, type: ClaimEventType = 'claim.issued') =>
  recordOf(n, { ...image(n), type: { S: type }, claimId: { S: anId(`claim ${n}`) } })

describe('the badges that the fan-out consumer counts', () => {
  const batch = { Records: [1, 2, 3].map((n) => issuedRecord(n)) }

  /** Counts up to a badge that cannot be counted, and leaves to the clock what it takes. */
  function countingUpTo(failing: number, clockTakes: (n: number) => boolean = () => true) {
    const counted: string[] = []
    const due: DueItem[] = []
    const refuse = (claimId: string, ns: readonly number[]) => ns.some((n) => claimId === anId(`claim ${n}`))
    const parts: Partial<CountBadgesDeps> = {
      issuedBadges: {
        count: async (community, claimId) => {
          if (refuse(claimId, [failing])) throw new Error('the table did not answer in time')
          counted.push(`${community} ${claimId}`)
        },
      },
      due: {
        put: async (item) => {
          if (
            refuse(
              item.claimId,
              [1, 2, 3].filter((n) => !clockTakes(n)),
            )
          )
            throw new Error('the table did not answer in time')
          if (item.kind === 'badge-count') due.push(item)
        },
      },
    }
    return { counted, due, parts }
  }

  it('are those issued for the first time, once their events are on the bus', async () => {
    const steps: string[] = []
    const bus: EventBus = {
      publish: async (events) => {
        steps.push(`published ${events.length}`)
        return []
      },
    }
    const issuedBadges = {
      count: async (community: string, claimId: string) => {
        steps.push(`counted ${community} ${claimId}`)
      },
    }
    const Records = [issuedRecord(1), issuedRecord(2, 'credential.refreshed'), recordOf(3), issuedRecord(4)]
    expect(await consumerOf(bus, { issuedBadges })({ Records })).toEqual({ batchItemFailures: [] })
    const [first, fourth] = [1, 4].map((n) => `counted weavers ${anId(`claim ${n}`)}`)
    expect(steps).toEqual(['published 4', first, fourth])
  })

  it('are left to the clock from the first that cannot be counted, and hold up no event', async () => {
    const { bus, published } = busThatRefuses()
    const { counted, due, parts } = countingUpTo(2)
    expect(await consumerOf(bus, parts)(batch)).toEqual({ batchItemFailures: [] })
    expect(published).toHaveLength(3)
    expect(counted).toEqual([`weavers ${anId('claim 1')}`])
    expect(due).toEqual([2, 3].map((n) => ({ at: NOW, kind: 'badge-count', claimId: anId(`claim ${n}`), attempt: 0 })))
  })

  it('are delivered again only when the clock cannot have them either; their events are on the bus before', async () => {
    const { bus, published } = busThatRefuses()
    const { parts } = countingUpTo(1, (n) => n !== 2)
    expect(await consumerOf(bus, parts)(batch)).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] })
    expect(published).toHaveLength(3)
  })

  it('are counted also when the bus refuses their event, which is delivered again as ever', async () => {
    const { bus } = busThatRefuses(event(2).id)
    const { counted, parts } = countingUpTo(0)
    expect(await consumerOf(bus, parts)(batch)).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] })
    expect(counted).toHaveLength(3)
  })

  it('wait when the bus cannot be reached: the whole batch is delivered again', async () => {
    const { counted, parts } = countingUpTo(0)
    const bus = { publish: () => Promise.reject(new Error('no bus')) }
    await expect(consumerOf(bus, parts)(batch)).rejects.toThrow('no bus')
    expect(counted).toEqual([])
  })
})

/** The event that somebody endorsed, or did not, or took it back. */
const judgedRecord = (n: number, verdict: string, type: ClaimEventType = 'endorsement.given') =>
  recordOf(n, {
    ...image(n),
    type: { S: type },
    data: {
      M: {
        verdict: { S: verdict },
        learnerId: { S: anId('learner') },
        endorsementId: { S: anId(n) },
        version: { N: '1' },
      },
    },
  })

describe('the summaries that the fan-out consumer keeps', () => {
  it('take what endorses, takes back, issues or revokes, once its event is on the bus, and nothing else', async () => {
    const { bus, published } = busThatRefuses()
    const kept: (readonly string[])[] = []
    const summaries: KeepSummariesDeps['summaries'] = {
      keep: async (events) => {
        expect(published).toHaveLength(5)
        kept.push(events.map(({ type }) => type))
      },
    }
    const issuedBadges = { count: async () => undefined }
    const undone = judgedRecord(5, 'endorse', 'endorsement.undone')
    const Records = [judgedRecord(1, 'endorse'), judgedRecord(2, 'not-yet'), issuedRecord(3), recordOf(4), undone]
    expect(await consumerOf(bus, { summaries, issuedBadges })({ Records })).toEqual({ batchItemFailures: [] })
    expect(kept).toEqual([['endorsement.given', 'claim.issued', 'credential.revoked', 'endorsement.undone']])
  })

  it('are left to the clock when they cannot be kept, and hold up no event', async () => {
    const { bus, published } = busThatRefuses()
    const due: DueItem[] = []
    const parts = {
      summaries: { keep: () => Promise.reject(new Error('the table did not answer in time')) },
      due: {
        put: async (item: DueItem) => {
          due.push(item)
        },
      },
    }
    const Records = [judgedRecord(1, 'endorse'), judgedRecord(2, 'endorse')]
    expect(await consumerOf(bus, parts)({ Records })).toEqual({ batchItemFailures: [] })
    expect(published).toHaveLength(2)
    const claimId = anId('claim')
    expect(due).toEqual(
      [1, 2].map((n) => ({ at: NOW, kind: 'summary', claimId, ref: `${NOW}/${event(n).id}`, attempt: 0 })),
    )
  })

  it('are asked for again when the clock cannot have them either', async () => {
    const { bus } = busThatRefuses()
    const parts = { summaries: { keep: () => Promise.reject(new Error('the table did not answer in time')) } }
    const answer = await consumerOf(bus, parts)({ Records: [judgedRecord(1, 'endorse')] })
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] })
  })
})

describe('the outcomes that the fan-out consumer notes', () => {
  it('are those that judgements can be compared with, each for the clock to weigh', async () => {
    const due: DueItem[] = []
    const parts = {
      issuedBadges: { count: async () => undefined },
      summaries: { keep: async () => undefined },
      due: { put: async (item: DueItem) => void due.push(item) },
    }
    const Records = [issuedRecord(1), issuedRecord(2, 'credential.refreshed'), issuedRecord(3, 'licence.shortened')]
    expect(await consumerOf(busThatRefuses().bus, parts)({ Records })).toEqual({ batchItemFailures: [] })
    const weighing = { at: NOW, kind: 'review-weighing', attempt: 0 }
    expect(due).toEqual([
      { ...weighing, claimId: anId('claim 1'), ref: 'issued' },
      { ...weighing, claimId: anId('claim 3'), ref: `failed-${event(3).id}` },
    ])
  })

  it('are delivered again when the table takes no write', async () => {
    const parts = {
      issuedBadges: { count: async () => undefined },
      summaries: { keep: async () => undefined },
      due: { put: () => Promise.reject(new Error('no table')) },
    }
    const answer = await consumerOf(busThatRefuses().bus, parts)({ Records: [issuedRecord(1)] })
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] })
  })
})

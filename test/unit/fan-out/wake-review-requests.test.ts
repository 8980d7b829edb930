import { describe, expect, it } from 'vitest'
import type { ClaimEventType } from '../../../functions/domain/endorsement/claim-event.ts'
import type { ReviewRequest } from '../../../functions/domain/reviewing/review-request.ts'
import { wakeReviewRequests } from '../../../functions/fan-out/wake-review-requests.ts'
import type { DueItem } from '../../../functions/ports/due-store.ts'
import type { StreamedEvent } from '../../../functions/ports/streamed-event.ts'
import { anId, NOW } from '../../support/builders.ts'
import { quietLog } from '../../support/issuance-scenario.ts'

const aRequest = (number: number, state: ReviewRequest['state']): ReviewRequest => ({
  id: anId(`request ${number}`),
  claimId: anId('claim'),
  community: 'weavers',
  number,
  source: 'learner',
  wanted: 1,
  named: [],
  languages: [],
  asked: [],
  state,
  widened: [],
  askedAt: NOW,
  paid: 1,
  version: 1,
})

const recordOf = (type: ClaimEventType): StreamedEvent => ({
  kind: 'event',
  recordId: 'record',
  event: { id: anId('event'), type, at: NOW, community: 'weavers', claimId: anId('claim'), data: {} },
})

/** The numbers of the requests that the clock is told of, and the records to deliver again. */
async function wokenBy(record: StreamedEvent, put: (item: DueItem) => Promise<void> = async () => undefined) {
  const woken: (string | undefined)[] = []
  const lost = await wakeReviewRequests(
    {
      reviews: { loadRequests: async () => [aRequest(1, 'closed'), aRequest(2, 'open')] },
      due: {
        put: async (item) => {
          await put(item)
          if (item.kind === 'review-request' && item.claimId === anId('claim') && item.at === NOW) woken.push(item.ref)
        },
      },
      now: () => NOW,
      log: quietLog,
    },
    [record],
  )
  return { woken, lost }
}

describe('wakeReviewRequests', () => {
  it.each<ClaimEventType>([
    'claim.met',
    'claim.withdrawn',
    'claim.erased',
    'claim.expired',
    'claim.issued',
    'claim.refused',
    'claim.evidence-added',
    'claim.reopened',
    'claim.objection-dismissed',
    'claim.appeal-upheld',
  ])('has the clock look at what is open after %s', async (type) => {
    expect(await wokenBy(recordOf(type))).toEqual({ woken: ['2'], lost: [] })
  })

  it('has it look at what is closed too once an answer was erased, which may have been the last', async () => {
    expect(await wokenBy(recordOf('endorsement.erased'))).toEqual({ woken: ['1', '2'], lost: [] })
  })

  it.each<ClaimEventType>(['claim.opened', 'endorsement.given', 'claim.contested', 'review.asked'])(
    'leaves them alone after %s',
    async (type) => {
      expect(await wokenBy(recordOf(type))).toEqual({ woken: [], lost: [] })
    },
  )

  it('wants the record again when the clock could not be told, and passes over one it cannot read', async () => {
    const refused = () => Promise.reject(new Error('the table refused'))
    expect(await wokenBy(recordOf('claim.met'), refused)).toEqual({ woken: [], lost: ['record'] })
    expect(await wokenBy({ kind: 'unreadable', recordId: 'record', reason: 'no type' })).toEqual({
      woken: [],
      lost: [],
    })
  })
})

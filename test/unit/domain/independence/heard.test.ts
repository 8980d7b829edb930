import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type EndorsementNews,
  type Heard,
  hear,
  rankOf,
  standsSince,
} from '../../../../functions/domain/independence/heard.ts'
import { moveInMonths } from '../../../../functions/domain/independence/monthly-counts.ts'
import { addReceived, type Received, withoutReceived } from '../../../../functions/domain/independence/received.ts'
import { NO_TALLY, recountTally } from '../../../../functions/domain/independence/share.ts'
import { addDays, type Instant, toEpochDays } from '../../../../functions/domain/shared/instant.ts'
import { NOW } from '../../../support/builders.ts'

/** What one person does with their endorsement of one claim, act by act. */
type Act = 'give' | 'change' | 'withdraw' | 'undo'
const ACTS: readonly Act[] = ['give', 'change', 'withdraw', 'undo']

interface Told extends EndorsementNews {
  readonly endorserId: string
  readonly claimId: string
}

/**
 * The news of some acts, and since when the endorsement stands after them. Undoing what was only given leaves nothing, and it
 * can be given again, as another; undoing anything else brings back what was before.
 */
function played(endorserId: string, claimId: string, acts: readonly Act[]) {
  const news: Told[] = []
  let stack: boolean[] = []
  let [number, version] = [0, 0]
  let first: Instant | undefined
  for (const [n, act] of acts.entries()) {
    const at = addDays(NOW, n * 10)
    const standing = stack.at(-1)
    const tell = (rank: number, endorses: boolean) =>
      news.push({ endorserId, claimId, endorsementId: `${endorserId} ${claimId} ${number}`, rank, endorses, at })
    if (act === 'undo') {
      if (standing === undefined) continue
      stack = stack.slice(0, -1)
      tell(rankOf(version, true), stack.at(-1) ?? false)
      version += 1
      continue
    }
    if ((standing === undefined) !== (act === 'give')) continue
    if (act === 'give') [number, version, first] = [number + 1, 0, undefined]
    const endorses = act === 'give' || (act === 'change' && standing === false)
    stack = [...stack, endorses]
    version += 1
    if (endorses) first ??= at
    tell(rankOf(version, false), endorses)
  }
  return { news, since: stack.at(-1) ? first : undefined }
}

const acts = fc.array(fc.constantFrom(...ACTS), { maxLength: 9 })
const people = fc.array(fc.tuple(fc.constantFrom('ana', 'ben', 'cleo'), fc.constantFrom('c1', 'c2', 'c3'), acts), {
  maxLength: 6,
})
const named = fc.uniqueArray(
  people.chain((list) => fc.constantFrom(...(list.length > 0 ? list : [['ana', 'c1', []] as const]))),
  {
    selector: ([who, claim]) => `${who} ${claim}`,
    maxLength: 6,
  },
)

/** Counts news one by one, as the consumer of events does. */
function counted(told: readonly Told[]) {
  const heard = new Map<string, Heard>()
  const given = new Map<string, ReturnType<typeof moveInMonths>>()
  let tally = NO_TALLY
  let received: readonly Received[] = []
  for (const one of told) {
    const { endorserId, claimId } = one
    const before = heard.get(`${endorserId} ${claimId}`) ?? {}
    const after = hear(before, one)
    heard.set(`${endorserId} ${claimId}`, after)
    const recount = { before: standsSince(before), after: standsSince(after) }
    if (recount.before === recount.after) continue
    const months = moveInMonths(given.get(endorserId) ?? {}, recount)
    given.set(endorserId, months)
    tally = recountTally(tally, endorserId, recount, months)
    received = withoutReceived(received, one)
    if (recount.after !== undefined)
      received = addReceived(received, { endorserId, claimId, day: toEpochDays(recount.after) })
  }
  return {
    tally,
    received,
    given: Object.fromEntries([...given].filter(([, months]) => Object.keys(months).length > 0)),
  }
}

describe('what endorsements add up to', () => {
  it('is what of them stands, whatever was given, changed, withdrawn and undone, in any order and however often it is told', () => {
    const twiceInAnyOrder = named.chain((list) => {
      const all = list.flatMap(([who, claim, done]) => played(who, claim, done).news)
      return fc.tuple(fc.constant(list), fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 }))
    })
    fc.assert(
      fc.property(twiceInAnyOrder, ([list, told]) => {
        const standing = list.flatMap(([endorserId, claimId, done]): Told[] => {
          const { since } = played(endorserId, claimId, done)
          return since === undefined
            ? []
            : [{ endorserId, claimId, endorsementId: claimId, rank: 2, endorses: true, at: since }]
        })
        expect(counted(told)).toEqual(counted(standing))
      }),
      { numRuns: 500 },
    )
  })

  it('is told by the mark of a claim of one person, which stays small', () => {
    const many = Array.from({ length: 200 }, (_, n) => [
      { endorsementId: `e${1000 + n}`, rank: 2, endorses: true, at: NOW },
      { endorsementId: `e${1000 + n}`, rank: 3, endorses: false, at: NOW },
    ])
    const heard = many.flat().reduce(hear, {} as Heard)
    expect(Object.keys(heard)).toHaveLength(20)
    expect(hear(heard, { endorsementId: 'e1199', rank: 2, endorses: true, at: NOW })).toBe(heard)
    expect(standsSince(heard)).toBeUndefined()
  })
})

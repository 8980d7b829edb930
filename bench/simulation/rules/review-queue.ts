import type { Rule } from '../../../functions/domain/endorsement/decision.ts'
import { asksLeftOf, EARNED_BY_AN_ANSWER, payFor } from '../../../functions/domain/reviewing/ask-budget.ts'
import {
  type Candidate,
  drawFrom,
  lineUp,
  mayBeDrawn,
  type Sampled,
  WINDOW,
} from '../../../functions/domain/reviewing/draw-reviewers.ts'
import type { Reviewer } from '../../../functions/domain/reviewing/review-request.ts'
import { OPEN_LIMIT } from '../../../functions/domain/reviewing/terms.ts'
import { chanceOf } from '../random.ts'
import type { OpenClaim, Person, World } from '../world.ts'
import type { CommunityFacts } from './community-facts.ts'
import { instantAt } from './instant-at.ts'

/** How many members the queue finds for one draw before it lines them up. */
const SAMPLED = 40

/** The service's review queue at work: its own line, its own conditions, its own budgets. */
export function reviewQueue(world: World, rule: Rule, facts: CommunityFacts) {
  const reviewers = new Map<string, Reviewer>()
  /** Whom a claim was offered to, ever; each at most once. */
  const offered = new Map<number, Map<number, 'offered' | 'answered' | 'lapsed'>>()
  const offersOf = ({ plan }: OpenClaim) => {
    const known = offered.get(plan.index) ?? new Map<number, 'offered' | 'answered' | 'lapsed'>()
    offered.set(plan.index, known)
    return known
  }
  const reviewerOf = (id: string): Reviewer => reviewers.get(id) ?? { memberId: id, open: [] }
  const change = (id: string, changes: Partial<Reviewer>) => reviewers.set(id, { ...reviewerOf(id), ...changes })
  const earn = (id: string, asks: number) => change(id, { asksLeft: asksLeftOf(reviewerOf(id)) + asks })

  /** How many of those wanted the learner can pay for. */
  const canPay = ({ id }: Person, wanted: number, now: number): number => {
    for (let count = wanted; count > 0; count -= 1)
      if (payFor(count, reviewerOf(id), instantAt(now)) !== undefined) return count
    return 0
  }
  const pay = ({ id }: Person, count: number, now: number): void => {
    const payment = payFor(count, reviewerOf(id), instantAt(now))
    if (payment?.kind === 'free') change(id, { freeAskAt: instantAt(now) })
    else if (payment) earn(id, -payment.asks)
  }

  return {
    draw(claim: OpenClaim, wanted: number, now: number): readonly Person[] {
      const at = instantAt(now)
      const offers = offersOf(claim)
      const paid = canPay(claim.learner, wanted, now)
      // Whom the rule itself wants drawn the queue asks for without payment, one at a time.
      const isWaiting = [...offers.values()].includes('offered')
      const affordable = paid > 0 ? paid : isWaiting ? 0 : 1
      if (affordable === 0) return []
      const chance = chanceOf(world.seed, 4, claim.plan.index, offers.size)
      const sampled = new Map<string, Sampled & { readonly person: Person }>()
      for (let tries = 0; tries < SAMPLED; tries += 1) {
        const person = chance.pick(world.people)
        if (person && person.joined <= now)
          sampled.set(person.id, { memberId: person.id, since: facts.memberFacts(person).memberSince, person })
      }
      const excluded = new Set([claim.learner.id, ...[...offers.keys()].map((index) => facts.personAt(index).id)])
      for (const { reviewer } of claim.judgements) excluded.add(facts.personAt(reviewer).id)
      const context = { claim: facts.claimOf(claim), rule, languages: [], now: at }
      const eligible: Candidate[] = []
      for (const waiting of lineUp([...sampled.values()], reviewers, excluded, OPEN_LIMIT, at)) {
        if (eligible.length >= affordable * WINDOW) break
        const found = sampled.get(waiting.memberId)
        if (found === undefined) continue
        const candidate = {
          ...waiting,
          member: facts.memberOf(found.person),
          facts: facts.of(found.person, claim, at, true),
        }
        if (mayBeDrawn(candidate, context)) eligible.push(candidate)
      }
      const count = Math.min(affordable, eligible.length)
      if (count === 0) return []
      if (paid > 0) pay(claim.learner, count, now)
      const fit = { learnerSkills: [], languages: [], licensedFirst: false }
      return drawFrom(eligible, count, fit, () => chance.next()).flatMap(({ memberId }) => {
        const person = sampled.get(memberId)?.person
        if (person === undefined) return []
        offers.set(person.index, 'offered')
        change(memberId, { open: [...reviewerOf(memberId).open, context.claim.id], drawnAt: at })
        return [person]
      })
    },
    /** Those drawn who answered before; they are told of a new version and may judge it. */
    recalled: (claim: OpenClaim): readonly Person[] =>
      [...offersOf(claim)].flatMap(([index, state]) => (state === 'answered' ? [facts.personAt(index)] : [])),
    hasDrawn: (claim: OpenClaim, reviewer: number): boolean => offersOf(claim).has(reviewer),
    answered(claim: OpenClaim, reviewer: Person): void {
      const offers = offersOf(claim)
      if (!offers.has(reviewer.index) || offers.get(reviewer.index) === 'answered') return
      offers.set(reviewer.index, 'answered')
      earn(reviewer.id, EARNED_BY_AN_ANSWER)
      close(claim, reviewer)
    },
    /** Nobody waits for them any more: what was paid comes back, and another can be drawn. */
    lapsed(claim: OpenClaim, reviewer: Person): void {
      const offers = offersOf(claim)
      if (offers.get(reviewer.index) !== 'offered') return
      offers.set(reviewer.index, 'lapsed')
      earn(claim.learner.id, 1)
      close(claim, reviewer)
    },
    closed(claim: OpenClaim): void {
      if (claim.status === 'revision') return
      for (const [index, state] of offersOf(claim)) {
        if (state !== 'offered') continue
        earn(claim.learner.id, 1)
        close(claim, facts.personAt(index))
      }
      offered.delete(claim.plan.index)
    },
  }

  function close(claim: OpenClaim, reviewer: Person): void {
    const id = facts.claimIdOf(claim)
    change(reviewer.id, { open: reviewerOf(reviewer.id).open.filter((open) => open !== id) })
  }
}

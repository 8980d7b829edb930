import { type Member, personOf } from '../domain/community/member.ts'
import {
  type CandidateCode,
  type Involved,
  inOrderOfLots,
  judgeCandidate,
  mayLead,
} from '../domain/dispute/draw-panel.ts'
import { factsOf } from '../domain/dispute/facts-of.ts'
import type { Objection } from '../domain/dispute/objection.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import type { Rule } from '../domain/endorsement/decision.ts'
import type { Id } from '../domain/shared/ids.ts'
import type { MemberStore } from '../ports/member-store.ts'
import type { ObjectionStore } from '../ports/objection-store.ts'
import type { IssuanceDeps } from './issuance-deps.ts'

/** So many lots are looked at together. */
const AT_ONCE = 25
/**
 * So many of the lowest lots are looked at until the places are filled; in a larger community everyone else has no chance this
 * time. They are kept with the objection, some 65 bytes each, of up to five draws, and an item has at most 400 KB.
 */
const MOST_CANDIDATES = 1000

/** What drawing lots reads; it writes nothing. */
export interface DrawLotsDeps extends Pick<IssuanceDeps, 'digests' | 'now'> {
  readonly members: Pick<MemberStore, 'loadMany'>
  readonly objections: Pick<ObjectionStore, 'loadAll' | 'loadMemberIds' | 'loadCandidates' | 'loadJudges'>
}

/** Who was drawn, and whose lots came up. */
interface Lots {
  readonly drawn: readonly Id[]
  readonly members: number
  readonly candidates: readonly { readonly pseudonym: string; readonly code: CandidateCode }[]
}

/**
 * Draws members by lot: every member of the community has one, and the lowest lots that may sit on the panel are drawn. Where the
 * rule lets too few judge, owners and facilitators without a part in the claim fill the places, in the order of their lots; where
 * there are too few of these, fewer settle it.
 */
export async function drawLots(
  deps: DrawLotsDeps,
  rule: Rule,
  claim: Claim,
  objection: Objection,
  seats: number,
): Promise<Lots> {
  const [memberIds, involved] = await Promise.all([
    deps.objections.loadMemberIds(claim.community),
    loadInvolved(deps, claim, objection),
  ])
  const order = inOrderOfLots(objection.seed, claim, memberIds, deps.digests).slice(0, MOST_CANDIDATES)
  const looked: { readonly member: Member; readonly pseudonym: string; code: CandidateCode }[] = []
  // Nobody sits twice, under whatever account.
  const persons = new Set(involved.persons)
  const isDrawn = ({ code }: { readonly code: CandidateCode }) => code === 'drawn'
  for (let from = 0; from < order.length && looked.filter(isDrawn).length < seats; from += AT_ONCE) {
    const some = order.slice(from, from + AT_ONCE)
    const loaded = await deps.objections.loadCandidates(
      claim,
      some.map(({ memberId }) => memberId),
      // The learner, who objects to a refusal, is looked at anyway.
      [...involved.objectors].filter((id) => id !== claim.learnerId),
    )
    for (const { memberId, pseudonym } of some) {
      const found = loaded.find(({ member }) => member.id === memberId)
      if (!found || looked.filter(isDrawn).length === seats) continue
      const { member, holdings, known, isMutual } = found
      const candidate = { member, facts: factsOf(member, holdings, known, rule), isMutual }
      const code = judgeCandidate(candidate, { ...involved, persons }, rule, deps.now())
      if (code === 'drawn') persons.add(personOf(member))
      looked.push({ member, pseudonym, code })
    }
  }
  for (const one of looked) {
    if (one.code !== 'not-eligible' || !mayLead(one.member) || looked.filter(sits).length === seats) continue
    one.code = persons.has(personOf(one.member)) ? 'same-person' : 'drawn-leader'
    persons.add(personOf(one.member))
  }
  return {
    drawn: looked.filter(sits).map(({ member }) => member.id),
    members: memberIds.length,
    candidates: looked.map(({ pseudonym, code }) => ({ pseudonym, code })),
  }
}

const sits = ({ code }: { readonly code: CandidateCode }): boolean => code === 'drawn' || code === 'drawn-leader'

async function loadInvolved(deps: DrawLotsDeps, claim: Claim, objection: Objection): Promise<Involved> {
  const [judges, disputes] = await Promise.all([
    deps.objections.loadJudges(claim.id),
    deps.objections.loadAll(claim.id),
  ])
  const objectors = new Set([...disputes, objection].flatMap((one) => one.objectors.map(({ memberId }) => memberId)))
  const earlierPanel = new Set([...disputes, objection].flatMap((one) => one.seats.map(({ memberId }) => memberId)))
  const people = [claim.learnerId, ...claim.collaborators, ...judges, ...objectors, ...earlierPanel]
  const members = await deps.members.loadMany([...new Set(people)])
  return {
    claim,
    endorsers: new Set(judges),
    objectors,
    earlierPanel,
    persons: new Set([
      ...people,
      ...members.flatMap(({ person }) => person ?? []),
      ...(claim.learnerPerson === undefined ? [] : [claim.learnerPerson]),
    ]),
    raisedAt: objection.raisedAt,
  }
}

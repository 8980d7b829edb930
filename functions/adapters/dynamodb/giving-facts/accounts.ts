import type { Id } from '../../../domain/shared/ids.ts'
import { keys } from '../keys.ts'
import { MemberItemSchema } from '../member-items.ts'
import { parseItem } from '../reads.ts'
import type { Giving, ItemAt } from './giving-fact.ts'

/** Who a member is to the community, by their item among those read: themself when nothing else is known. */
export function personAt(at: ItemAt, memberId: Id): Id {
  const item = at(keys.member(memberId))
  return (item && parseItem(MemberItemSchema, item).person) ?? memberId
}

/** The ids under which something may be kept of an endorser: their account, and the person whose account it is. */
export const endorserIds = ({ endorserId }: Giving, at: ItemAt): readonly Id[] =>
  unique([endorserId, personAt(at, endorserId)])

/** The same of the learner, who may have been another person's account when the claim was opened. */
export const learnerIds = ({ claim: { learnerId, learnerPerson } }: Giving, at: ItemAt): readonly Id[] =>
  unique([learnerId, learnerPerson ?? learnerId, personAt(at, learnerId)])

const unique = (ids: readonly Id[]): readonly Id[] => [...new Set(ids)]

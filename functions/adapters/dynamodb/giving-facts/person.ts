import { keys } from '../keys.ts'
import { MemberItemSchema } from '../member-items.ts'
import { parseItem } from '../reads.ts'
import type { GivingFact } from './giving-fact.ts'

/**
 * Who the endorser is to the community. When they and the learner are one person by now, they are whom the claim has the learner
 * down for: accounts may turn out to be one person's after a claim was opened.
 */
export const samePerson: GivingFact = {
  keys: ({ claim, endorserId }) => [keys.member(endorserId), keys.member(claim.learnerId)],
  read({ claim, endorserId }, at) {
    const personOf = (id: string) => {
      const item = at(keys.member(id))
      return (item && parseItem(MemberItemSchema, item).person) ?? id
    }
    const person = personOf(endorserId)
    if (person === personOf(claim.learnerId)) return { person: claim.learnerPerson ?? claim.learnerId }
    return person === endorserId ? {} : { person }
  },
}

import { keys } from '../keys.ts'
import { personAt } from './accounts.ts'
import type { GivingFact } from './giving-fact.ts'

/**
 * Who the endorser is to the community. When they and the learner are one person by now, they are whom the claim has the learner
 * down for: accounts may turn out to be one person's after a claim was opened.
 */
export const samePerson: GivingFact = {
  keys: ({ claim, endorserId }) => [keys.member(endorserId), keys.member(claim.learnerId)],
  read({ claim, endorserId }, at) {
    const person = personAt(at, endorserId)
    if (person === personAt(at, claim.learnerId)) return { person: claim.learnerPerson ?? claim.learnerId }
    return person === endorserId ? {} : { person }
  },
}

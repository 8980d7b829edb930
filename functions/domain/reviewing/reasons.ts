import type { Claim } from '../endorsement/claim.ts'
import { type Candidate, complementarySkills, type Fit } from './draw-reviewers.ts'
import { baseLanguage } from './pools.ts'
import type { ReviewReason } from './review-request.ts'

/** More skills than these say nothing more. */
const SHOWN_SKILLS = 5

/** Why exactly this person was drawn: what they share with the claim, what they add, and how little waits for them. */
export function reasonsOf(
  { member, facts, load, challengeId }: Candidate,
  claim: Pick<Claim, 'challengeId'>,
  fit: Fit,
): readonly ReviewReason[] {
  const skills = complementarySkills(member, fit.learnerSkills).slice(0, SHOWN_SKILLS)
  const language = fit.languages.find((wanted) =>
    member.languages.some((read) => baseLanguage(read) === baseLanguage(wanted)),
  )
  return [
    ...(challengeId === undefined
      ? []
      : [{ kind: challengeId === claim.challengeId ? 'challenge' : 'neighbour-challenge', challengeId } as const]),
    ...(facts.licensed ? [{ kind: 'licensed' } as const] : []),
    ...(skills.length > 0 ? [{ kind: 'skills', skills } as const] : []),
    ...(language === undefined ? [] : [{ kind: 'language', language } as const]),
    { kind: 'load', open: load },
  ]
}

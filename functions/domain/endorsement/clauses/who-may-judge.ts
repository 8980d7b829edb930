import type { ClauseContext, CountingClause, CountingFinding } from '../decision.ts'
import type { Endorsement } from '../endorsement.ts'

/** The learner never judges their own claim, nor a collaborator their shared work; what was taken back is void. */
export const whoMayJudge: CountingClause = (endorsement, { claim }) => {
  const findings: CountingFinding[] = []
  if (endorsement.endorserId === claim.learnerId) findings.push({ reason: 'own_claim' })
  if (isCollaborator(endorsement, claim)) findings.push({ reason: 'collaborator' })
  if (endorsement.state !== 'given') findings.push({ reason: 'withdrawn' })
  if (endorsement.evidenceVersion !== claim.evidenceVersion) findings.push({ reason: 'other_evidence_version' })
  return findings
}

/** Named in the claim, or known from another one to share the work when they judged; to decline is no judgement. */
const isCollaborator = (
  { endorserId, verdict, facts }: Endorsement,
  { collaborators }: ClauseContext['claim'],
): boolean => collaborators.includes(endorserId) || (facts.sharesWork === true && verdict !== 'decline')

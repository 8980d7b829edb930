import type { CountingClause, CountingFinding } from '../decision.ts'

/** The learner never judges their own claim, nor a collaborator their shared work; what was taken back is void. */
export const whoMayJudge: CountingClause = (endorsement, { claim }) => {
  const findings: CountingFinding[] = []
  if (endorsement.endorserId === claim.learnerId) findings.push({ reason: 'own_claim' })
  if (claim.collaborators.includes(endorsement.endorserId)) findings.push({ reason: 'collaborator' })
  if (endorsement.state !== 'given') findings.push({ reason: 'withdrawn' })
  if (endorsement.evidenceVersion !== claim.evidenceVersion) findings.push({ reason: 'other_evidence_version' })
  return findings
}

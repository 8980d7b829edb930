import type { z } from 'zod'
import type { OpenBadgeCredential, OpenBadgesAchievement } from '../open-badges.ts'
import type { Refuse } from './own-form.ts'

/** Rules over the parts of a badge, in the order of its members; no schema of a class can say them. */
export function checkOwnBadge(badge: OpenBadgeCredential, refuse: Refuse): void {
  const { validFrom, validUntil, credentialSubject } = badge
  if (validUntil !== undefined && Date.parse(validUntil) <= Date.parse(validFrom))
    refuse(['validUntil'], 'must be later than validFrom')
  if (credentialSubject.id === undefined) refuse(['credentialSubject', 'id'], 'must be there, for a JWT names it')
  checkIdentifiers(badge, refuse)
  checkOwnAchievement(credentialSubject.achievement, (path, message) =>
    refuse(['credentialSubject', 'achievement', ...path], message),
  )
  checkResults(badge, refuse)
  checkEndorsements(badge, refuse)
}

/** Every level says its rank: the order of levels is not covered by a signature (RES-06). */
export function checkOwnAchievement({ resultDescription = [] }: OpenBadgesAchievement, refuse: Refuse): void {
  for (const [index, { rubricCriterionLevel = [] }] of resultDescription.entries())
    for (const [rank, { level }] of rubricCriterionLevel.entries())
      if (level === undefined)
        refuse(['resultDescription', index, 'rubricCriterionLevel', rank, 'level'], 'must state the rank')
}

/** ID-07. */
function checkIdentifiers({ credentialSubject: { identifier = [] } }: OpenBadgeCredential, refuse: Refuse): void {
  for (const [index, { hashed, identityHash, salt = '' }] of identifier.entries()) {
    const path = ['credentialSubject', 'identifier', index]
    if (hashed && !identityHash.startsWith('sha256$')) refuse([...path, 'identityHash'], 'must be a SHA-256')
    if (hashed && salt.length < 16) refuse([...path, 'salt'], 'must hold 16 bytes or more')
  }
}

/** Results speak of descriptions and levels of this very achievement (RES-02 … RES-04). */
function checkResults({ credentialSubject: { result = [], achievement } }: OpenBadgeCredential, refuse: Refuse): void {
  for (const [index, { resultDescription, achievedLevel, status }] of result.entries()) {
    const path = ['credentialSubject', 'result', index]
    const linked = achievement.resultDescription?.find(({ id }) => id === resultDescription)
    if (resultDescription !== undefined && !linked)
      refuse([...path, 'resultDescription'], 'must be the id of a description in this achievement')
    if (achievedLevel !== undefined && !linked?.rubricCriterionLevel?.some(({ id }) => id === achievedLevel))
      refuse([...path, 'achievedLevel'], 'must be the id of a level of the description it belongs to')
    if (linked?.resultType === 'Status' && status === undefined) refuse([...path, 'status'], 'must state the status')
  }
}

/** Endorsements are of what carries them, each signed by itself, by another than issuer and learner (END-05 … END-08). */
function checkEndorsements(badge: OpenBadgeCredential, refuse: Refuse): void {
  const { credentialSubject, issuer } = badge
  const seen = new Set<string>()
  for (const [path, carrier] of [
    [[], badge],
    [['credentialSubject', 'achievement'], credentialSubject.achievement],
  ] as const)
    for (const [index, endorsement] of (carrier.endorsement ?? []).entries()) {
      const at = [...path, 'endorsement', index]
      if (endorsement.proof === undefined) refuse([...at, 'proof'], 'must be there: an endorsement is signed by itself')
      if (endorsement.credentialSubject.id !== carrier.id)
        refuse([...at, 'credentialSubject', 'id'], 'must be the id of what carries the endorsement')
      if (seen.has(endorsement.id)) refuse([...at, 'id'], 'must be unique in the badge')
      if (endorsement.issuer.id === issuer.id || endorsement.issuer.id === credentialSubject.id)
        refuse([...at, 'issuer', 'id'], 'must be another than the issuer and the learner')
      seen.add(endorsement.id)
    }
}

/** Rules become issues at the place they speak of. */
export const refusing =
  (context: z.RefinementCtx): Refuse =>
  (path, message) =>
    context.addIssue({ code: 'custom', path: [...path], message })

import type { EvidenceInput } from '../../../schemas/claim.ts'
import type { Id } from '../shared/ids.ts'
import { publicUrls } from '../shared/public-urls.ts'
import type { FieldError } from '../shared/refusal.ts'

/**
 * What is wrong with the links of offered evidence. In JSON-LD two things of one id are one thing: evidence under an id
 * that the badge itself uses (its own, its award record's, its achievement's …) would blend into it. Another badge of
 * this service is fine.
 *
 * @param credentialId  The badge the evidence is for, once it is allotted.
 */
export function findEvidenceErrors(
  evidence: readonly EvidenceInput[],
  baseUrl: string,
  credentialId?: Id,
): readonly FieldError[] {
  const badges = publicUrls(baseUrl).credential('')
  const own = credentialId === undefined ? undefined : publicUrls(baseUrl).credential(credentialId)
  return evidence.flatMap(({ id }, index) => {
    if (id === undefined || !id.startsWith(`${baseUrl}/`)) return []
    if (id.startsWith(badges) && (own === undefined || !id.startsWith(own))) return []
    return [{ pointer: `/evidence/${index}/id`, detail: 'is an address of this service that the badge itself uses' }]
  })
}

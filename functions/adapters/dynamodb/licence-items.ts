import { z } from 'zod'
import type { AssessorLicence } from '../../domain/challenge/assessor-licence.ts'
import type { Instant } from '../../domain/shared/instant.ts'
import { toDueItem } from './due-items.ts'
import { keys } from './keys.ts'
import { stored } from './stored-fields.ts'
import type { TransactItem } from './transact.ts'
import { IF_NEW, ifVersion, put } from './writes.ts'

/** A criterion as a calibration rates it. */
export const CriterionItemSchema = z.object({
  id: z.string(),
  levels: z.array(z.string()),
  tolerance: z.int().min(0),
})

/** When samples come to the licensed. */
export const PlantedRuleItemSchema = z.object({
  everyDays: z.int(),
  answerDays: z.int(),
  graceDays: z.int(),
})

const PlantedItemSchema = z.object({ claimId: z.string(), sampleId: z.string(), answerBy: stored.instant })

/** A sample as it was stored before samples came as claims: nobody can answer it any more. */
const EarlierPlantedItemSchema = z.object({ id: z.string(), answerBy: stored.instant })

/** A stored licence. In place of a sample that nobody can answer, another comes when its time is over. */
export const LicenceItemSchema = z
  .object({
    memberId: z.string(),
    community: stored.slug,
    challengeId: z.string(),
    claimId: z.string(),
    credentialId: z.string(),
    grantedAt: stored.instant,
    expiresAt: stored.instant,
    badgeUntil: stored.instant,
    terms: z.object({
      days: z.int(),
      criteria: z.array(CriterionItemSchema),
      requiredInside: z.int(),
      planted: PlantedRuleItemSchema.optional(),
    }),
    planted: z.union([PlantedItemSchema, EarlierPlantedItemSchema]).optional(),
    nextPlantedAt: stored.instant.optional(),
    endedAt: stored.instant.optional(),
    lookAt: stored.instant,
    version: stored.version,
  })
  .transform(({ planted, ...item }): AssessorLicence => {
    if (planted === undefined) return item
    return 'claimId' in planted ? { ...item, planted } : { ...item, nextPlantedAt: planted.answerBy }
  })

/** Puts a licence in place of the version before it, if there was one. */
export const putLicence = (licence: AssessorLicence): TransactItem =>
  put(
    { ...keys.licence(licence.memberId, licence.challengeId), entity: 'assessor-licence', ...licence },
    licence.version === 1 ? IF_NEW : ifVersion(licence.version - 1),
  )

/** Has the clock look at a licence when something is due on it next; nothing is once it has ended. */
export const putLicenceDue = ({ claimId, lookAt, endedAt }: AssessorLicence, now: Instant): TransactItem | undefined =>
  endedAt === undefined ? put(toDueItem({ at: lookAt, kind: 'licence', claimId, attempt: 0 }, now)) : undefined

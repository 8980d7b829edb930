import type { AssessorLicence } from '../../functions/domain/challenge/assessor-licence.ts'
import type { Calibration, GoldSample } from '../../functions/domain/challenge/calibration.ts'
import type { SetCalibration } from '../../schemas/calibration.ts'
import { anId, NOW } from './builders.ts'

/** A request for a calibration on the rubric of an achievement's first version: one sample, one rating inside. */
export const toSet = (achievement: string, changes: Partial<SetCalibration> = {}): SetCalibration => ({
  achievement,
  achievementVersion: 1,
  tolerance: { craft: 0 },
  samplesPerAttempt: 1,
  requiredInside: 1,
  ...changes,
})

const criteria = [{ id: 'craft', levels: ['rough', 'sound', 'fine'], tolerance: 0 }]

/** A calibration as stored, with three samples of which two are drawn. */
export const aCalibration = (changes: Partial<Calibration> = {}): Calibration => ({
  challengeId: anId('challenge'),
  community: 'weavers',
  achievementId: anId('achievement'),
  achievementVersion: 1,
  criteria,
  samplesPerAttempt: 2,
  requiredInside: 2,
  attempts: 3,
  waitHours: 24,
  answerHours: 72,
  licenceDays: 365,
  samples: ['one', 'two', 'three'].map(anId),
  authors: [],
  licenceAchievement: anId('licence achievement'),
  changedAt: NOW,
  version: 1,
  ...changes,
})

/** A sample whose gold level is `sound`. */
export const aGoldSample = (name: string, gold = 'sound'): GoldSample => ({
  id: anId(name),
  challengeId: anId('challenge'),
  narrative: `Cloth ${name}`,
  gold: { craft: gold },
  addedAt: NOW,
})

/** A licence of 365 days with samples every 30 days, given just now. */
export function aLicence(changes: Partial<AssessorLicence> = {}): AssessorLicence {
  const { memberId = anId('assessor'), challengeId = anId('challenge') } = changes
  return {
    memberId,
    challengeId,
    community: 'weavers',
    claimId: anId(`licence of ${memberId} for ${challengeId}`),
    credentialId: anId(`licence badge of ${memberId} for ${challengeId}`),
    grantedAt: NOW,
    expiresAt: '2027-03-01T12:00:00.000Z',
    badgeUntil: '2027-03-01T12:00:00.000Z',
    terms: { days: 365, criteria, requiredInside: 1, planted: { everyDays: 30, answerDays: 7, graceDays: 14 } },
    lookAt: '2026-03-31T12:00:00.000Z',
    version: 1,
    ...changes,
  }
}

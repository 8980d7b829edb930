import type { Refusal } from '../../domain/shared/refusal.ts'
import { err, ok, type Result } from '../../domain/shared/result.ts'
import type { CalibrationStore } from '../../ports/calibration-store.ts'
import { newAchievement } from './achievement-store.ts'
import { attainedClaimItems } from './attained-claim-items.ts'
import {
  AttemptItemSchema,
  CalibrationItemSchema,
  putAttempt,
  putCalibration,
  putRecord,
  putSample,
  RecordItemSchema,
  SampleItemSchema,
} from './calibration-items.ts'
import { putEvent } from './claim-items.ts'
import { putCommunityEvent } from './community-events.ts'
import { writeOnce } from './idempotency.ts'
import { keys, ranges } from './keys.ts'
import { putLicence, putLicenceDue } from './licence-items.ts'
import { toHeldLicence } from './licence-store.ts'
import { loadPage } from './pages.ts'
import { loadBatch, loadItem, parseItem, rangeQuery } from './reads.ts'
import type { StoreDeps } from './store-deps.ts'
import { transact } from './transact.ts'

const STALE: Refusal = { code: 'stale', detail: 'It changed meanwhile; read it again.' }

/**
 * Calibrations in DynamoDB. Rules and samples lie with the challenge, attempts and what a member saw with the member.
 *
 * @throws StoreOverloaded when the table does not answer in time.
 */
export const dynamoCalibrationStore = (deps: StoreDeps): CalibrationStore => ({
  load: (challengeId) => loadItem(deps, keys.calibration(challengeId), CalibrationItemSchema),
  write: (to, event, more, idempotency) =>
    writeOnce(deps, {
      id: more?.sample?.id ?? to.challengeId,
      idempotency,
      items: {
        calibration: putCalibration(to),
        sample: more?.sample && putSample(more.sample),
        licence: more?.licence && newAchievement(more.licence.achievement, more.licence.version),
        event: putCommunityEvent(event),
      },
      refuse: () => err(STALE),
    }),
  async loadSamples(challengeId, ids) {
    const items = await loadBatch(
      deps,
      [...new Set(ids)].map((id) => keys.goldSample(challengeId, id)),
    )
    return items.map((item) => parseItem(SampleItemSchema, item))
  },
  listSamples(challengeId, page) {
    const range = ranges.goldSamples(challengeId)
    return loadPage(
      deps,
      {
        name: `samples/${challengeId}`,
        query: rangeQuery(range),
        startAfter: (id) => ({ ...keys.goldSample(challengeId, id) }),
        parse: (item) => parseItem(SampleItemSchema, item),
        idOf: ({ id }) => id,
      },
      page,
    )
  },
  async loadStanding(memberId, challengeId) {
    const wanted = {
      record: keys.calibrationRecord(memberId, challengeId),
      licence: keys.licence(memberId, challengeId),
      standing: keys.challengeStanding(memberId, challengeId),
    }
    const items = await loadBatch(deps, Object.values(wanted))
    const at = (name: keyof typeof wanted) => items.find(({ sk }) => sk === wanted[name].sk)
    const record = at('record')
    return {
      ...toHeldLicence(at('licence'), at('standing')),
      record: record && parseItem(RecordItemSchema, record),
    }
  },
  loadAttempt: (memberId, challengeId, id) =>
    loadItem(deps, keys.calibrationAttempt(memberId, challengeId, id), AttemptItemSchema),
  start: async (attempt, record) =>
    storedUnless(await transact(deps, { record: putRecord(record), attempt: putAttempt(attempt) })),
  answer: async (attempt, record, grant) =>
    storedUnless(
      await transact(deps, {
        attempt: putAttempt(attempt),
        record: putRecord(record),
        licence: grant && putLicence(grant.licence),
        due: grant && putLicenceDue(grant.licence, deps.now()),
        event: grant && putEvent(grant.event),
        attained: grant && attainedClaimItems(grant.attained),
      }),
    ),
})

const storedUnless = (failed: object | undefined): Result<void, Refusal> => (failed ? err(STALE) : ok(undefined))

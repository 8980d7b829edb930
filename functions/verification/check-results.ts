import type { VerificationCheck } from '../../schemas/verification-report.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { fail, toPointer, warn } from './check.ts'
import { asList, isJsonObject } from './json.ts'

const objectsIn = (value: unknown): readonly JsonObject[] => asList(value).filter(isJsonObject)
const levelsOf = (description: JsonObject | undefined) => objectsIn(description?.['rubricCriterionLevel'])

/**
 * Whether each result of a badge speaks of a description and a level in the badge's own achievement, and states its status
 * where that is what it is measured by (RES-02 … RES-04). No schema can say that.
 */
export function checkResults(document: JsonObject): readonly VerificationCheck[] {
  const subject = document['credentialSubject']
  if (!isJsonObject(subject)) return []
  const achievement = subject['achievement']
  const descriptions = isJsonObject(achievement) ? objectsIn(achievement['resultDescription']) : []
  return asList(subject['result']).flatMap((result, index) =>
    isJsonObject(result) ? checkResult(result, descriptions, ['credentialSubject', 'result', index]) : [],
  )
}

function checkResult(
  { resultDescription, achievedLevel, status }: JsonObject,
  descriptions: readonly JsonObject[],
  path: readonly PropertyKey[],
): readonly VerificationCheck[] {
  const linked = descriptions.find(({ id }) => id === resultDescription)
  const hasLevel = (description: JsonObject | undefined) => levelsOf(description).some(({ id }) => id === achievedLevel)
  const found: VerificationCheck[] = []
  if (resultDescription !== undefined && !linked)
    found.push(
      fail(
        'conformance',
        'RESULT_DESCRIPTION_UNKNOWN',
        'A result names a description that the achievement does not have.',
        toPointer([...path, 'resultDescription']),
      ),
    )
  if (achievedLevel !== undefined && !descriptions.some(hasLevel))
    found.push(
      fail(
        'conformance',
        'RESULT_LEVEL_UNKNOWN',
        'A result names a level that the achievement does not have.',
        toPointer([...path, 'achievedLevel']),
      ),
    )
  else if (achievedLevel !== undefined && !hasLevel(linked)) found.push(levelElsewhere([...path, 'achievedLevel']))
  if (linked?.['resultType'] === 'Status' && status === undefined)
    found.push(
      fail('conformance', 'RESULT_STATUS_MISSING', 'A result does not state the status it is about.', toPointer(path)),
    )
  return found
}

/** The standard's own example of a full badge has this slip, so that badges modelled on it have it too. */
const levelElsewhere = (path: readonly PropertyKey[]) =>
  warn(
    'conformance',
    'RESULT_LEVEL_ELSEWHERE',
    'A result names a level of another description than the one it names.',
    toPointer(path),
  )

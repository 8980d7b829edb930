import { checkContexts } from './check-contexts.ts'
import { checkCredentialDocument } from './check-credential.ts'
import { checkId } from './check-ids.ts'
import { checkMembers } from './check-members.ts'
import { checkHolder } from './check-parties.ts'
import { checkProofs } from './check-proofs.ts'
import { checkSize } from './check-size.ts'
import { checkTexts } from './check-texts.ts'
import { checkTypes } from './check-types.ts'
import { type Finding, finding, type Path } from './finding.ts'
import { isJsonObject, type JsonObject, listed } from './values.ts'

/**
 * Checks a presentation, and each credential in it, as {@link checkCredentialDocument} does.
 *
 * @see https://www.w3.org/TR/vc-data-model-2.0/#verifiable-presentations
 */
export function checkPresentationDocument(presentation: JsonObject, path: Path): readonly Finding[] {
  const tooLarge = checkSize(presentation, path)
  if (tooLarge.length > 0) return tooLarge
  return [
    ...checkContexts(presentation['@context'], [...path, '@context']),
    ...checkId(presentation['id'], path),
    ...checkTypes(presentation['type'], path, 'VerifiablePresentation'),
    ...checkTexts(presentation, path),
    ...checkHolder(presentation['holder'], [...path, 'holder']),
    ...listed(presentation['verifiableCredential'], [...path, 'verifiableCredential']).flatMap(({ value, path: at }) =>
      isJsonObject(value)
        ? checkCredentialDocument(value, at)
        : [finding('CREDENTIAL_INVALID', at, 'must be a credential as a JSON object')],
    ),
    ...checkMembers(presentation, path),
    ...checkProofs(presentation['proof'], [...path, 'proof']),
  ]
}

import type { VerificationCheck } from '../../schemas/verification-report.ts'
import type { JsonSchemas } from '../ports/json-schema.ts'
import type { JsonObject } from '../ports/proofs.ts'
import type { Web, WebRequest } from '../ports/web.ts'
import { fail, pass, skip, toPointer } from './check.ts'
import type { CredentialKind } from './check-conformance.ts'
import { asList, isJsonObject } from './json.ts'

/** What applying the schemas that a credential names touches. */
export interface CredentialSchemaDeps {
  readonly web: Web
  readonly jsonSchemas: JsonSchemas
  readonly isOwnUrl: (url: string) => boolean
}

const SCHEMA_TYPE = '1EdTechJsonSchemaValidator2019'
/** Those of 1EdTech for the class of a credential, in either flavour, of either data model, and as they were called before. */
const PUBLISHED =
  /^https:\/\/purl\.imsglobal\.org\/spec\/ob\/v3p0\/schema\/(?:json(?:-ld)?\/)?(?:ob_v3p0_)?(\w+?)(?:_schema)?\.json$/
const CLASS_SCHEMAS: Readonly<Record<CredentialKind, readonly string[]>> = {
  badge: ['achievementcredential', 'anyachievementcredential'],
  endorsement: ['endorsementcredential', 'anyendorsementcredential'],
}
const SCHEMA_REQUEST: WebRequest = {
  accept: 'application/schema+json, application/json',
  maxBytes: 512 * 1024,
  shared: true,
}
/** A credential that names more is not looked at further. */
const MAX_SCHEMAS = 10

/**
 * Applies every schema that a credential names for the 1EdTech validator (SCH-02, SCH-03). Those that 1EdTech publishes are
 * pinned here as the classes, which the credential has been held against already; others are fetched, without what they
 * refer to elsewhere.
 *
 * @returns nothing when it names none but the published one of its class.
 */
export async function checkCredentialSchemas(
  deps: CredentialSchemaDeps,
  document: JsonObject,
  kind: CredentialKind,
): Promise<readonly VerificationCheck[]> {
  const isList = Array.isArray(document['credentialSchema'])
  const named = asList(document['credentialSchema']).flatMap((entry, index) => {
    const path = ['credentialSchema', ...(isList ? [index] : [])]
    return isJsonObject(entry) && entry['type'] === SCHEMA_TYPE && typeof entry['id'] === 'string'
      ? [{ url: entry['id'], pointer: toPointer(path) }]
      : []
  })
  const checks = await Promise.all(
    named.slice(0, MAX_SCHEMAS).map(({ url, pointer }) => checkSchema(deps, document, kind, url, pointer)),
  )
  return [...checks.flat(), ...(named.length > MAX_SCHEMAS ? [TOO_MANY] : [])]
}

const TOO_MANY = skip(
  'conformance',
  'SCHEMA_TOO_COMPLEX',
  'The document names more schemas than are applied here.',
  '/credentialSchema',
)

async function checkSchema(
  { web, jsonSchemas, isOwnUrl }: CredentialSchemaDeps,
  document: JsonObject,
  kind: CredentialKind,
  url: string,
  pointer: string,
): Promise<readonly VerificationCheck[]> {
  const published = PUBLISHED.exec(url)?.[1]
  if (published !== undefined)
    return CLASS_SCHEMAS[kind].includes(published)
      ? []
      : [fail('conformance', 'SCHEMA', 'The schema that the document names is that of another class.', pointer)]
  // No schema is published at an address of ours.
  const answer = isOwnUrl(url) ? ({ kind: 'absent' } as const) : await web.get(url, SCHEMA_REQUEST)
  if (answer.kind === 'absent')
    return [fail('conformance', UNREACHABLE, 'There is no schema at an address where the document names one.', pointer)]
  if (answer.kind === 'unavailable')
    return [skip('conformance', UNREACHABLE, 'A schema that the document names could not be had.', pointer)]
  const verdict = jsonSchemas.apply(answer.bytes, document)
  switch (verdict.kind) {
    case 'conforms':
      return [pass('conformance', 'The document matches a schema of others that it names.')]
    case 'violated':
      return [
        fail('conformance', 'SCHEMA', 'The document does not match a schema of others that it names.', verdict.pointer),
      ]
    case 'not_a_schema':
      return [fail('conformance', UNREACHABLE, 'What the document names as a schema is none.', pointer)]
    case 'needs_others':
      return [
        skip(
          'conformance',
          UNREACHABLE,
          'A schema that the document names rests on others, which are not fetched.',
          pointer,
        ),
      ]
    case 'too_costly':
      return [
        skip('conformance', 'SCHEMA_TOO_COMPLEX', 'A schema that the document names takes too long to apply.', pointer),
      ]
  }
}

const UNREACHABLE = 'SCHEMA_UNREACHABLE'

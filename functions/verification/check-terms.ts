import type { VerificationCheck } from '../../schemas/verification-report.ts'
import type { JsonLdReader } from '../ports/json-ld.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { fail, skip } from './check.ts'

/**
 * Whether every term of a document that is signed as JWT alone is defined (CTX-05); of others that comes to light with
 * their proof.
 *
 * @returns nothing when all is well.
 */
export async function checkTerms(proofs: JsonLdReader, document: JsonObject): Promise<readonly VerificationCheck[]> {
  const failure = await proofs.findUndefined(document)
  if (!failure) return []
  const { code, detail } = failure
  switch (code) {
    case 'JSONLD_UNDEFINED_TERM':
      return [fail('conformance', code, `The document uses a term that none of its contexts defines. ${detail}`)]
    case 'CONTEXT_UNKNOWN':
      return [
        skip(
          'conformance',
          code,
          `The document uses terms published elsewhere, which this service does not fetch. ${detail}`,
        ),
      ]
    case 'DOCUMENT_TOO_COMPLEX':
      return [fail('conformance', code, `The document is too large or too entangled to be checked. ${detail}`)]
    default:
      return [fail('conformance', code, `The document is not valid JSON-LD. ${detail}`)]
  }
}

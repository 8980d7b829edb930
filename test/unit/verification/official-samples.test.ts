import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { checkConformance, kindOf } from '../../../functions/verification/check-conformance.ts'
import { missingShared, readShared } from '../../support/shared-files.ts'

const SAMPLES = 'spec/samples'
const DocumentSchema = z.record(z.string(), z.unknown())

/** What the conformance check says of one sample. */
function codesOf(file: string): readonly string[] {
  const document = DocumentSchema.parse(readShared(`${SAMPLES}/${file}`))
  const kind = kindOf(document)
  return kind ? [...new Set(checkConformance(document, kind).map(({ code }) => code))] : ['TYPE']
}

describe('the samples of the 1EdTech validator', () => {
  it.for<readonly [string, readonly string[]]>([
    ['valid/simple.json', ['OK']],
    ['valid/simple-context-alias.json', ['OK']],
    ['valid/simple-multiple-proofs.json', ['OK']],
    ['valid/endorsement-valid.json', ['OK']],
    ['valid/ecdsa-sd-2023-derived.json', ['OK']],
    ['invalid/complete.json', ['OK', 'RESULT_LEVEL_ELSEWHERE']],
    ['invalid/bitstring-revoked.json', ['OK', 'SCHEMA_PLAIN_ONLY']],
    ['invalid/simple-err-expired.json', ['OK']],
    ['invalid/simple-err-context.json', ['CONTEXT_MISSING', 'SCHEMA']],
    ['invalid/simple-err-credential-subject-type.json', ['SUBJECT_TYPE', 'SCHEMA']],
    ['invalid/simple-err-credential-subject-profile-type.json', ['SOURCE_TYPE', 'SCHEMA']],
    [
      'invalid/simple-err-credential-subject-achievement-result-description-type.json',
      ['RESULT_DESCRIPTION_TYPE', 'SCHEMA', 'RESULT_LEVEL_ELSEWHERE'],
    ],
    ['invalid/simple-err-issuer-otheridentifier-type.json', ['ISSUER_IDENTIFIER_TYPE', 'SCHEMA']],
    ['invalid/simple-err-issuer-type.json', ['ISSUER_TYPE', 'SCHEMA']],
    ['invalid/simple-err-issuer.json', ['ISSUER_MISSING', 'SCHEMA']],
    ['invalid/simple-err-type.json', ['TYPE']],
  ])('%s is %j by its form', ([file, codes], { skip }) => {
    skip(missingShared(SAMPLES) !== undefined, missingShared(SAMPLES))
    expect(codesOf(file)).toEqual(codes)
  })

  it('AC-20, GEN-02: are read by their own data model', ({ skip }) => {
    skip(missingShared(SAMPLES) !== undefined, missingShared(SAMPLES))
    for (const file of ['valid/simple-eddsa-2022.json', 'invalid/complete_v1.json'])
      expect(codesOf(file)).toEqual(expect.arrayContaining(['LEGACY_VCDM11', 'OLD_OB_CONTEXT']))
    expect(codesOf('valid/simple-eddsa-2022.json')).toContain('OK')
  })
})

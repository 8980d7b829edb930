import { describe, expect, it } from 'vitest'
import { findEvidenceErrors } from '../../../../functions/domain/endorsement/find-evidence-errors.ts'

const BASE_URL = 'https://badges.example.org'
const errorsOf = (ids: readonly string[], credentialId?: string) =>
  findEvidenceErrors(
    ids.map((id) => ({ id })),
    BASE_URL,
    credentialId,
  )

describe('findEvidenceErrors', () => {
  it('takes links to anywhere else, texts without a link, and other badges of this service', () => {
    expect(
      errorsOf(['https://example.org/cloth', `${BASE_URL}.example.net/x`, `${BASE_URL}/credentials/OTHER`]),
    ).toEqual([])
    expect(errorsOf([`${BASE_URL}/credentials/OTHER`], 'MINE')).toEqual([])
    expect(findEvidenceErrors([{ narrative: 'I wove it.' }], BASE_URL)).toEqual([])
  })

  it.each([
    '/awards/X',
    '/achievements/A/1',
    '/endorsements/E',
    '/status/L',
    '/communities/weavers',
    '/credentials/MINE',
    '/credentials/MINE#x',
  ])('refuses %s, which the badge itself uses, and points at it', (path) => {
    expect(errorsOf(['https://example.org/cloth', `${BASE_URL}${path}`], 'MINE')).toEqual([
      { pointer: '/evidence/1/id', detail: 'is an address of this service that the badge itself uses' },
    ])
  })
})

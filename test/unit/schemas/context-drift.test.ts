import { describe, expect, it } from 'vitest'
import { PUBLISHED_CONTEXT_SHA256, VERIFYING_CONTEXTS } from '../../../schemas/contexts.ts'
import { digestOf, findDrift, SCHEMA_SHA256 } from '../../support/context-drift.ts'
import { missingShared, readShared } from '../../support/shared-files.ts'

const URL_A = 'https://a.example/context'
const pinned = { [URL_A]: digestOf({ '@context': { a: 'urn:a' } }) }

describe('findDrift (GEN-03)', () => {
  it('finds a document as pinned, however it is spaced and ordered', async () => {
    const live = JSON.parse('{\n "@context" : { "a" : "urn:a" }\n}')
    expect(await findDrift(pinned, async () => live)).toEqual([{ line: `as pinned   ${URL_A}`, isPinned: true }])
  })

  it('names a changed document with both digests', async () => {
    const [finding] = await findDrift(pinned, async () => ({ '@context': { a: 'urn:a', b: 'urn:b' } }))
    expect(finding?.isPinned).toBe(false)
    expect(finding?.line).toMatch(/^CHANGED {5}https:\/\/a\.example\/context is [0-9a-f]{64}, pinned is [0-9a-f]{64}$/)
  })

  it('counts an address that cannot be read as changed, and goes on with the others', async () => {
    const findings = await findDrift({ 'https://gone.example/': 'x', ...pinned }, async (url) => {
      if (url !== URL_A) throw new Error('answered 503')
      return { '@context': { a: 'urn:a' } }
    })
    expect(findings).toEqual([
      { line: 'unreadable  https://gone.example/: answered 503', isPinned: false },
      { line: `as pinned   ${URL_A}`, isPinned: true },
    ])
  })

  it('takes the contexts that others’ badges are verified under as those that are published', async () => {
    const findings = await findDrift(PUBLISHED_CONTEXT_SHA256, async (url) => VERIFYING_CONTEXTS.get(url))
    expect(findings.filter(({ isPinned }) => !isPinned)).toEqual([])
    expect(findings).toHaveLength(VERIFYING_CONTEXTS.size)
  })

  it('pins the 1EdTech schemas that the tests use', async ({ skip }) => {
    const folder = 'spec/schemas/ob30'
    skip(missingShared(folder) !== undefined, missingShared(folder))
    const read = async (url: string) => readShared(`${folder}/${/ob_v3p0_(\w+)_schema\.json$/.exec(url)?.[1]}.json`)
    expect((await findDrift(SCHEMA_SHA256, read)).filter(({ isPinned }) => !isPinned)).toEqual([])
  })
})

import { beforeAll, describe, expect, it } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { aKey } from '../support/badge-shapes.ts'
import { aBadgeBy, findings, verifyOver } from '../support/badges-by-others.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp()
})

const many = <Value>(count: number, make: (number: number) => Value) => Array.from({ length: count }, (_, i) => make(i))
const badge = aBadgeBy(aKey().did)

describe('a document made to take long', () => {
  it('VER-13: is refused soon when its names are under a prefix of megabytes', { timeout: 15_000 }, async () => {
    const terms = { p: `https://acme.example/${'a'.repeat(1_800_000)}` }
    const members = Object.fromEntries(many(40_000, (number) => [`p:${number}`, 1]))
    const said = findings(
      await verifyOver(app, { ...badge, '@context': [badge['@context'], terms].flat(), ...members }),
    )
    expect(said).toContain('conformance fail JSONLD_NOT_COMPACTED')
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rdfcCanonize } from '../../../../functions/adapters/data-integrity/rdfc-canonize.ts'
import { buildCredential } from '../../../../functions/domain/credential/build-credential.ts'
import { buildEndorsementCredential } from '../../../../functions/domain/credential/build-endorsement-credential.ts'
import { hashEmailAddress } from '../../../../functions/domain/credential/hash-identity.ts'
import { type AchievementDraft, AchievementDraftSchema } from '../../../../schemas/achievement.ts'
import { ISSUING_CONTEXTS } from '../../../../schemas/contexts.ts'
import { asIssued, IssuedBadgeSchema, IssuedEndorsementSchema } from '../../../../schemas/open-badges/issued.ts'
import { aCommunity, anEndorsement, digests } from '../../../support/builders.ts'
import { missingObSchemas, obSchemaErrors } from '../../../support/ob-schema.ts'
import { anAward } from './award-example.ts'

const words = fc
  .string({ minLength: 1, maxLength: 40, unit: 'grapheme' })
  .map((text) => `a${text.toWellFormed()}`.replaceAll('\u0000', ''))
const path = fc.stringMatching(/^[a-z0-9~/._-]{0,20}$/)
const url = path.map((rest) => `https://guild.example/${rest}`)
const slugs = (max: number) => fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: max })
/** Members that may be left out, in every combination. */
const optional = <T>(members: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(members, { requiredKeys: [] })

const criterion = (id: string) =>
  slugs(4).chain((levels) =>
    fc.record(
      {
        id: fc.constant(id),
        name: words,
        description: words,
        levels: fc.tuple(
          ...levels.map((level) =>
            fc.record(
              { id: fc.constant(level), name: words, description: words, points: fc.constantFrom('0', '2.5') },
              { requiredKeys: ['id', 'name'] },
            ),
          ),
        ),
        requiredLevel: fc.constantFrom(...levels),
      },
      { requiredKeys: ['id', 'name', 'levels'] },
    ),
  )

const drafts: fc.Arbitrary<Partial<AchievementDraft>> = fc
  .tuple(
    fc.record({
      name: words,
      description: words,
      criteria: fc.oneof(fc.record({ id: url }), fc.record({ narrative: words })),
    }),
    optional({
      achievementType: fc.constantFrom('Badge', 'Competency', 'ext:PeerEndorsed'),
      image: fc.record({ id: url, caption: words }),
      inLanguage: fc.constantFrom('en', 'hi-IN', 'zh-Hant', 'es-419'),
      tag: fc.array(words, { minLength: 1, maxLength: 3 }),
      alignment: fc.array(
        fc.record(
          { targetName: words, targetUrl: url, targetCode: words, targetDescription: words, targetFramework: words },
          { requiredKeys: ['targetName', 'targetUrl'] },
        ),
        { minLength: 1, maxLength: 3 },
      ),
      rubric: slugs(3).chain((ids) => fc.tuple(...ids.map(criterion))),
    }),
  )
  .map(([required, others]) => ({ ...required, ...others }))

const evidence = fc.array(
  fc.record({ id: url, name: words, description: words, narrative: words, genre: words }, { requiredKeys: ['id'] }),
  { maxLength: 3 },
)

describe('a badge of any achievement that can be drafted', () => {
  it('is as the standard wants it, in every combination of members, and drops nothing in safe mode (CTX-05, GEN-12, GEN-15)', async () => {
    const canonize = rdfcCanonize(ISSUING_CONTEXTS)
    await fc.assert(
      fc.asyncProperty(
        drafts,
        evidence,
        fc.option(words, { nil: undefined }),
        fc.boolean(),
        async (draft, work, comment, isNamed) => {
          fc.pre(AchievementDraftSchema.safeParse(draft).success)
          const ratings = Object.fromEntries(
            (draft.rubric ?? []).map(({ id, levels }) => [id, levels.at(-1)?.id ?? '']),
          )
          const given = ['ana', 'ben', 'cho'].map((name) => anEndorsement(name, { ratings }))
          const award = { community: aCommunity(), ...anAward(given, { rubric: undefined, ...draft }) }
          const endorsements = given.map((endorsement) => {
            const signer = `did:key:z6Mk${endorsement.endorserId}` as const
            const parts = { ...award, signer, endorserName: isNamed ? 'Ana' : undefined, comment }
            const built = asIssued(IssuedEndorsementSchema, buildEndorsementCredential(endorsement, parts))
            return { ...built, proof: [{ type: 'DataIntegrityProof' }] }
          })
          const badge = buildCredential({
            ...award,
            endorsements,
            identifier: isNamed ? [hashEmailAddress('Asha@Example.org', 'c2l4dGVlbiBieXRlcyE', digests)] : [],
            narrative: comment,
            evidence: work,
            refreshCapability: 'capability',
            signedAt: '2026-03-01T12:00:01.500Z',
          })
          expect(IssuedBadgeSchema.safeParse(badge).error).toBeUndefined()
          if (missingObSchemas() === undefined) expect(obSchemaErrors('achievementcredential', badge)).toEqual([])
          expect(await canonize(badge)).toContain('OpenBadgeCredential')
        },
      ),
      { numRuns: 60 },
    )
  }, 60_000)
})

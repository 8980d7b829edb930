import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url))
const BIOME = join(REPOSITORY, 'node_modules/@biomejs/biome/bin/biome')

const IMPORT = 'lint/style/noRestrictedImports'
const GLOBAL = 'lint/style/noRestrictedGlobals'
const PLUGIN = 'plugin'

const BOUNDARIES: readonly string[] = [IMPORT, GLOBAL, PLUGIN]

/** A file, a line in it, and the rule that must report that line. */
type Case = readonly [file: string, line: string, rule?: string]

const from = (source: string) => `import type { X } from '${source}'`
const valueFrom = (source: string) => `import { x } from '${source}'`

const FORBIDDEN: readonly Case[] = [
  ['schemas/claim.ts', valueFrom('hono'), IMPORT],
  ['schemas/claim.ts', valueFrom('@hono/zod-openapi'), IMPORT],
  ['schemas/claim.ts', valueFrom('node:crypto'), IMPORT],
  ['schemas/claim.ts', valueFrom('did-context'), IMPORT],
  ['schemas/claim.ts', valueFrom('../functions/domain/shared/ids.ts'), IMPORT],
  ['schemas/open-badges/parts.ts', valueFrom('hono'), IMPORT],
  ['schemas/open-badges/parts.ts', valueFrom('../../functions/domain/shared/ids.ts'), IMPORT],
  ['schemas/contexts.ts', valueFrom('jsonld'), IMPORT],
  ['schemas/contexts.ts', valueFrom('node:fs'), IMPORT],

  ['functions/domain/rule.ts', from('../ports/clock.ts'), IMPORT],
  ['functions/domain/claim/rule.ts', valueFrom('node:crypto'), IMPORT],
  ['functions/domain/claim/rule.ts', valueFrom('hono'), IMPORT],
  ['functions/domain/claim/rule.ts', valueFrom('zod'), IMPORT],
  ['functions/domain/claim/rule.ts', valueFrom('@aws-sdk/client-dynamodb'), IMPORT],
  ['functions/domain/claim/rule.ts', from('../../ports/clock.ts'), IMPORT],
  ['functions/domain/claim/rule.ts', from('../../adapters/dynamodb/keys.ts'), IMPORT],
  ['functions/domain/claim/rule.ts', from('../../claims/open-claim.ts'), IMPORT],
  ['functions/domain/claim/rule.ts', from('../../../infra/app.ts'), IMPORT],
  ['functions/domain/claim/clauses/rule.ts', from('../../../ports/clock.ts'), IMPORT],
  ['functions/domain/claim/rule.ts', valueFrom('../../../schemas/claim.ts'), PLUGIN],
  ['functions/domain/claim/rule.ts', "export { x } from '../../../schemas/claim.ts'", PLUGIN],
  ['functions/domain/claim/rule.ts', 'export const x = new Date()', PLUGIN],
  ['functions/domain/claim/rule.ts', 'export const x = Date()', PLUGIN],
  ['functions/domain/claim/rule.ts', 'export const x = Date.now()', PLUGIN],
  ['functions/domain/claim/rule.ts', 'export const x = [1].map(Date.now)', PLUGIN],
  ['functions/domain/claim/rule.ts', "export const x = Date['now']()", PLUGIN],
  ['functions/domain/claim/rule.ts', 'export const x = Math.random()', PLUGIN],
  ['functions/domain/claim/rule.ts', 'export const x = crypto.randomUUID()', GLOBAL],
  ['functions/domain/claim/rule.ts', 'export const x = process.pid', GLOBAL],
  ['functions/domain/claim/rule.ts', "export const x = () => fetch('https://example.org')", GLOBAL],
  ['functions/domain/claim/rule.ts', 'export const x = globalThis.performance', GLOBAL],

  ['functions/ports/signer.ts', from('../adapters/kms/signer.ts'), IMPORT],
  ['functions/ports/signer.ts', from('../../schemas/claim.ts'), IMPORT],
  ['functions/ports/signer.ts', from('@aws-sdk/client-kms'), IMPORT],
  ['functions/ports/signer.ts', from('../http/caller.ts'), IMPORT],
  ['functions/ports/signer.ts', valueFrom('../domain/shared/result.ts'), PLUGIN],
  ['functions/ports/signer.ts', "export { x } from '../domain/shared/result.ts'", PLUGIN],
  ['functions/ports/signer.ts', "export const x = import('../domain/shared/result.ts')", PLUGIN],

  ['functions/adapters/dynamodb/claim-store.ts', valueFrom('hono'), IMPORT],
  ['functions/adapters/dynamodb/claim-store.ts', valueFrom('../../http/problems.ts'), IMPORT],
  ['functions/adapters/dynamodb/claim-store.ts', valueFrom('../../claims/open-claim.ts'), IMPORT],
  ['functions/adapters/dynamodb/claim-store.ts', valueFrom('../../local/cli.ts'), IMPORT],
  ['functions/adapters/dynamodb/claim-store.ts', valueFrom('../../../infra/app.ts'), IMPORT],
  ['functions/adapters/dynamodb/claim-store.ts', valueFrom('../../../test/support/builders.ts'), IMPORT],
  ['functions/adapters/clock.ts', valueFrom('../http/problems.ts'), IMPORT],

  ['functions/http/create-app.ts', valueFrom('../adapters/logging/log.ts'), IMPORT],
  ['functions/http/create-app.ts', valueFrom('../claims/routes.ts'), IMPORT],
  ['functions/http/create-app.ts', valueFrom('@aws-sdk/client-kms'), IMPORT],
  ['functions/http/pages/layout.tsx', valueFrom('../../adapters/logging/log.ts'), IMPORT],

  ['functions/claims/open-claim.ts', valueFrom('../adapters/dynamodb/claim-store.ts'), IMPORT],
  ['functions/claims/open-claim.ts', valueFrom('../endorsements/submit-endorsement.ts'), IMPORT],
  ['functions/claims/open-claim.ts', valueFrom('../local/cli.ts'), IMPORT],
  ['functions/claims/open-claim.ts', valueFrom('../lambdas/api.ts'), IMPORT],
  ['functions/claims/open-claim.ts', valueFrom('../../infra/app.ts'), IMPORT],
  ['functions/claims/open-claim.ts', valueFrom('@aws-sdk/client-dynamodb'), IMPORT],
  ['functions/claims/open-claim.ts', "export const x = import('../adapters/dynamodb/claim-store.ts')", IMPORT],
  ['functions/claims/open-claim.ts', "export { x } from '../adapters/dynamodb/claim-store.ts'", IMPORT],
  ['functions/claims/open-claim.ts', 'export const x = process.env', 'lint/style/noProcessEnv'],
  ['functions/claims/pages/claim.tsx', valueFrom('../../adapters/dynamodb/claim-store.ts'), IMPORT],
  ['functions/claims/routes.ts', valueFrom('hono/aws-lambda'), IMPORT],

  ['functions/lambdas/api.ts', valueFrom('hono/aws-lambda'), IMPORT],
  ['functions/lambdas/api.ts', valueFrom('../../infra/app.ts'), IMPORT],
  ['functions/lambdas/api.ts', valueFrom('aws-cdk-lib'), IMPORT],
  ['functions/local/cli.ts', valueFrom('../../test/support/builders.ts'), IMPORT],
  ['functions/local/cli.ts', valueFrom('../../bench/run.ts'), IMPORT],
  ['functions/local/demo/play.ts', valueFrom('../../../test/support/builders.ts'), IMPORT],
  ['functions/local/cli.ts', valueFrom('hono/aws-lambda'), IMPORT],

  ['infra/app.ts', valueFrom('../functions/lambdas/api.ts'), IMPORT],
  ['infra/stacks/service.ts', valueFrom('../../functions/lambdas/api.ts'), IMPORT],
  ['infra/stacks/service.ts', valueFrom('../../schemas/claim.ts'), IMPORT],
  ['infra/stacks/service.ts', valueFrom('hono'), IMPORT],
  ['infra/stacks/service.ts', valueFrom('@aws-sdk/client-dynamodb'), IMPORT],

  ['functions/claims/late.ts', 'Promise.reject(new Error("late"))', 'lint/nursery/noFloatingPromises'],
  ['functions/claims/loose.ts', 'export const x = (y: any) => y', 'lint/suspicious/noExplicitAny'],
  ['functions/claims/sure.ts', 'export const x = (y?: string) => y!', 'lint/style/noNonNullAssertion'],
  ['functions/claims/default.ts', 'export default 1', 'lint/style/noDefaultExport'],
  ['functions/claims/CamelCase.ts', 'export const x = 1', 'lint/style/useFilenamingConvention'],
]

const ALLOWED: readonly Case[] = [
  ['schemas/claim.ts', valueFrom('zod')],
  ['schemas/claim.ts', valueFrom('./text.ts')],
  ['schemas/open-badges.ts', valueFrom('./open-badges/parts.ts')],
  ['schemas/open-badges/parts.ts', valueFrom('./terms.ts')],
  ['schemas/open-badges/parts.ts', valueFrom('../text.ts')],
  ['schemas/contexts.ts', valueFrom('did-context')],
  ['schemas/contexts.ts', valueFrom('@digitalbazaar/data-integrity-context')],
  ['functions/domain/rule.ts', valueFrom('./shared/result.ts')],
  ['functions/domain/rule.ts', from('../../schemas/claim.ts')],
  ['functions/domain/claim/rule.ts', valueFrom('./claim.ts')],
  ['functions/domain/claim/rule.ts', valueFrom('./clauses/rule.ts')],
  ['functions/domain/claim/rule.ts', valueFrom('../shared/result.ts')],
  ['functions/domain/claim/rule.ts', from('../../../schemas/claim.ts')],
  ['functions/domain/claim/rule.ts', 'export const x = (y: Date) => new Date(y.getTime() + 1)'],
  ['functions/domain/claim/rule.ts', 'export const x = (y: string) => Math.max(Date.parse(y), 0)'],
  ['functions/domain/claim/clauses/rule.ts', valueFrom('../../shared/result.ts')],
  ['functions/domain/claim/clauses/rule.ts', from('../../../../schemas/claim.ts')],
  ['functions/ports/signer.ts', from('../domain/shared/result.ts')],
  ['functions/ports/signer.ts', from('./clock.ts')],
  ['functions/adapters/dynamodb/claim-store.ts', valueFrom('@aws-sdk/lib-dynamodb')],
  ['functions/adapters/dynamodb/claim-store.ts', valueFrom('node:zlib')],
  ['functions/adapters/dynamodb/claim-store.ts', from('../../ports/claim-store.ts')],
  ['functions/adapters/dynamodb/claim-store.ts', valueFrom('../../domain/shared/result.ts')],
  ['functions/adapters/dynamodb/claim-store.ts', valueFrom('../../../schemas/claim.ts')],
  ['functions/http/create-app.ts', valueFrom('hono')],
  ['functions/http/create-app.ts', valueFrom('hono/aws-lambda')],
  ['functions/http/create-app.ts', valueFrom('../domain/shared/result.ts')],
  ['functions/http/create-app.ts', from('../ports/clock.ts')],
  ['functions/http/create-app.ts', valueFrom('../../schemas/problem.ts')],
  ['functions/http/pages/layout.tsx', valueFrom('hono/html')],
  ['functions/http/pages/layout.tsx', valueFrom('../negotiate.ts')],
  ['functions/http/pages/layout.tsx', valueFrom('../../domain/shared/result.ts')],
  ['functions/claims/open-claim.ts', valueFrom('./close-claim.ts')],
  ['functions/claims/open-claim.ts', valueFrom('../domain/claim/rule.ts')],
  ['functions/claims/open-claim.ts', from('../ports/claim-store.ts')],
  ['functions/claims/routes.ts', valueFrom('../http/create-app.ts')],
  ['functions/claims/routes.ts', valueFrom('@hono/zod-openapi')],
  ['functions/claims/routes.ts', valueFrom('../../schemas/claim.ts')],
  ['functions/lambdas/api.ts', valueFrom('../adapters/dynamodb/claim-store.ts')],
  ['functions/lambdas/api.ts', valueFrom('../claims/routes.ts')],
  ['functions/lambdas/api.ts', valueFrom('../../schemas/claim.ts')],
  ['functions/local/cli.ts', valueFrom('../adapters/dynamodb/claim-store.ts')],
  ['functions/local/cli.ts', valueFrom('@hono/node-server')],
  ['infra/app.ts', valueFrom('./stacks/service.ts')],
  ['infra/stacks/service.ts', valueFrom('../constructs/table.ts')],
  ['infra/stacks/service.ts', valueFrom('aws-cdk-lib/aws-lambda')],
  ['infra/stacks/service.ts', valueFrom('cdk-nag')],
  ['bench/run.ts', valueFrom('../functions/adapters/dynamodb/claim-store.ts')],
  ['test/unit/claims/open-claim.test.ts', valueFrom('../../../functions/adapters/dynamodb/claim-store.ts')],
]

const ReportSchema = z.object({
  diagnostics: z.array(
    z.object({
      category: z.string(),
      location: z.object({ path: z.string(), start: z.object({ line: z.number() }) }),
    }),
  ),
})

const place = (file: string, line: number) => `${file}:${line}`

/** Writes the cases of each file below one another, each with names of its own, and tells where each one landed. */
async function seed(root: string, cases: readonly Case[]): Promise<ReadonlyMap<Case, string>> {
  const linesByFile = new Map<string, string[]>()
  const places = new Map<Case, string>()
  for (const seeded of cases) {
    const [file, text] = seeded
    const lines = linesByFile.get(file) ?? []
    lines.push(text.replaceAll(/\bx\b/gi, (name) => `${name}${lines.length}`))
    linesByFile.set(file, lines)
    places.set(seeded, place(file, lines.length))
  }
  for (const [file, lines] of linesByFile) {
    await mkdir(dirname(join(root, file)), { recursive: true })
    await writeFile(join(root, file), `${lines.join('\n')}\n`)
  }
  return places
}

/** Runs Biome with this repository's configuration and plugins, and tells which rules fired at which place. */
async function lint(root: string): Promise<ReadonlyMap<string, readonly string[]>> {
  for (const file of ['.biome.json', '.gitignore', 'test/lint']) {
    await cp(join(REPOSITORY, file), join(root, file), { recursive: true })
  }
  const arguments_ = [BIOME, 'lint', '--reporter=json', '--max-diagnostics=none']
  const stdout = await new Promise<string>((resolve) => {
    execFile(process.execPath, arguments_, { cwd: root, maxBuffer: 2 ** 25 }, (_, output) => resolve(output))
  })
  const rulesByPlace = new Map<string, string[]>()
  for (const { category, location } of ReportSchema.parse(JSON.parse(stdout)).diagnostics) {
    // A complaint about a file's name stands at line 0.
    const where = place(location.path, Math.max(1, location.start.line))
    rulesByPlace.set(where, [...(rulesByPlace.get(where) ?? []), category])
  }
  return rulesByPlace
}

describe('biome with the configuration of this repository', () => {
  let root: string
  let places: ReadonlyMap<Case, string>
  let rulesByPlace: ReadonlyMap<string, readonly string[]>
  const rulesFor = (seeded: Case) => rulesByPlace.get(places.get(seeded) ?? '') ?? []

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'peerbadge-lint-'))
    places = await seed(root, [...FORBIDDEN, ...ALLOWED])
    rulesByPlace = await lint(root)
  })
  afterAll(() => rm(root, { recursive: true, force: true }))

  for (const seeded of FORBIDDEN) {
    const [file, line, rule] = seeded
    it(`refuses in ${file}: ${line}`, () => expect(rulesFor(seeded)).toContain(rule))
  }

  for (const seeded of ALLOWED) {
    const [file, line] = seeded
    it(`allows in ${file}: ${line}`, () => {
      expect(rulesFor(seeded).filter((rule) => BOUNDARIES.includes(rule))).toEqual([])
    })
  }
})

import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { Template } from 'aws-cdk-lib/assertions'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest'
import * as zod from 'zod'
import { ALIASES, BUNDLING } from '../../infra/constructs/bundling.ts'
import { resolvedEnvironments } from './environment.ts'

const run = promisify(execFile)
const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const MEGABYTE = 1_000_000
const FUNCTIONS = ['Api', 'Public', 'Verification', 'Issuance', 'FanOut', 'StatusLists', 'Clock']

let assembly: string
let foundation: Template
let service: Template

beforeAll(async () => {
  assembly = await mkdtemp(join(tmpdir(), 'peerbadge-cdk-'))
  // The app as `cdk synth` runs it: bundles made, both cdk-nag packs applied, exit status 1 on a finding.
  await run(process.execPath, ['--import', 'tsx', 'infra/app.ts'], {
    cwd: ROOT,
    env: { ...process.env, CDK_OUTDIR: assembly },
  })
  const read = async (stack: string) =>
    Template.fromJSON(JSON.parse(await readFile(join(assembly, `${stack}.template.json`), 'utf8')))
  foundation = await read('peerbadge-foundation')
  service = await read('peerbadge-service')
}, 120_000)

afterAll(() => rm(assembly, { recursive: true, force: true }))

/** Folder of the bundle that a function is deployed from. */
function bundleOf(name: string): string {
  const functions = Object.entries(service.findResources('AWS::Lambda::Function'))
  const key = functions.find(([id]) => id.startsWith(`${name}Function`))?.[1]?.['Properties'].Code.S3Key
  return join(assembly, `asset.${String(key).replace('.zip', '')}`)
}

describe('infra/app.ts', () => {
  it.each(FUNCTIONS)('bundles %s into one ES module with its source map', async (name) => {
    expect((await readdir(bundleOf(name))).sort()).toEqual(['index.mjs', 'index.mjs.map'])
  })

  it.each(FUNCTIONS)('bundles %s so that it loads and exports a handler', async (name) => {
    const url = pathToFileURL(join(bundleOf(name), 'index.mjs')).href
    const script = `import(${JSON.stringify(url)}).then(({ handler }) => process.stdout.write(typeof handler))`
    const lambda = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }
    const env = { ...lambda, ...resolvedEnvironments({ foundation, service })[name] }
    const { stdout } = await run(process.execPath, ['-e', script], { cwd: assembly, env })
    expect(stdout).toBe('function')
  })

  it('leaves undici out of every bundle', async () => {
    const maps = await Promise.all(FUNCTIONS.map((name) => readFile(join(bundleOf(name), 'index.mjs.map'), 'utf8')))
    expect(maps.filter((map) => map.includes('node_modules/undici/'))).toEqual([])
  })

  it('keeps the API below one megabyte beside the AWS SDK', async () => {
    const { format, target, minify, keepNames, mainFields } = BUNDLING
    const { metafile } = await build({
      entryPoints: [join(ROOT, 'functions/lambdas/api.ts')],
      bundle: true,
      write: false,
      metafile: true,
      outfile: 'index.mjs',
      platform: 'node',
      ...{ format, target, minify, keepNames, mainFields },
      alias: { ...ALIASES },
    })
    const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs))
    const own = inputs.filter(([path]) => !/node_modules\/(@aws-sdk|@aws-crypto|@aws|@smithy)\//.test(path))
    const bytes = own.reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0)
    expect(bytes).toBeGreaterThan(0)
    expect(bytes).toBeLessThan(MEGABYTE)
  })

  it('holds in place of zod all that zod exports, but for its messages in other languages', async () => {
    const smaller: object = await import(join(ALIASES.zod, 'index.js'))
    const left = Object.keys(zod).filter((name) => !(name in smaller))
    expect(left.sort()).toEqual(['core', 'locales'])
  })

  it('makes templates that cfn-lint accepts', async (context) => {
    await skipWithoutCfnLint(context)
    const templates = ['peerbadge-foundation', 'peerbadge-service'].map((stack) =>
      join(assembly, `${stack}.template.json`),
    )
    // W3005: CDK writes dependencies that a reference already implies.
    await expect(run('cfn-lint', ['--ignore-checks', 'W3005', '--', ...templates])).resolves.toEqual({
      stdout: '',
      stderr: '',
    })
  })
})

async function skipWithoutCfnLint(context: TestContext): Promise<void> {
  try {
    await run('cfn-lint', ['--version'])
  } catch {
    console.warn('SKIPPED: cfn-lint is not on the PATH, so the CloudFormation templates were not linted')
    context.skip('cfn-lint is not on the PATH')
  }
}

import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const SECOND = 1000
const temporary = 'test/support/temporary-folder.ts'
const dynamoDb = ['test/support/dynamodb-global-setup.ts']

/** One tier is one folder under test/: `vitest --project unit` runs test/unit. */
const tier = (name: string, timeoutSeconds: number, globalSetup: string[] = []) => ({
  extends: true as const,
  test: {
    name,
    include: [`test/${name}/**/*.test.{ts,tsx}`],
    testTimeout: timeoutSeconds * SECOND,
    hookTimeout: timeoutSeconds * SECOND,
    globalSetup: [temporary, ...globalSetup],
    // Files share what they import, which takes half of the time of short ones; nothing may be left behind in a module.
    isolate: false,
  },
})

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    expect: { requireAssertions: true },
    passWithNoTests: false,
    maxWorkers: 2,
    reporters: ['default', 'json'],
    outputFile: { json: '.reports/vitest.json' },
    coverage: {
      provider: 'v8',
      reportsDirectory: '.reports/coverage',
      reporter: ['text-summary', 'json-summary'],
      include: ['functions/**/*.{ts,tsx}', 'schemas/**/*.ts', 'infra/**/*.ts'],
      // Entry files hold no logic; the e2e tier runs them in processes of their own.
      exclude: ['functions/lambdas/**'],
      thresholds: { 'functions/domain/**/*.ts': { lines: 95, branches: 95 } },
    },
    projects: [tier('unit', 15), tier('contract', 30, dynamoDb), tier('infra', 60), tier('e2e', 120, dynamoDb)],
  },
})

import { fileURLToPath } from 'node:url'
import { type BundlingOptions, LogLevel, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs'

/** Root of the repository, where `package-lock.json` lies. */
export const PROJECT_ROOT = fileURLToPath(new URL('../..', import.meta.url))

const inPlaceOf = (name: string) => fileURLToPath(new URL(`../bundling/${name}`, import.meta.url))

/** Packages that a bundle holds something smaller in place of. */
export const ALIASES = { undici: inPlaceOf('undici'), zod: inPlaceOf('zod') } as const

/**
 * How every function becomes one ES module.
 *
 * The AWS SDK is bundled: what runs is the version the lockfile names and the tests ran with, and one file loads faster
 * than the runtime's copy. Dependencies written in CommonJS may call `require` for Node's own modules.
 */
export const BUNDLING = {
  format: OutputFormat.ESM,
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  keepNames: true,
  sourceMap: true,
  sourcesContent: false,
  bundleAwsSDK: true,
  externalModules: [],
  banner: "import{createRequire as requireFrom}from'node:module';const require=requireFrom(import.meta.url);",
  esbuildArgs: Object.fromEntries(Object.entries(ALIASES).map(([name, path]) => [`--alias:${name}`, path])),
  logLevel: LogLevel.WARNING,
} satisfies BundlingOptions

import { Ajv2019, type ErrorObject, type ValidateFunction } from 'ajv/dist/2019.js'
import addFormats from 'ajv-formats'
import { z } from 'zod'
import { missingShared, readShared } from './shared-files.ts'

/** The 1EdTech schemas (plain JSON flavour) this project is tested against. */
export type ObSchema = 'achievementcredential' | 'endorsementcredential' | 'profile' | 'imsx_statusinfo'

const pathOf = (name: ObSchema) => `spec/schemas/ob30/${name}.json`

/** Why tests against the schemas are skipped; `undefined` when the schemas are there. */
export const missingObSchemas = (): string | undefined => missingShared(pathOf('achievementcredential'))

/**
 * What a 1EdTech schema finds wrong, as `pointer message`; empty when the document conforms.
 *
 * @throws Error when the schemas are absent: ask `missingObSchemas` first.
 */
export function obSchemaErrors(name: ObSchema, document: unknown): readonly string[] {
  const validate = validators.get(name) ?? compile(name)
  return validate(document) ? [] : (validate.errors ?? []).map(toLine)
}

/** The same for a class that has no schema file of its own, by the definition that the schema of badges holds of it. */
export function obClassErrors(name: 'Achievement', document: unknown): readonly string[] {
  const definitions = BadgeDefinitionsSchema.parse(readShared(pathOf('achievementcredential')))
  const validate = newAjv().compile({ ...definitions, $ref: `#/$defs/${name}` })
  return validate(document) ? [] : (validate.errors ?? []).map(toLine)
}

const BadgeDefinitionsSchema = z.object({ $schema: z.string(), $defs: z.record(z.string(), z.unknown()) })

const validators = new Map<ObSchema, ValidateFunction>()

function compile(name: ObSchema): ValidateFunction {
  const schema = readShared(pathOf(name))
  if (typeof schema !== 'object' || schema === null) throw new Error(`the schema ${name} is absent`)
  const validate = newAjv().compile(schema)
  validators.set(name, validate)
  return validate
}

function newAjv(): Ajv2019 {
  // Ajv's own strictness refuses the published files: their tuple for `@context` is open-ended.
  const ajv = new Ajv2019({ allErrors: true, strict: false })
  addFormats.default(ajv)
  return ajv
}

const toLine = ({ instancePath, message, params }: ErrorObject): string =>
  `${instancePath} ${message} ${JSON.stringify(params)}`

import { readFile } from 'node:fs/promises'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { z } from 'zod'

const DocumentSchema = z.looseObject({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.looseObject({
        responses: z.record(
          z.string(),
          z.looseObject({
            content: z.record(z.string(), z.looseObject({ schema: z.unknown().optional() })).optional(),
          }),
        ),
      }),
    ),
  ),
})

/** Throws when an answer is not one its route declares: another status, another media type, or a body off its schema. */
export type AnswerCheck = (method: string, path: string, answer: Response) => Promise<void>

/** Checks answers against the OpenAPI document the service serves. Paths it does not name are let through. */
export async function checkDeclared(): Promise<AnswerCheck> {
  const text = await readFile(new URL('../../schemas/openapi.json', import.meta.url), 'utf8')
  const document = DocumentSchema.parse(JSON.parse(text))
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addSchema({ $id: 'api', ...document })
  const templates = Object.keys(document.paths).map((template) => ({
    template,
    pattern: new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`),
  }))

  return async (method, path, answer) => {
    const template = templates.find(({ pattern }) => pattern.test(path.split('?')[0] ?? ''))?.template
    const responses = template && document.paths[template]?.[method.toLowerCase()]?.responses
    if (!template || !responses) return
    const declared = responses[String(answer.status)]
    if (!declared) throw new Error(`${method} ${template} answered ${answer.status}, which it does not declare`)
    const mediaType = (answer.headers.get('content-type') ?? '').split(';')[0] ?? ''
    if (!declared.content) return
    if (!declared.content[mediaType])
      throw new Error(`${method} ${template} answered ${answer.status} as "${mediaType}", which it does not declare`)
    if (!/json|\/vc$/.test(mediaType)) return
    const pointer = [
      'paths',
      template,
      method.toLowerCase(),
      'responses',
      answer.status,
      'content',
      mediaType,
      'schema',
    ]
      .map((part) => encodeURIComponent(String(part).replaceAll('~', '~0').replaceAll('/', '~1')))
      .join('/')
    const validate = ajv.getSchema(`api#/${pointer}`)
    if (!validate?.(await answer.clone().json()))
      throw new Error(`${method} ${template} answered off its schema: ${ajv.errorsText(validate?.errors)}`)
  }
}

import { expect } from 'vitest'
import { z } from 'zod'
import type { assembleVerification } from '../../functions/lambdas/assemble-verification.ts'
import {
  type VerificationReport,
  VerificationReportSchema,
  VerificationResultsSchema,
} from '../../schemas/verification-report.ts'
import { checkDeclared } from './declared-answers.ts'

type App = Pick<ReturnType<typeof assembleVerification>, 'request'>

/** What an answer was: its status, and its body as text. */
export interface Presented {
  readonly status: number
  readonly text: string
  readonly headers: Headers
  readonly report: () => VerificationReport
  readonly results: () => readonly VerificationReport[]
  /** The code of a problem document, with where it points. */
  readonly problem: () => { readonly code: string; readonly pointers: readonly string[]; readonly detail?: string }
}

const ProblemSchema = z.looseObject({
  code: z.string(),
  detail: z.string().optional(),
  errors: z.array(z.looseObject({ pointer: z.string() })).optional(),
})

/** Sends a body to be verified; every answer is one that its route declares. */
export async function present(
  app: App,
  type: string | undefined,
  body: string | Uint8Array<ArrayBuffer> | FormData,
  env?: object,
): Promise<Presented> {
  const headers = type === undefined ? {} : { 'content-type': type }
  const answer = await app.request('/v1/verifications', { method: 'POST', headers, body }, env)
  const check = await checkDeclared()
  await check('POST', '/v1/verifications', answer)
  const text = await answer.text()
  const parse = <Schema extends z.ZodType>(schema: Schema): z.output<Schema> => {
    expect(answer.status, text).toBe(200)
    return schema.parse(JSON.parse(text))
  }
  return {
    status: answer.status,
    text,
    headers: answer.headers,
    report: () => parse(VerificationReportSchema),
    results: () => parse(VerificationResultsSchema).results,
    problem: () => {
      const { code, detail, errors = [] } = ProblemSchema.parse(JSON.parse(text))
      return { code, pointers: errors.map(({ pointer }) => pointer), ...(detail === undefined ? {} : { detail }) }
    },
  }
}

export const presentJson = (app: App, body: unknown): Promise<Presented> =>
  present(app, 'application/json', typeof body === 'string' ? body : JSON.stringify(body))

/** The codes of the checks that did not pass, in order. */
export const troublesOf = ({ checks }: Pick<VerificationReport, 'checks'>): readonly string[] =>
  checks.filter(({ status }) => status !== 'pass').map(({ id, status, code }) => `${id} ${status} ${code}`)

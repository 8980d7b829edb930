import { type RouteConfig, z } from '@hono/zod-openapi'
import { problemResponses } from '../http/api-route.ts'
import { HTML } from '../http/negotiate.ts'
import type { OperationId } from '../http/permissions.ts'
import { FORM_TYPES } from './read-verify-form.ts'

const page = (description: string) => ({ description, content: { [HTML]: { schema: z.string() } } })

/** Browsers get these as a page that says what to do, others as problem documents. */
const problems = (codes: Parameters<typeof problemResponses>[0]) =>
  Object.fromEntries(
    Object.entries(
      problemResponses([...codes, 'verification_loop', 'rate_limited', 'internal_error', 'overloaded']),
    ).map(([status, response]) => [
      status,
      { ...response, content: { ...response.content, [HTML]: { schema: z.string() } } },
    ]),
  )

const FormSchema = z.object({
  url: z.string().optional().meta({ description: 'The address of a badge' }),
  file: z.string().optional().meta({ description: 'A badge as a file: JSON, JWT, PNG or SVG', format: 'binary' }),
  credential: z.string().optional().meta({ description: 'The text of a badge: JSON or JWT' }),
  recipientType: z
    .string()
    .optional()
    .meta({ description: 'What is known of the recipient, as `recipient.type` of `POST /v1/verifications`' }),
  receipt: z.string().optional().meta({ description: 'Anything but nothing asks for a signed receipt' }),
  recipient: z.string().optional().meta({ description: 'Compared with the badge, and neither kept nor shown' }),
})

/** What the API's description says of the page that verifies. */
export const VERIFY_PAGE_OPERATIONS = [
  {
    method: 'get',
    path: '/verify',
    operationId: 'getVerifyPage',
    summary: 'Open the page that verifies',
    description:
      'A form for a badge, which works without script; with `url`, the verdict on the badge at that address.',
    tags: ['verification'],
    request: { query: z.object({ url: z.string().optional().meta({ description: 'The address of a badge' }) }) },
    responses: {
      200: page('The form, or the verdict whatever it is'),
      304: { description: 'The client has the newest form already' },
      ...problems(['invalid_request']),
    },
  },
  {
    method: 'post',
    path: '/verify',
    operationId: 'verifyOnPage',
    summary: 'Verify a badge on the page',
    description:
      'What the form of the page sends: one badge in one of three fields, and what is known of its recipient. Software is better served by `POST /v1/verifications`.',
    tags: ['verification'],
    request: {
      body: { required: true, content: Object.fromEntries(FORM_TYPES.map((type) => [type, { schema: FormSchema }])) },
    },
    responses: {
      200: page('The verdict, whatever it is'),
      ...problems(['invalid_request', 'malformed_json', 'body_too_large', 'unsupported_media_type']),
    },
  },
] as const satisfies readonly (RouteConfig & { readonly operationId: OperationId })[]

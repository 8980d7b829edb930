import type { OpenAPIHono } from '@hono/zod-openapi'
import type { AppEnv } from './app-env.ts'
import { ALL_EXAMPLES } from './openapi-examples/all-examples.ts'
import { withExamples } from './openapi-examples/with-examples.ts'

const DESCRIPTION = `Peers of a community endorse a member's claim; when the published rule of the achievement is met, a signed Open Badges 3.0 credential is issued.

**Ids** are opaque. **Lists** take \`limit\` and \`cursor\` and answer with \`next\` and a \`Link\` header. **Writes** marked so take \`Idempotency-Key\`; changes to what was read take \`If-Match\`. **Errors** are problem documents (RFC 9457) with a stable \`code\`; unknown members of a body are errors. Bodies hold at most 256 KB. **Sentences** in answers are in English, or Hindi where \`Accept-Language\` asks for it; the data beside them is the same in both.`

const SECURITY_SCHEMES = {
  administrator: {
    type: 'http',
    scheme: 'bearer',
    description:
      'The token of the platform administrator, who creates communities and their API keys and does nothing else.',
  },
  apiKey: {
    type: 'http',
    scheme: 'bearer',
    description:
      'An API key of a community (`pb_…`), with scopes. The header `Peerbadge-Member`, or the member a body names, says for whom it acts; it then has no more rights than that member.',
  },
  memberToken: {
    type: 'http',
    scheme: 'bearer',
    description: 'An ID token or JWT access token of a member, from an OpenID provider that the community configured.',
  },
} as const

/**
 * The OpenAPI 3.1 document of an application, from its routes, with examples of what they take and answer. It names no server;
 * whoever serves it adds its own.
 *
 * @see https://spec.openapis.org/oas/v3.1.0
 */
export function toOpenApiDocument(app: OpenAPIHono<AppEnv>, version: string) {
  const { components, ...document } = app.getOpenAPI31Document(
    {
      openapi: '3.1.0',
      info: {
        title: 'Peerbadge',
        version,
        description: DESCRIPTION,
        license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      },
      tags: [
        { name: 'communities' },
        { name: 'API keys' },
        { name: 'members' },
        { name: 'rights' },
        { name: 'achievements' },
        { name: 'claims' },
        { name: 'endorsements' },
        { name: 'credentials' },
        { name: 'verification' },
        { name: 'VC-API' },
        { name: 'public objects' },
        { name: 'service' },
      ],
    },
    { sortComponents: 'alphabetically' },
  )
  const schemas = withExamples(components?.schemas ?? {}, ALL_EXAMPLES)
  return { ...document, components: { ...components, schemas, securitySchemes: SECURITY_SCHEMES } }
}

import { z } from 'zod'

const PORT_DEFAULT = 8080

const EnvironmentSchema = z.object({
  PORT: z.coerce.number().int().min(1).max(65_535).default(PORT_DEFAULT),
  PEERBADGE_PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  PEERBADGE_DATA: z.string().min(1).optional(),
  PEERBADGE_ADMIN_TOKEN: z.string().min(1).optional(),
  PEERBADGE_DEMO: z.enum(['on', 'off']).default('on'),
  DYNAMODB_ENDPOINT: z.url().optional(),
})

/** What `npm start` was asked to do. */
export interface Settings {
  readonly port: number
  /** Without a trailing slash. */
  readonly publicUrl: string
  readonly dataFolder: string | undefined
  readonly adminToken: string | undefined
  readonly demo: boolean
  readonly dynamodbEndpoint: string | undefined
}

/**
 * Reads the settings from the environment; empty variables count as absent.
 *
 * @throws Error naming each variable that does not fit and what it takes.
 */
export function parseSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = EnvironmentSchema.safeParse(present)
  if (!parsed.success)
    throw new Error(
      parsed.error.issues
        .map(({ path, message }) => `The variable ${path.join('.')} is not usable: ${message}.`)
        .join('\n'),
    )
  const { data } = parsed
  return {
    port: data.PORT,
    publicUrl: data.PEERBADGE_PUBLIC_URL ?? `http://localhost:${data.PORT}`,
    dataFolder: data.PEERBADGE_DATA,
    adminToken: data.PEERBADGE_ADMIN_TOKEN,
    demo: data.PEERBADGE_DEMO === 'on',
    dynamodbEndpoint: data.DYNAMODB_ENDPOINT,
  }
}

import { z } from 'zod'
import { canParseUrl } from '../domain/shared/can-parse-url.ts'
import { networkOf } from '../domain/shared/network-of.ts'
import { issuersConfig } from '../lambdas/issuers.config.ts'
import type { IssuerBook } from '../verification/issuer-registries.ts'

const PORT_DEFAULT = 8080

const webUrl = z.string().refine(isWebUrl, 'must be an http or https URL such as https://badges.example.org')

const EnvironmentSchema = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a number from 1 to 65535')
    .transform(Number)
    .refine((port) => port >= 1 && port <= 65_535, 'must be a number from 1 to 65535')
    .default(PORT_DEFAULT),
  PEERBADGE_PUBLIC_URL: webUrl
    .refine((url) => !isWebUrl(url) || isBare(url), 'must hold no query, no fragment and no password')
    .transform((url) => new URL(url).href.replace(/\/+$/, ''))
    .optional(),
  PEERBADGE_DATA: z.string().optional(),
  // What a request can carry behind "Bearer"; what looks like an API key is taken for one.
  PEERBADGE_ADMIN_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'must hold visible ASCII characters only, without spaces')
    .regex(/^(?!pb_)/, 'must not begin with "pb_", as API keys do')
    .optional(),
  PEERBADGE_DEMO: z.enum(['on', 'off'], 'must be "on" or "off"').default('on'),
  DYNAMODB_ENDPOINT: webUrl.optional(),
  PEERBADGE_VERIFICATIONS_PER_MINUTE: z
    .string()
    .regex(/^[1-9]\d{0,5}$/, 'must be a whole number from 1 to 999999')
    .transform(Number)
    .optional(),
  PEERBADGE_TRUSTED_PROXIES: z
    .string()
    .transform((list) => list.split(',').map((address) => address.trim()))
    .refine((list) => list.every((address) => networkOf(address) !== undefined), 'must list IP addresses, with commas')
    .optional(),
  ...issuersConfig,
})

/** What `npm start` was asked to do. */
export interface Settings {
  readonly port: number
  /** As URLs are written, without a trailing slash. */
  readonly publicUrl: string
  readonly dataFolder: string | undefined
  readonly adminToken: string | undefined
  readonly demo: boolean
  readonly dynamodbEndpoint: string | undefined
  /** How many documents one network may have verified in a minute; as many as it likes without it. */
  readonly verificationsPerMinute: number | undefined
  /** Addresses of proxies that say truly where a request came from. */
  readonly trustedProxies: readonly string[] | undefined
  readonly issuerBook: IssuerBook
}

/**
 * Reads the settings from the environment; empty variables count as absent.
 *
 * @throws Error naming each variable that does not fit and what it takes, without its value.
 */
export function parseSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = EnvironmentSchema.safeParse(present)
  if (!parsed.success)
    throw new Error(
      parsed.error.issues.map(({ path, message }) => `The variable ${path.join('.')} ${message}.`).join('\n'),
      { cause: parsed.error },
    )
  const { data } = parsed
  return {
    port: data.PORT,
    publicUrl: data.PEERBADGE_PUBLIC_URL ?? `http://localhost:${data.PORT}`,
    dataFolder: data.PEERBADGE_DATA,
    adminToken: data.PEERBADGE_ADMIN_TOKEN,
    demo: data.PEERBADGE_DEMO === 'on',
    dynamodbEndpoint: data.DYNAMODB_ENDPOINT,
    verificationsPerMinute: data.PEERBADGE_VERIFICATIONS_PER_MINUTE,
    trustedProxies: data.PEERBADGE_TRUSTED_PROXIES,
    issuerBook: {
      registries: data.PEERBADGE_ISSUER_REGISTRIES ?? [],
      issuers: data.PEERBADGE_KNOWN_ISSUERS ?? [],
    },
  }
}

function isWebUrl(text: string): boolean {
  return canParseUrl(text) && /^https?:$/.test(new URL(text).protocol)
}

function isBare(text: string): boolean {
  const { username, password } = new URL(text)
  return !/[?#]/.test(text) && username === '' && password === ''
}

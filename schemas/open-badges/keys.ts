import { z } from 'zod'
import { UriSchema } from './terms.ts'

/**
 * MK-01, in the form that W3C gives it: the id is the controller's, with the key itself behind the `#`.
 *
 * @see https://www.w3.org/TR/controller-document/#Multikey
 */
export const MultikeySchema = z
  .looseObject({
    id: UriSchema,
    type: z.literal('Multikey'),
    controller: UriSchema,
    publicKeyMultibase: z.string().regex(/^z[1-9A-HJ-NP-Za-km-z]+$/, 'must be multibase base58btc'),
  })
  .refine(({ id, controller, publicKeyMultibase }) => id === `${controller}#${publicKeyMultibase}`, {
    path: ['id'],
    message: 'must be the controller, "#" and the key',
  })

const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'] as const

/** JWK-01: a public key. One with a private member is refused, whatever else it holds (JWT-05). */
export const PublicJwkSchema = z
  .looseObject({
    kty: z.string(),
    use: z.string().optional(),
    key_ops: z.array(z.string()).optional(),
    alg: z.string().optional(),
    kid: z.string().optional(),
    x5u: UriSchema.optional(),
    x5c: z.array(z.string()).optional(),
    x5t: z.string().optional(),
    'x5t#S256': z.string().optional(),
  })
  .superRefine((key, context) => {
    for (const member of PRIVATE_MEMBERS)
      if (key[member] !== undefined)
        context.addIssue({ code: 'custom', path: [member], message: 'must not be in a public key' })
  })

import { z } from 'zod'
import { InstantSchema, text } from './text.ts'

/** A decentralised identifier without path, query or fragment, of at most 2,048 characters (W3C DID Core §3.1). */
export const DidSchema = z
  .string()
  .max(2048)
  .regex(/^did:[a-z0-9]+:([\w.-]|%[0-9A-Fa-f]{2})*(:([\w.-]|%[0-9A-Fa-f]{2})*)*([\w.-]|%[0-9A-Fa-f]{2})$/, {
    message: 'must be a DID, without path, query or fragment',
  })

export const ChallengeDidSchema = z.strictObject({ did: DidSchema }).meta({ id: 'ChallengeDid' })

export const DidChallengeSchema = z
  .strictObject({
    challenge: z.string().meta({ description: 'Goes into the proof: `challenge` of a presentation, `nonce` of a JWS' }),
    domain: z.string().meta({ description: 'Goes into the proof: `domain` of a presentation, `aud` of a JWS' }),
    expiresAt: InstantSchema,
  })
  .meta({ id: 'DidChallenge' })

/** A compact JWS: three parts of base64url. */
export const CompactJwsSchema = text(262_144).regex(
  /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/,
  'must be a compact JWS',
)

export const ProveDidSchema = z
  .strictObject({
    did: DidSchema,
    proof: z.union([CompactJwsSchema, z.looseObject({})]).meta({
      description:
        'A `VerifiablePresentation` whose `holder` is the DID, with a Data Integrity proof made for `authentication` over the `challenge` and `domain`; or a compact JWS (EdDSA, ES256, ES384, RS256) with the claims `iss` (the DID), `aud` (the domain) and `nonce` (the challenge).',
    }),
  })
  .meta({ id: 'ProveDid' })
export type ProveDid = z.infer<typeof ProveDidSchema>

export const ProvenDidSchema = z.strictObject({ did: DidSchema, provenAt: InstantSchema }).meta({ id: 'ProvenDid' })

export const ProvenDidsSchema = z.strictObject({ items: z.array(ProvenDidSchema) }).meta({ id: 'ProvenDids' })

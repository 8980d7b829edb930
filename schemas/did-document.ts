import { z } from 'zod'

/** The DID document of a community (KEY-07). */
export const DidDocumentSchema = z
  .looseObject({
    '@context': z.array(z.string()).min(1),
    id: z.string().meta({ description: "The community's DID" }),
    verificationMethod: z.array(
      z.looseObject({
        id: z.string(),
        type: z.string(),
        controller: z.string(),
        publicKeyMultibase: z.string().optional(),
        publicKeyJwk: z.looseObject({ kty: z.string(), kid: z.string().optional() }).optional(),
      }),
    ),
    assertionMethod: z.array(z.string()).meta({ description: 'The keys that sign badges' }),
  })
  .meta({ id: 'DidDocument' })

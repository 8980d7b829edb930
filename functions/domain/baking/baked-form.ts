/** How a credential stands in an image: as JSON with an embedded proof, or as a compact JWS. */
export type BakedForm = 'embedded' | 'jwt'

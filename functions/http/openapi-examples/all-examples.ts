import { ACHIEVEMENTS } from './achievements.ts'
import { CLAIMS } from './claims.ts'
import { COMMUNITIES } from './communities.ts'
import { CREDENTIALS } from './credentials.ts'
import { DISPUTES } from './disputes.ts'
import type { SchemaExample } from './example-of.ts'
import { MEMBERS } from './members.ts'
import { VERIFICATION } from './verification.ts'

/** What requests and answers look like: one story of a community, from its first key to a badge and what became of it. */
export const ALL_EXAMPLES: readonly SchemaExample[] = [
  ...COMMUNITIES,
  ...MEMBERS,
  ...ACHIEVEMENTS,
  ...CLAIMS,
  ...DISPUTES,
  ...CREDENTIALS,
  ...VERIFICATION,
]

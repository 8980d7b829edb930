import { readFile } from 'node:fs/promises'
import { z } from 'zod'

const CellSchema = z.enum(['yes', 'no', 'own', 'anyone'])

const RowSchema = z.object({
  operation: z.string(),
  method: z.string(),
  path: z.string(),
  administrator: CellSchema,
  /** `undefined`: no key may. */
  scope: z.string().optional(),
  /** One that does as well. */
  otherScope: z.string().optional(),
  owner: CellSchema,
  facilitator: CellSchema,
  member: CellSchema,
})
export type PermissionRow = z.infer<typeof RowSchema>

/** The table of `docs/permissions.md`. */
export async function readPermissions(): Promise<readonly PermissionRow[]> {
  const text = await readFile(new URL('../../docs/permissions.md', import.meta.url), 'utf8')
  return [...text.matchAll(/^\| (\w+) \| `(\w+) ([^`]+)` \| (.+) \|$/gm)].map(
    ([, operation, method, path, cells = '']) => {
      const [administrator, scopes = '–', owner, facilitator, member] = cells.split(' | ')
      const [scope, otherScope] = scopes.split(' or ')
      return RowSchema.parse({
        operation,
        method,
        path,
        administrator,
        ...(scope === '–' ? {} : { scope }),
        ...(otherScope === undefined ? {} : { otherScope }),
        owner,
        facilitator,
        member,
      })
    },
  )
}

import type { Context } from 'hono'
import { z } from 'zod'
import type { Page, PageRequest } from '../ports/written.ts'
import type { AppEnv } from './app-env.ts'

/** Query of a list: which page. */
export const PageQuerySchema = z.strictObject({
  limit: z
    .string()
    .regex(/^([1-9]\d?|100)$/, 'must be a whole number from 1 to 100')
    .optional()
    .meta({ description: 'How many at most, 1 to 100; 50 when left out' }),
  cursor: z
    .string()
    .min(1)
    .max(2000)
    .optional()
    .meta({ description: 'Where the page starts: `next` of the one before' }),
})

/** The page a list query asks for. */
export const toPageRequest = ({ limit, cursor }: z.infer<typeof PageQuerySchema>): PageRequest => ({
  limit: limit === undefined ? 50 : Number(limit),
  ...(cursor === undefined ? {} : { cursor }),
})

/** The schema of a page of items. */
export const pageSchema = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({
    items: z.array(item),
    next: z.string().optional().meta({ description: 'Cursor of the next page; absent on the last' }),
  })

/** The body of a page, and the header `Link` to the next one (RFC 8288) when there is one. */
export function answerPage<Item, View>(c: Context<AppEnv>, page: Page<Item>, toView: (item: Item) => View) {
  if (page.next === undefined) return { items: page.items.map(toView) }
  const query = new URLSearchParams(new URL(c.req.url).search)
  query.set('cursor', page.next)
  c.header('Link', `<${c.get('edge').publicUrl}${c.req.path}?${query}>; rel="next"`)
  return { items: page.items.map(toView), next: page.next }
}

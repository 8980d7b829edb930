import { z } from 'zod'

/** What `clock` reads from its environment. */
export const ConfigSchema = z.object({
  PEERBADGE_TABLE: z.string().min(1),
  PEERBADGE_EVENT_BUS: z.string().min(1),
})

import { z } from 'zod'
import type { Id } from '../../domain/shared/ids.ts'
import type { CredentialStatus, StatusChange } from '../../domain/status/credential-status.ts'
import { keys } from './keys.ts'
import { stored } from './stored-fields.ts'
import type { TransactItem } from './transact.ts'
import { IF_NEW, put } from './writes.ts'

/** A badge's status as stored. */
export const CredentialStatusSchema = z.enum(['valid', 'suspended', 'revoked']) satisfies z.ZodType<CredentialStatus>

/** A stored change of a badge's status. */
export const StatusChangeItemSchema = z.object({
  statusVersion: z.int().min(2),
  status: CredentialStatusSchema,
  reason: z.string(),
  at: stored.instant,
  by: z.literal('rule').optional(),
  actorId: z.string().optional(),
}) satisfies z.ZodType<StatusChange>

/** Puts a change beside its badge, immutable. Its reason is free text: it is kept here and on the badge, nowhere else. */
export const toStatusChangeItem = (credentialId: Id, change: StatusChange): TransactItem =>
  put({ ...keys.statusChange(credentialId, change.statusVersion), entity: 'status-change', ...change }, IF_NEW)

import { z } from 'zod'
import type { VerificationCheck } from '../../schemas/verification-report.ts'
import { fail, pass, warn } from './check.ts'

/** Of an entry, what tells the meaning of its value. */
interface SaidEntry {
  readonly statusPurpose: string
  readonly statusMessage?: unknown
  readonly statusReference?: unknown
}

/** More would drown the sentence it stands in. */
const MAX_QUOTED = 200

/**
 * What the value at an entry means: revoked and suspended credentials fail, all other purposes are told.
 *
 * @param status  The value of the entry; 0 when nothing is set.
 * @see https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistentry
 */
export function sayStatus(entry: SaidEntry, status: number): VerificationCheck {
  const isSet = status > 0
  switch (entry.statusPurpose) {
    case 'revocation':
      return isSet ? fail('status', 'REVOKED', 'The issuer has revoked it.') : pass('status', 'It is not revoked.')
    case 'suspension':
      return isSet
        ? fail('status', 'SUSPENDED', 'The issuer has suspended it for now.')
        : pass('status', 'It is not suspended.')
    case 'refresh':
      return isSet
        ? warn('status', 'STATUS_SET', 'The issuer says that a newer version of it can be had.')
        : pass('status', 'The issuer has announced no newer version of it.')
    case 'message':
      return sayMessage(entry, status)
    default: {
      const purpose = entry.statusPurpose.slice(0, MAX_QUOTED)
      return isSet
        ? warn('status', 'STATUS_SET', `The issuer has set its status "${purpose}".`)
        : pass('status', `The issuer has not set its status "${purpose}".`)
    }
  }
}

const MessagesSchema = z.array(z.looseObject({ status: z.string(), message: z.string() }))

/** A message may belong to the value 0 as well; where there is none, the issuer may explain it elsewhere. */
function sayMessage({ statusMessage, statusReference }: SaidEntry, status: number): VerificationCheck {
  const messages = MessagesSchema.safeParse(statusMessage).data ?? []
  const said = messages.find((message) => toValue(message.status) === status)?.message
  if (said !== undefined)
    return warn('status', 'STATUS_MESSAGE', `The issuer says of its status: "${said.slice(0, MAX_QUOTED)}".`)
  if (status === 0) return pass('status', 'The issuer says nothing of its status.')
  const [reference] = [statusReference].flat()
  return warn(
    'status',
    'STATUS_MESSAGE',
    typeof reference === 'string' && /^https:\/\/\S+$/.test(reference)
      ? `The issuer has set its status to ${status}; what that means is told at ${reference.slice(0, MAX_QUOTED)}.`
      : `The issuer has set its status to ${status} and does not tell what that means.`,
  )
}

/** Hexadecimal, with or without `0x` before it. */
const toValue = (status: string): number =>
  /^(?:0x)?[0-9a-f]{1,8}$/i.test(status) ? Number.parseInt(status, 16) : Number.NaN

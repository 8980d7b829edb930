/** Hashes and a comparison for matching recipients; supplied to the core, which holds no cryptography. */
export interface RecipientHashes {
  /** Lower-case hexadecimal, of a text's UTF-8 bytes. */
  readonly sha256Hex: (text: string) => string
  readonly md5Hex: (text: string) => string
  /** Compares texts of equal length without telling by its duration where they differ. */
  readonly equals: (one: string, other: string) => boolean
}

/** What is known of a recipient from outside the badge, in plain text (RCP-01). */
export interface KnownIdentity {
  /** A type of identifier, or `id` for the id of the subject. */
  readonly type: string
  readonly value: string
}

/** What came of holding one against the other; nothing of either is in it. */
export interface RecipientMatch {
  /** How the known value was written when it matched. */
  readonly matched?: 'as-is' | 'lower-case'
  /** How many entries of that type could be compared. */
  readonly compared: number
  /** How many of that type could not, since their hash is of an unknown kind or they are malformed. */
  readonly unknown: number
}

/**
 * Holds what is known of a recipient against what a credential says of its subject. Entries of other types are passed over,
 * all of that type are tried, and the first that matches settles it (RCP-02, RCP-03). No rule of the standard says how an
 * e-mail address is written before it is hashed, so it is tried as given and in lower case (ID-08).
 *
 * @param subject  The credential's subject as it stands in the document, not yet held against any schema.
 * @see https://www.imsglobal.org/spec/ob/v3p0/#verify-recipient
 */
export function matchRecipient(hashes: RecipientHashes, subject: unknown, known: KnownIdentity): RecipientMatch {
  const { id, identifier } = isObject(subject) ? subject : {}
  if (known.type === 'id') {
    if (typeof id !== 'string') return { compared: 0, unknown: 0 }
    return { ...(isSame(hashes, known.value, id) ? { matched: 'as-is' as const } : {}), compared: 1, unknown: 0 }
  }
  const ofType = asList(identifier)
    .filter(isObject)
    .filter(({ identityType }) => identityType === known.type)
  let compared = 0
  let unknown = 0
  for (const entry of ofType) {
    const matches = matcherOf(hashes, entry)
    if (!matches) {
      unknown++
      continue
    }
    compared++
    if (matches(known.value)) return { matched: 'as-is', compared, unknown }
    if (known.type === 'emailAddress' && matches(known.value.toLowerCase()))
      return { matched: 'lower-case', compared, unknown }
  }
  return { compared, unknown }
}

type Entry = { readonly [member: string]: unknown }

/** Whether a value is what an entry stands for; `undefined` when the entry cannot be read. */
function matcherOf(hashes: RecipientHashes, entry: Entry): ((value: string) => boolean) | undefined {
  const { identityHash, hashed, salt = '' } = entry
  if (typeof identityHash !== 'string' || typeof salt !== 'string') return undefined
  if (hashed === false) return (value) => isSame(hashes, value, identityHash)
  const [, algorithm, hex] = /^(sha256|md5)\$([0-9a-f]+)$/i.exec(hashed === true ? identityHash : '') ?? []
  if (algorithm === undefined || hex === undefined) return undefined
  const hash = algorithm.toLowerCase() === 'md5' ? hashes.md5Hex : hashes.sha256Hex
  return (value) => hashes.equals(hash(`${value}${salt}`), hex.toLowerCase())
}

/** Their digests are compared, which are of one length whatever the texts are. */
const isSame = ({ sha256Hex, equals }: RecipientHashes, one: string, other: string): boolean =>
  equals(sha256Hex(one), sha256Hex(other))

const isObject = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const asList = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value]

import type { z } from 'zod'
import {
  type Assertion,
  AssertionSchema,
  type BadgeClass,
  BadgeClassSchema,
  type IssuerProfile,
  IssuerProfileSchema,
} from '../../schemas/assertion.ts'
import type { VerificationCheck } from '../../schemas/verification-report.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { fail, skip, toPointer } from './check.ts'
import { dereference, type LoadedObject } from './load-badge-object.ts'
import type { Verification } from './verification.ts'

/** An assertion with the badge class and the issuer it leads to, each as published; absent where it is not so. */
export interface BuiltAssertion {
  readonly assertion?: Assertion
  readonly badgeClass?: BadgeClass
  readonly issuer?: IssuerProfile
  /** The address that answered with the issuer. */
  readonly issuerAt?: string
  /** None when all three are there and built as the standard says. */
  readonly checks: readonly VerificationCheck[]
}

/**
 * Whether an assertion, its badge class and its issuer are there and hold what Open Badges 2.0 requires. Copies of the last two in
 * the assertion are not looked at where they have addresses of their own.
 *
 * @see https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html#data-validation
 */
export async function checkAssertionBuild(verification: Verification, document: JsonObject): Promise<BuiltAssertion> {
  const assertion = read(AssertionSchema, withVerification(document), OBJECTS.assertion)
  if (!assertion.value) return { checks: assertion.checks }
  const loadedClass = await dereference(verification, assertion.value.badge)
  const badgeClass = readLoaded(BadgeClassSchema, loadedClass, OBJECTS.badgeClass)
  if (!badgeClass.value) return { assertion: assertion.value, checks: badgeClass.checks }
  const loadedIssuer = await dereference(verification, badgeClass.value.issuer)
  const issuer = readLoaded(IssuerProfileSchema, loadedIssuer, OBJECTS.issuer)
  return {
    assertion: assertion.value,
    badgeClass: badgeClass.value,
    ...(issuer.value === undefined ? {} : { issuer: issuer.value }),
    ...(loadedIssuer.kind === 'found' && loadedIssuer.at !== undefined ? { issuerAt: loadedIssuer.at } : {}),
    checks: issuer.checks,
  }
}

/** Older software calls the member `verify`, as the context allows. */
const withVerification = (document: JsonObject): JsonObject =>
  document['verification'] === undefined && document['verify'] !== undefined
    ? { ...document, verification: document['verify'] }
    : document

interface Words {
  readonly code: string
  readonly path: readonly string[]
  readonly lacks: string
  readonly absent: string
  readonly unavailable: string
}

const OBJECTS = {
  assertion: {
    code: 'ASSERTION',
    path: [],
    lacks: 'The assertion lacks something that Open Badges 2.0 requires, or holds it in another form.',
    absent: 'There is no assertion.',
    unavailable: 'The assertion could not be had.',
  },
  badgeClass: {
    code: 'BADGE_CLASS',
    path: ['badge'],
    lacks: 'The badge class lacks something that Open Badges 2.0 requires, or holds it in another form.',
    absent: 'There is no badge class at the address that the assertion names.',
    unavailable: 'The badge class is published elsewhere and could not be had from there.',
  },
  issuer: {
    code: 'ISSUER',
    path: ['badge', 'issuer'],
    lacks: 'The profile of the issuer lacks something that Open Badges 2.0 requires, or holds it in another form.',
    absent: 'There is no profile of an issuer at the address that the badge class names.',
    unavailable: 'The profile of the issuer is published elsewhere and could not be had from there.',
  },
} as const satisfies Record<string, Words>

interface Read<Value> {
  readonly value?: Value
  readonly checks: readonly VerificationCheck[]
}

/** More than these would not help whoever reads the report. */
const MAX_FINDINGS = 20

function read<Schema extends z.ZodType>(schema: Schema, value: unknown, { path, lacks }: Words): Read<z.infer<Schema>> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return { value: parsed.data, checks: [] }
  const pointers = new Set(parsed.error.issues.map((issue) => toPointer([...path, ...issue.path])))
  return {
    checks: [...pointers].slice(0, MAX_FINDINGS).map((pointer) => fail('conformance', 'SCHEMA', lacks, pointer)),
  }
}

function readLoaded<Schema extends z.ZodType>(
  schema: Schema,
  loaded: LoadedObject,
  words: Words,
): Read<z.infer<Schema>> {
  const pointer = toPointer(words.path)
  switch (loaded.kind) {
    case 'found':
      return read(schema, loaded.value, words)
    case 'absent':
    case 'gone':
    case 'other':
      return { checks: [fail('conformance', `${words.code}_NOT_FOUND`, words.absent, pointer)] }
    case 'unavailable':
      return { checks: [skip('conformance', `${words.code}_UNREACHABLE`, words.unavailable, pointer)] }
  }
}
